package domain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// Machine is a state machine as data: what the program enforces and what its documentation draws.
type Machine[S ~string] struct {
	Subject string // what has these states, zh-CN
	Code    string // begins the code of refusals: "custody"
	Rows    []MachineRow[S]
}

// MachineRow is one state with its Chinese label and the states that may follow.
type MachineRow[S ~string] struct {
	State S
	Label string
	Next  []S
}

// States lists all states in the order of a life.
func (m Machine[S]) States() []S {
	states := make([]S, len(m.Rows))
	for i, row := range m.Rows {
		states[i] = row.State
	}
	return states
}

// Label is the state in Chinese.
func (m Machine[S]) Label(state S) string {
	for _, row := range m.Rows {
		if row.State == state {
			return row.Label
		}
	}
	return string(state)
}

// Next lists the states that may follow.
func (m Machine[S]) Next(state S) []S {
	for _, row := range m.Rows {
		if row.State == state {
			return slices.Clone(row.Next)
		}
	}
	return nil
}

// ends reports whether no states may follow but the given ones.
func (m Machine[S]) ends(state S, but ...S) bool {
	for _, row := range m.Rows {
		if row.State == state {
			return !slices.ContainsFunc(row.Next, func(next S) bool { return !slices.Contains(but, next) })
		}
	}
	return false
}

// Move changes the state or refuses with errs.Conflict.
func (m Machine[S]) Move(state *S, to S) error {
	if !slices.Contains(m.Next(*state), to) {
		return errs.New(errs.Conflict, m.Code+".transition", "%s处于“%s”状态，不能变为“%s”", m.Subject, m.Label(*state), m.Label(to))
	}
	*state = to
	return nil
}

// Require refuses unless the state is one of those in which the work may be done.
func (m Machine[S]) Require(state S, work string, among ...S) error {
	if slices.Contains(among, state) {
		return nil
	}
	labels := make([]string, len(among))
	for i, s := range among {
		labels[i] = "“" + m.Label(s) + "”"
	}
	return errs.New(errs.Conflict, m.Code+".state", "%s处于“%s”状态，%s须在%s状态下办理", m.Subject, m.Label(state), work, strings.Join(labels, "或"))
}

// Mermaid draws the machine as a Mermaid state diagram.
func (m Machine[S]) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, row := range m.Rows {
		fmt.Fprintf(&b, "    %s: %s %s\n", row.State, row.Label, row.State)
	}
	fmt.Fprintf(&b, "    [*] --> %s\n", m.Rows[0].State)
	for _, row := range m.Rows {
		for _, next := range row.Next {
			fmt.Fprintf(&b, "    %s --> %s\n", row.State, next)
		}
		if len(row.Next) == 0 {
			fmt.Fprintf(&b, "    %s --> [*]\n", row.State)
		}
	}
	return b.String()
}

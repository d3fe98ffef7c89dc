package pack

import (
	"github.com/danganku/danganku/internal/domain"
)

// rosterIndex finds the row of a folder without comparing every pair.
type rosterIndex struct {
	rows   []rosterRow
	taken  []bool
	byID   map[domain.IDNumber][]int
	byText map[string][]int // archival code and staff number, folded
	byName map[string][]int
}

func indexRoster(rows []rosterRow) *rosterIndex {
	x := &rosterIndex{rows: rows, taken: make([]bool, len(rows)), byID: map[domain.IDNumber][]int{},
		byText: map[string][]int{}, byName: map[string][]int{}}
	for i, r := range rows {
		x.byID[r.draft.IDNumber] = append(x.byID[r.draft.IDNumber], i)
		for _, key := range []string{fold(r.draft.ArchivalCode), r.staffNo} {
			if key != "" {
				x.byText[key] = append(x.byText[key], i)
			}
		}
		x.byName[nameKey(r.draft.Name)] = append(x.byName[nameKey(r.draft.Name)], i)
	}
	return x
}

// find gives the row of a folder and marks it taken; ok is false when there is none or the name alone does not decide.
func (x *rosterIndex) find(folder string, told personName) (int, bool) {
	if told.id != "" {
		if i, ok := x.free(x.byID[told.id]); ok {
			return i, true
		}
	}
	for _, key := range []string{fold(folder), told.number} {
		if i, ok := x.only(x.byText[key]); ok && key != "" {
			return i, true
		}
	}
	if told.name == "" {
		return 0, false
	}
	return x.only(x.byName[nameKey(told.name)])
}

func (x *rosterIndex) free(candidates []int) (int, bool) {
	for _, i := range candidates {
		if !x.taken[i] {
			x.taken[i] = true
			return i, true
		}
	}
	return 0, false
}

// only takes a candidate that is the only one of its key.
func (x *rosterIndex) only(candidates []int) (int, bool) {
	if len(candidates) != 1 {
		return 0, false
	}
	return x.free(candidates)
}

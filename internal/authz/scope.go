// Package authz is the policy of who may do what and where: pure functions over an actor, with no store behind them.
//
// It may import errs only. SQL, search, counts, facets, autocomplete, exports and images all take the same Scope.
package authz

import (
	"slices"
	"strings"
)

// Scope is the part of the archive an actor may reach. The zero value reaches nothing.
type Scope struct {
	All       bool     // the whole installation (command line on the machine itself, rebuild, indexers)
	Divisions []string // code prefixes: "2101" is a city with all districts, "210106" one district, then 9 digits a subdistrict, 12 a community
	Offices   []string // codes of single archive offices, in addition to Divisions
	// Enterprises are ids of single enterprises, for their handlers. They reach handovers only, never a dossier, a search or a
	// ledger: see CoversTransfer.
	Enterprises []string
}

// Everything is the scope of the installation's own processes.
func Everything() Scope { return Scope{All: true} }

// Empty reports whether the scope reaches nothing.
func (s Scope) Empty() bool {
	return !s.All && len(s.Divisions) == 0 && len(s.Offices) == 0 && len(s.Enterprises) == 0
}

// CoversTransfer reports whether a handover of the enterprise to the office, lying in the division, is inside the scope.
func (s Scope) CoversTransfer(office, division, enterprise string) bool {
	return s.Covers(office, division) || enterprise != "" && slices.Contains(s.Enterprises, enterprise)
}

// Covers reports whether a record of this office, lying in this division, is inside the scope.
func (s Scope) Covers(office, division string) bool {
	if s.All {
		return true
	}
	for _, code := range s.Offices {
		if code == office {
			return true
		}
	}
	for _, prefix := range s.Divisions {
		if prefix != "" && strings.HasPrefix(division, prefix) {
			return true
		}
	}
	return false
}

// Union is the scope that reaches what either reaches.
func (s Scope) Union(other Scope) Scope {
	return Scope{
		All:       s.All || other.All,
		Divisions: append(append([]string(nil), s.Divisions...), other.Divisions...),
		Offices:   append(append([]string(nil), s.Offices...), other.Offices...),

		Enterprises: append(append([]string(nil), s.Enterprises...), other.Enterprises...),
	}
}

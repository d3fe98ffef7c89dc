package pack

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
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
		for _, key := range []string{sheet.Fold(r.draft.ArchivalCode), r.staffNo} {
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
	for _, key := range append(keysIn(folder), told.number) {
		if i, ok := x.only(x.byText[key]); ok && key != "" {
			return i, true
		}
	}
	if told.name == "" {
		return 0, false
	}
	return x.only(x.byName[nameKey(told.name)])
}

// keysIn lists what in a folder's name can be an archival code or a staff number: the whole, and its beginnings and ends
// at the borders between words, longest first. "TX-0001 张三" and "张三_A12" give TX-0001 and A12 among others.
func keysIn(folder string) []string {
	runes := []rune(norm.NFKC.String(folder))
	keys := []string{sheet.Fold(folder)}
	for cut := 1; cut < len(runes); cut++ {
		if kindOf(runes[len(runes)-cut-1]) != kindOf(runes[len(runes)-cut]) {
			keys = append(keys, trimKey(runes[:len(runes)-cut]))
		}
		if kindOf(runes[cut-1]) != kindOf(runes[cut]) {
			keys = append(keys, trimKey(runes[cut:]))
		}
	}
	return keys
}

func trimKey(runes []rune) string { return strings.Trim(sheet.Fold(string(runes)), "-_.+,、()[]") }

// kindOf groups characters into words: letters and digits of codes, Chinese and other letters, and all else between.
func kindOf(r rune) int {
	switch {
	case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		return 1
	case unicode.IsLetter(r), unicode.Is(unicode.Han, r): // 〇 is no letter
		return 2
	}
	return 0
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

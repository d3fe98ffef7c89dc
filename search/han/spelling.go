package han

import (
	"maps"
	"slices"
)

func othersOf(shapes map[rune]rune) map[rune][]rune {
	others := map[rune][]rune{}
	for _, r := range slices.Sorted(maps.Keys(shapes)) {
		others[shapes[r]] = append(others[shapes[r]], r)
	}
	return others
}

// Spellings lists texts that have the same Name key as name, so that stores which compare whole texts can find a name however
// it was written: the name itself, its folded form with and without middle dots, then its characters in their other shapes,
// those with the fewest first. There are at most limit; what is left out has the most changed characters.
func (f *Folder) Spellings(name string, limit int) []string {
	folded := f.Text(name)
	all := []string{name}
	add := func(text string) {
		if text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	add(folded)
	add(f.Name(name))
	// Each round changes one character more than the one before, only behind the last one changed, so that none comes twice.
	type changed struct {
		text []rune
		next int
	}
	for round := []changed{{text: []rune(folded)}}; len(round) > 0 && len(all) < limit; {
		var further []changed
		for _, from := range round {
			for at := from.next; at < len(from.text) && len(further) < limit; at++ {
				for _, shape := range f.others[from.text[at]] {
					text := slices.Clone(from.text)
					text[at] = shape
					further = append(further, changed{text, at + 1})
					add(string(text))
				}
			}
		}
		round = further
	}
	return all[:min(limit, len(all))]
}

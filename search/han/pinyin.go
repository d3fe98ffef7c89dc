package han

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

//go:embed data/surnames.txt
var surnames string

//go:embed data/givennames.txt
var givenNames string

// MaxReadings bounds the readings of one name.
const MaxReadings = 8

// Reading is one way to pronounce a name, a syllable per character: lower case, no tones, ü written v or u. A
// character without a known reading stands for its own syllable.
type Reading []string

// Full is the reading without gaps, e.g. "zhangsan".
func (r Reading) Full() string { return strings.Join(r, "") }

// Initials are the first letters of the syllables, e.g. "zs".
func (r Reading) Initials() string {
	var initials strings.Builder
	for _, syllable := range r {
		for _, first := range syllable {
			initials.WriteRune(first)
			break
		}
	}
	return initials.String()
}

// Pinyin reads names. It is safe for concurrent use.
type Pinyin struct {
	surnames map[string][]Reading // by folded family name
	longest  int                  // characters of the longest family name
	given    map[rune][]string
}

// NewPinyin reads the tables of family and given names.
func NewPinyin() *Pinyin {
	p := &Pinyin{surnames: map[string][]Reading{}, given: map[rune][]string{}}
	for _, line := range dataLines(surnames) {
		p.longest = max(p.longest, len([]rune(line[0])))
		for _, reading := range line[1:] {
			p.surnames[line[0]] = append(p.surnames[line[0]], strings.Split(reading, "'"))
		}
	}
	for _, line := range dataLines(givenNames) {
		p.given[[]rune(line[0])[0]] = line[1:]
	}
	return p
}

// Readings are the plausible readings of a folded name, most plausible first, at most MaxReadings: the family name
// as families read it, then as the dictionary does, with the usual readings of the given name.
func (p *Pinyin) Readings(name string) []Reading {
	chars := []rune(name)
	if len(chars) == 0 {
		return nil
	}
	choices := make([][]string, len(chars))
	family := p.family(chars)
	for i, char := range chars {
		for _, reading := range p.surnames[string(chars[:family])] {
			if i < family {
				choices[i] = addSyllable(choices[i], reading[i])
			}
		}
		for _, syllable := range p.syllables(char) {
			choices[i] = addSyllable(choices[i], syllable)
		}
	}
	return product(choices)
}

// family is the length of the leading family name in the table, 0 if it is not there.
func (p *Pinyin) family(chars []rune) int {
	for n := min(p.longest, len(chars)); n > 0; n-- {
		if _, ok := p.surnames[string(chars[:n])]; ok {
			return n
		}
	}
	return 0
}

func (p *Pinyin) syllables(char rune) []string {
	if known, ok := p.given[char]; ok {
		return known
	}
	if read := pinyin.SinglePinyin(char, pinyin.NewArgs()); len(read) > 0 {
		return read[:1]
	}
	return []string{string(char)}
}

// addSyllable adds a syllable and, where it has an ü, the spelling with u that people type instead.
func addSyllable(syllables []string, syllable string) []string {
	plain := strings.ReplaceAll(syllable, "ü", "v")
	for _, spelling := range []string{plain, strings.ReplaceAll(plain, "v", "u")} {
		if !slices.Contains(syllables, spelling) {
			syllables = append(syllables, spelling)
		}
	}
	return syllables
}

// product combines the choices of each place, earlier choices first, up to MaxReadings.
func product(choices [][]string) []Reading {
	readings := []Reading{{}}
	for _, syllables := range choices {
		var longer []Reading
		for _, syllable := range syllables {
			for _, reading := range readings {
				if len(longer) < MaxReadings {
					longer = append(longer, append(slices.Clip(reading), syllable))
				}
			}
		}
		readings = longer
	}
	return readings
}

// Package han makes keys of Chinese names and text: folding that lets width, traditional and variant shapes of one
// character meet, and every plausible pinyin reading of a name.
//
// Keys are for comparison only; what is stored and shown is never rewritten. The package works on code points, knows
// no index and no database, and keeps no state outside the values it returns.
package han

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"
	"unicode"

	"github.com/longbridgeapp/opencc"
	"golang.org/x/text/unicode/norm"
)

//go:embed data/variants.txt
var variants string

// Folder turns text into keys. Folding is character by character, without regard to the neighbours, so that the key
// of a part of a text is always a part of the key of the text. It is safe for concurrent use.
type Folder struct {
	shapes map[rune]rune   // character to the shape that stands for it
	others map[rune][]rune // that shape to the characters folded to it, in order
}

// hanBlocks are the blocks in which the conversion tables have entries.
var hanBlocks = [][2]rune{{0x3400, 0x9FFF}, {0x20000, 0x323AF}}

// NewFolder reads the conversion tables; it takes some 20 ms, so one Folder should serve a whole process.
func NewFolder() (*Folder, error) {
	converter, err := opencc.New("t2s")
	if err != nil {
		return nil, fmt.Errorf("load conversion table: %w", err)
	}
	shapes := map[rune]rune{}
	for _, block := range hanBlocks {
		for r := block[0]; r <= block[1]; r++ {
			simple, err := converter.Convert(string(r))
			if err != nil {
				return nil, fmt.Errorf("simplify %q: %w", r, err)
			}
			if to := []rune(simple); len(to) == 1 && to[0] != r {
				shapes[r] = to[0]
			}
		}
	}
	for _, line := range dataLines(variants) {
		target := []rune(line[0])[0]
		if simple, ok := shapes[target]; ok {
			target = simple
		}
		for _, variant := range line[1:] {
			if r := []rune(variant)[0]; r != target {
				shapes[r] = target
			}
		}
	}
	return &Folder{shapes: shapes, others: othersOf(shapes)}, nil
}

// Text is the key of any text: compatibility forms composed (full width becomes half width), letters small, one
// shape for each character, one hyphen, one middle dot, and no white space or invisible character at all.
func (f *Folder) Text(text string) string {
	var key strings.Builder
	key.Grow(len(text))
	for _, r := range norm.NFKC.String(text) {
		if r = f.fold(r); r >= 0 {
			key.WriteRune(r)
		}
	}
	return key.String()
}

// Name is the key of a person's name: its text key without the middle dots that some writers leave out.
func (f *Folder) Name(name string) string {
	return strings.ReplaceAll(f.Text(name), "·", "")
}

// Traced is the text key of text as code points, with the byte offset in text at which each of them begins; a final
// offset closes the last one. Highlighting maps places in the key back to the text by it.
func (f *Folder) Traced(text string) (key []rune, offsets []int) {
	var iter norm.Iter
	iter.InitString(norm.NFKC, text)
	for !iter.Done() {
		start := iter.Pos()
		for _, r := range string(iter.Next()) {
			if r = f.fold(r); r >= 0 {
				key, offsets = append(key, r), append(offsets, start)
			}
		}
	}
	return key, append(offsets, len(text))
}

const dropped rune = -1

func (f *Folder) fold(r rune) rune {
	switch {
	case unicode.IsSpace(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return dropped
	case unicode.Is(unicode.Pd, r), r == '−':
		return '-'
	case r == '・' || r == '•' || r == '‧' || r == '∙' || r == '⋅':
		return '·'
	}
	if shape, ok := f.shapes[r]; ok {
		return shape
	}
	return unicode.ToLower(r)
}

// dataLines splits an embedded table into fields, without comments and empty lines.
func dataLines(table string) [][]string {
	var lines [][]string
	scanner := bufio.NewScanner(strings.NewReader(table))
	for scanner.Scan() {
		if fields := strings.Fields(scanner.Text()); len(fields) > 1 && fields[0] != "#" {
			lines = append(lines, fields)
		}
	}
	return lines
}

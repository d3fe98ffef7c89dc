package print

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// The library writes the map from glyphs to text with characters beyond the Basic Multilingual Plane cut off (刘𬭎 is
// printed right but copied and searched as 刘Ⲵ), and in one block of any length where ISO 32000 allows 100 entries. The map
// that is due is always shorter, so it takes the same place in the file and no offset changes.

var (
	unicodeBlock = regexp.MustCompile(`\d+ beginbfrange\n((?:<[0-9A-F]{4}><[0-9A-F]{4}><[0-9A-F]{4,6}>\n)*)endbfrange\n`)
	unicodeEntry = regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]{4,6})>`)
)

const blockEntries = 100 // most entries of a block (ISO 32000-1, 9.10.3 with Adobe TN 5411)

// mendUnicodeMap corrects the map in a finished document, in place.
func mendUnicodeMap(document []byte) error {
	place := unicodeBlock.FindSubmatchIndex(document)
	if place == nil {
		return errors.New("mend unicode map: the document has none")
	}
	mended, err := unicodeMap(document[place[2]:place[3]])
	if err != nil {
		return err
	}
	room := document[place[0]:place[1]]
	if len(mended) > len(room) {
		return fmt.Errorf("mend unicode map: %d bytes do not fit %d", len(mended), len(room))
	}
	for i := copy(room, mended); i < len(room); i++ {
		room[i] = '\n'
	}
	return nil
}

func unicodeMap(ranges []byte) ([]byte, error) {
	var entries [][]byte
	known := make(map[string]bool)
	for _, match := range unicodeEntry.FindAllSubmatch(ranges, -1) {
		glyph := string(match[1])
		if known[glyph] { // one glyph for two characters of the same look
			continue
		}
		known[glyph] = true
		r, err := strconv.ParseUint(string(match[2]), 16, 21)
		if err != nil {
			return nil, fmt.Errorf("mend unicode map: %w", err)
		}
		entry := fmt.Appendf(nil, "<%s><", glyph)
		for _, unit := range utf16.AppendRune(nil, rune(r)) {
			entry = fmt.Appendf(entry, "%04X", unit)
		}
		entries = append(entries, append(entry, ">\n"...))
	}
	var mended bytes.Buffer
	for len(entries) > 0 {
		n := min(blockEntries, len(entries))
		fmt.Fprintf(&mended, "%d beginbfchar\n%sendbfchar\n", n, bytes.Join(entries[:n], nil))
		entries = entries[n:]
	}
	return mended.Bytes(), nil
}

package search

import (
	"strings"
	"time"

	"github.com/danganku/danganku/search/han"
)

// Keys are the folded forms of a document's fields, the only thing words of a query are compared with.
type Keys struct {
	ID       string // text key of the citizen number; one of 15 digits is brought to its form of 18
	Code     string // text key of the archival code
	Name     string // name key
	Employer string // text key
	Rows     []string
	Texts    []string
	Readings []han.Reading
	Year     int
	Updated  time.Time
}

// Keys folds a document. ID, Code and Name are cut to their first MaxTokenRunes code points.
func (p *Interpreter) Keys(doc Document) Keys {
	keys := Keys{
		ID:       expandID(clip(p.folder.Text(doc.IDNumber))),
		Code:     clip(p.folder.Text(doc.ArchivalCode)),
		Name:     clip(p.folder.Name(doc.Name)),
		Employer: p.folder.Text(doc.Employer),
		Year:     doc.RetiredYear,
		Updated:  doc.UpdatedAt,
	}
	keys.Readings = p.pinyin.Readings(keys.Name)
	for _, row := range doc.Rows {
		keys.Rows = append(keys.Rows, p.folder.Text(row))
	}
	for _, text := range doc.Texts {
		keys.Texts = append(keys.Texts, p.folder.Text(text))
	}
	return keys
}

// PrefixKey is the beginning of a value as Index.Suggest compares it. All is empty for a prefix longer than a word.
type PrefixKey struct {
	Text    string // with codes and employers
	Name    string // with names
	Letters string // with readings and initials; empty unless the prefix is latin letters
}

// PrefixKey folds what the user has typed so far.
func (p *Interpreter) PrefixKey(prefix string) PrefixKey {
	text := p.folder.Text(prefix)
	if clip(text) != text {
		return PrefixKey{}
	}
	return PrefixKey{Text: text, Name: strings.ReplaceAll(text, "·", ""), Letters: letters(text)}
}

// letters is a word written with latin letters, ü and apostrophes as pinyin spells it; empty for any other word.
func letters(word string) string {
	spelled := strings.NewReplacer("ü", "v", "'", "", "’", "").Replace(word)
	if !allOf(spelled, isLatin) {
		return ""
	}
	return spelled
}

// UpdatedLayout writes a time so that the order of bytes is the order of time.
const UpdatedLayout = "2006-01-02T15:04:05.000000000Z"

// SortKey is the text by whose bytes hits are ordered under a sort; SortRelevance has none. It never holds a byte 0.
func (k Keys) SortKey(sort Sort) string {
	switch sort {
	case SortName:
		if len(k.Readings) == 0 {
			return ""
		}
		return strings.Join(k.Readings[0], " ") + "\t" + k.Name
	case SortArchivalCode:
		return k.Code
	case SortRetiredYear:
		return YearValue(k.Year)
	case SortUpdated:
		return k.Updated.UTC().Format(UpdatedLayout)
	}
	return ""
}

func clip(key string) string {
	if runes := []rune(key); len(runes) > MaxTokenRunes {
		return string(runes[:MaxTokenRunes])
	}
	return key
}

// expandID brings a citizen number of 15 digits to 18 (GB 11643-1999: century 19 and a check character); any other
// text stays as it is.
func expandID(id string) string {
	if len(id) != 15 || !allOf(id, isDigit) {
		return id
	}
	return withCheck(id[:6] + "19" + id[6:])
}

// withCheck appends the check character (small x) to 17 digits.
func withCheck(digits string) string {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, weight := range weights {
		sum += weight * int(digits[i]-'0')
	}
	return digits + string("10x98765432"[sum%11])
}

func allOf(text string, is func(r rune) bool) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return !is(r) }) < 0
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

func isCode(r rune) bool { return isDigit(r) || isLatin(r) || strings.ContainsRune("-._·/", r) }

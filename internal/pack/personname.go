package pack

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/sheet"
)

// personName is what the name of a person's folder tells.
type personName struct {
	name   string
	id     domain.IDNumber // normalised; empty: none
	given  string          // the number as it stands there
	number string          // another number: staff number, number in a scan station; empty: none
}

var (
	idPattern     = regexp.MustCompile(`(?:^|[^0-9])(\d{17}[0-9Xx]|\d{15})(?:[^0-9Xx]|$)`)
	numberPattern = regexp.MustCompile(`\d+`)
)

// wordsAboutFolders say what a folder is, not whose.
var wordsAboutFolders = map[string]bool{"人事档案": true, "干部档案": true, "职工档案": true, "退休档案": true, "个人档案": true, "档案": true,
	"扫描件": true, "影像": true, "电子档案": true, "正本": true, "副本": true}

// parsePersonName reads the name of a person's folder: name and number in any order with any separators.
func parsePersonName(folder string) personName {
	var p personName
	text := strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, folder)
	if m := idPattern.FindStringSubmatchIndex(text); m != nil {
		p.given = text[m[2]:m[3]]
		p.id = domain.NormalizeIDNumber(p.given)
		text = text[:m[2]] + " " + text[m[3]:]
	}
	p.number = numberPattern.FindString(text)
	for _, word := range strings.FieldsFunc(text, separatesNames) {
		for about := range wordsAboutFolders {
			word = strings.TrimSuffix(word, about)
		}
		switch {
		case word == "" || wordsAboutFolders[word]:
		case p.name == "", !hasHan(p.name) && hasHan(word):
			p.name = word
		}
	}
	return p
}

// separatesNames keeps letters, the dot inside names such as 买买提·艾力, and 〇, which is a number to Unicode and a
// character of given names.
func separatesNames(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) && r != '·' && r != '•' && !unicode.IsMark(r)
}

func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// nameKey makes two-character names comparable, which lists pad with a space.
func nameKey(name string) string { return sheet.Fold(name) }

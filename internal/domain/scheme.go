package domain

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// SchemeCode names a classification scheme for the materials of a dossier.
type SchemeCode string

const (
	SchemeCadre2018  SchemeCode = "CADRE_2018"
	SchemeCadre2009  SchemeCode = "CADRE_2009"
	SchemeWorker1992 SchemeCode = "WORKER_1992"
	SchemeRetiree4   SchemeCode = "RETIREE_4"
)

// MaterialClass is one class (类) or subclass of a scheme.
type MaterialClass struct {
	Code    string // "1" to "10", subclasses "4-1"
	Name    string
	Divided bool // materials stand in its subclasses, never in itself
}

// RequiredMaterial is a kind of material without which a dossier needs a gap statement (rule R17).
type RequiredMaterial struct {
	Name    string
	pattern *regexp.Regexp // matches titles that are of this kind
}

// MatchesTitle reports whether a catalogue title is of the required kind.
func (m RequiredMaterial) MatchesTitle(title string) bool { return m.pattern.MatchString(title) }

// Scheme is a classification scheme: data with its legal source, so that another city can bring its own.
type Scheme struct {
	Code     SchemeCode
	Name     string
	Source   string
	Classes  []MaterialClass
	Required []RequiredMaterial
}

// Schemes are the schemes an installation knows, by code.
type Schemes map[SchemeCode]Scheme

//go:embed data/schemes.json
var schemeData embed.FS

// ShippedSchemes are the four schemes really met in dossiers of state-owned enterprises' retirees.
func ShippedSchemes() (Schemes, error) {
	f, err := schemeData.Open("data/schemes.json")
	if err != nil {
		return nil, fmt.Errorf("open shipped schemes: %w", err)
	}
	defer f.Close()
	return ReadSchemes(f)
}

// ReadSchemes reads schemes in the JSON form of data/schemes.json.
func ReadSchemes(r io.Reader) (Schemes, error) {
	var rows []struct {
		Code, Name, Source string
		Required           [][2]string
		Classes            []MaterialClass
	}
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&rows); err != nil {
		return nil, fmt.Errorf("read schemes: %w", err)
	}
	schemes := make(Schemes, len(rows))
	for _, row := range rows {
		scheme := Scheme{Code: SchemeCode(row.Code), Name: row.Name, Source: row.Source, Classes: row.Classes}
		for _, required := range row.Required {
			pattern, err := regexp.Compile(required[1])
			if err != nil {
				return nil, fmt.Errorf("read schemes: %s: required %s: %w", row.Code, required[0], err)
			}
			scheme.Required = append(scheme.Required, RequiredMaterial{required[0], pattern})
		}
		schemes[scheme.Code] = scheme
	}
	return schemes, nil
}

// Class finds a class by code.
func (s Scheme) Class(code string) (MaterialClass, bool) {
	for _, class := range s.Classes {
		if class.Code == code {
			return class, true
		}
	}
	return MaterialClass{}, false
}

// Order is the place of a class in the catalogue; unknown classes come last.
func (s Scheme) Order(code string) int {
	for i, class := range s.Classes {
		if class.Code == code {
			return i
		}
	}
	return len(s.Classes)
}

const chineseNumerals = "〇一二三四五六七八九十"

// ParseClassCode reads a class as catalogues write it: 1, 4-1, 四, 四-1, 4.1, (四), 第四类, 十, full-width forms.
func ParseClassCode(text string) (string, bool) {
	text = strings.Map(foldClassRune, text)
	text = strings.TrimSuffix(strings.TrimPrefix(text, "第"), "类")
	head, tail, divided := strings.Cut(text, "-")
	main, ok := classNumeral(head)
	if !ok || main < 1 || main > 10 {
		return "", false
	}
	if !divided {
		return strconv.Itoa(main), true
	}
	sub, ok := classNumeral(tail)
	if !ok || sub < 1 || sub > 9 {
		return "", false
	}
	return fmt.Sprintf("%d-%d", main, sub), true
}

func foldClassRune(r rune) rune {
	switch r {
	case ' ', '\t', '\u3000', '(', ')', '（', '）', '、':
		return -1
	case '－', '—', '–', '.', '．', '·', '_':
		return '-'
	}
	return foldDigit(r)
}

func classNumeral(text string) (int, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return n, true
	}
	runes := []rune(text)
	if len(runes) != 1 {
		return 0, false
	}
	for i, numeral := range []rune(chineseNumerals) {
		if numeral == runes[0] {
			return i, true
		}
	}
	return 0, false
}

// ClassLabel writes a class code as catalogues print it: 四-1.
func ClassLabel(code string) string {
	head, tail, divided := strings.Cut(code, "-")
	n, err := strconv.Atoi(head)
	if err != nil || n < 1 || n > 10 {
		return code
	}
	label := string([]rune(chineseNumerals)[n])
	if divided {
		label += "-" + tail
	}
	return label
}

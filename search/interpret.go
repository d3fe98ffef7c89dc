package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search/han"
)

// Interpreter understands the one box and makes the keys it is compared with. It is safe for concurrent use.
type Interpreter struct {
	folder *han.Folder
	pinyin *han.Pinyin
}

// NewInterpreter loads the tables of folding and pinyin; one Interpreter should serve a whole process.
func NewInterpreter() (*Interpreter, error) {
	folder, err := han.NewFolder()
	if err != nil {
		return nil, errs.Wrap("new interpreter", err)
	}
	return &Interpreter{folder: folder, pinyin: han.NewPinyin()}, nil
}

// Unknown stands for one unknown character in the value of a MatchNameFuzzy clause.
const Unknown = '?'

// Clause is one way in which a token may match a document.
type Clause struct {
	Kind     MatchKind
	Value    string // folded
	Strength int    // rank among the clauses, higher is stronger
}

// Token is one word of the query with every way it can be meant, strongest first.
type Token struct {
	Clauses []Clause
}

// Interpretation is what a query text means: a document matches when it matches every token, and it matches a token
// when at least one of the token's clauses holds. Without tokens every document matches.
type Interpretation struct {
	Tokens []Token
}

// Interpret splits text at white space and at the commas ， 、 and says what each word may mean. Words are folded first (han.Folder.Text).
//
// A word is one of three sorts; 'x' below is a small latin x, lengths are in code points:
//
//   - number or code: digits, latin letters and - . _ · / only. MatchArchivalCode: Keys.Code equals it.
//     MatchArchivalCodePart, from 3 characters: Keys.Code contains it. MatchName: Keys.Name equals it.
//     MatchIDNumber, for 17 digits + digit or x: Keys.ID equals it; for 17 or 15 digits: equals the number they
//     complete to. MatchIDPart, from 4 and below 18 characters, digits with at most a final x: Keys.ID contains it.
//   - reading, in addition, when there are only letters, apostrophes and ü (as v): without its apostrophes it is
//     MatchPinyin when it equals the full form of a reading in Keys.Readings, MatchPinyinPrefix when one begins with
//     it, MatchInitials when it equals the initials of one.
//   - Chinese or mixed, anything else. MatchName: Keys.Name equals its name key. MatchNamePart: Keys.Name contains it.
//     MatchNameFuzzy, from 2 characters: Keys.Name has its length and differs in exactly one place. MatchEmployer,
//     MatchCatalogRow, MatchText: Keys.Employer, one of Keys.Rows, one of Keys.Texts contains its text key.
//
// A ? * or □ stands for one unknown character, and so does 某 beside other characters. A Chinese word with unknown
// characters is MatchNameFuzzy when Keys.Name has its length and agrees in every known place; with 某 it may also be
// meant literally, as above but without a wrong character. In a number or code the marks are dropped. A word of
// nothing but marks is no word.
//
// Strength is the kind's own (MatchKind.Strength), except 0 for one wrong character in a word of two characters,
// which half the holders of a common family name would match.
//
// Errors: errs.Invalid "search.too_many_words", "search.word_too_long".
func (p *Interpreter) Interpret(text string) (Interpretation, error) {
	var meaning Interpretation
	for _, word := range strings.Fields(spaced(text)) {
		word = p.folder.Text(word)
		if utf8.RuneCountInString(word) > MaxTokenRunes {
			return Interpretation{}, errs.New(errs.Invalid, "search.word_too_long", "检索词中有一个词超过 %d 个字，请缩短后再试", MaxTokenRunes)
		}
		if token := newToken(word); len(token.Clauses) > 0 {
			meaning.Tokens = append(meaning.Tokens, token)
		}
	}
	if len(meaning.Tokens) > MaxTokens {
		return meaning, errs.New(errs.Invalid, "search.too_many_words", "一次最多检索 %d 个词，请减少后再试", MaxTokens)
	}
	return meaning, nil
}

// spaced turns the separators that users paste from lists into plain spaces.
func spaced(text string) string {
	return strings.NewReplacer("，", " ", "、", " ").Replace(text)
}

// Only keeps the clauses of the given kinds; with no kinds given it keeps all. A token left without any clause
// matches nothing.
func (m Interpretation) Only(kinds []MatchKind) Interpretation {
	if len(kinds) == 0 {
		return m
	}
	var kept Interpretation
	for _, token := range m.Tokens {
		clauses := slices.DeleteFunc(slices.Clone(token.Clauses), func(c Clause) bool {
			return !slices.Contains(kinds, c.Kind)
		})
		kept.Tokens = append(kept.Tokens, Token{Clauses: clauses})
	}
	return kept
}

func newToken(word string) Token {
	var token Token
	plain := strings.NewReplacer("?", "", "*", "", "□", "").Replace(word)
	if spelled := letters(plain); spelled != "" {
		plain = spelled
		token.read(plain)
	}
	switch {
	case plain == "":
	case allOf(plain, isCode):
		token.number(plain)
	default:
		token.chinese(word)
	}
	slices.SortStableFunc(token.Clauses, func(a, b Clause) int { return b.Strength - a.Strength })
	return token
}

func (t *Token) add(kind MatchKind, value string) {
	t.Clauses = append(t.Clauses, Clause{Kind: kind, Value: value, Strength: kind.Strength()})
}

func (t *Token) read(spelled string) {
	t.add(MatchPinyin, spelled)
	t.add(MatchPinyinPrefix, spelled)
	t.add(MatchInitials, spelled)
}

func (t *Token) number(word string) {
	t.add(MatchArchivalCode, word)
	t.add(MatchName, word)
	if utf8.RuneCountInString(word) >= 3 {
		t.add(MatchArchivalCodePart, word)
	}
	if !allOf(strings.TrimSuffix(word, "x"), isDigit) {
		return
	}
	switch size := len(word); {
	case size == 18:
		t.add(MatchIDNumber, word)
	case size == 17 && !strings.HasSuffix(word, "x"):
		t.add(MatchIDNumber, withCheck(word))
	case size == 15 && !strings.HasSuffix(word, "x"):
		t.add(MatchIDNumber, expandID(word))
	}
	if len(word) >= 4 && len(word) < 18 {
		t.add(MatchIDPart, word)
	}
}

func (t *Token) chinese(word string) {
	name := strings.ReplaceAll(word, "·", "")
	known := strings.Trim(name, "?*□某")
	length := utf8.RuneCountInString(name)
	marked := strings.ContainsAny(name, "?*□")
	if pattern := strings.NewReplacer("*", "?", "□", "?", "某", "?").Replace(name); known != "" && strings.ContainsRune(pattern, Unknown) {
		t.add(MatchNameFuzzy, pattern)
	}
	if marked {
		return
	}
	if name != "" {
		t.add(MatchName, name)
		t.add(MatchNamePart, name)
	}
	if length >= 2 && !strings.Contains(name, "某") {
		t.add(MatchNameFuzzy, name)
		if length == 2 {
			t.Clauses[len(t.Clauses)-1].Strength = 0
		}
	}
	t.add(MatchEmployer, word)
	t.add(MatchCatalogRow, word)
	t.add(MatchText, word)
}

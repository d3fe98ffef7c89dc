package people

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// How sure a match is, of 100.
const (
	scoreExact      = 100
	scoreOtherName  = 90 // same number, other name
	scoreNearNumber = 80 // same name, number almost the same
	scoreSameBirth  = 70 // same name, same day of birth
)

const (
	matchChunk       = 500 // rows compared at a time, so that memory does not grow with the list
	namesPerQuery    = 500
	maxSpellings     = 64 // of one name
	nearNumber       = 2  // characters in which numbers of one person may differ by mistake
	numberLength     = 18
	paddedNameLength = 2 // names that lists pad with a space, to stand under those of three characters
)

// matcher compares a department's rows with the persons of a division inside a scope, a few queries for some hundred rows.
type matcher struct {
	ledger   domain.LedgerRepo
	names    NameFolder
	scope    authz.Scope
	division string
}

func (m *matcher) match(ctx context.Context, rows []domain.MatchInput) ([]domain.MatchRow, error) {
	matched := make([]domain.MatchRow, 0, len(rows))
	for chunk := range slices.Chunk(rows, matchChunk) {
		part, err := m.matchChunk(ctx, chunk)
		if err != nil {
			return nil, err
		}
		matched = append(matched, part...)
	}
	return matched, nil
}

func (m *matcher) matchChunk(ctx context.Context, rows []domain.MatchInput) ([]domain.MatchRow, error) {
	byNumber, err := m.byNumber(ctx, rows)
	if err != nil {
		return nil, err
	}
	matched := make([]domain.MatchRow, len(rows))
	var open []string // names of the rows that have no exact match
	for i, row := range rows {
		matched[i] = domain.MatchRow{Input: row, Verdict: domain.MatchNone, Reason: "台账中没有相符的人员"}
		person, found := byNumber[row.IDNumber]
		if found && m.sameName(row.Name, person.Name) {
			matched[i].Verdict, matched[i].PersonID, matched[i].Score = domain.MatchExact, person.ID, scoreExact
			matched[i].Reason = "身份证号和姓名一致" + deathNote(person)
		} else if row.Name != "" {
			open = append(open, row.Name)
		}
	}
	byName, err := m.byName(ctx, open)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		if matched[i].Verdict == domain.MatchExact {
			continue
		}
		persons := slices.Clone(byName[m.names.Name(row.Name)])
		if person, found := byNumber[row.IDNumber]; found {
			persons = append(persons, person)
		}
		m.settle(&matched[i], persons)
	}
	return matched, nil
}

// byNumber finds the persons of the division that have the rows' numbers.
func (m *matcher) byNumber(ctx context.Context, rows []domain.MatchInput) (map[domain.IDNumber]domain.LedgerPerson, error) {
	wanted := map[domain.IDNumber]bool{}
	for _, row := range rows {
		if row.IDNumber != "" {
			wanted[row.IDNumber] = true
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	found, err := m.ledger.ByIDNumbers(ctx, slices.Collect(maps.Keys(wanted)))
	maps.DeleteFunc(found, func(_ domain.IDNumber, person domain.LedgerPerson) bool { return !m.reaches(person) })
	return found, err
}

// byName finds the persons of the division who have one of the names, however it is written, by the key of the name.
func (m *matcher) byName(ctx context.Context, names []string) (map[string][]domain.LedgerPerson, error) {
	wanted := map[string]bool{}
	for _, name := range names {
		for _, spelling := range m.spellings(name) {
			wanted[spelling] = true
		}
	}
	byKey := map[string][]domain.LedgerPerson{}
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(wanted)), namesPerQuery) {
		found, err := m.ledger.ByNames(ctx, m.division, chunk)
		if err != nil {
			return nil, err
		}
		for name, persons := range found {
			key := m.names.Name(name)
			for _, person := range persons {
				if m.reaches(person) {
					byKey[key] = append(byKey[key], person)
				}
			}
		}
	}
	return byKey, nil
}

func (m *matcher) spellings(name string) []string {
	all := m.names.Spellings(name, maxSpellings)
	if key := []rune(m.names.Name(name)); len(key) == paddedNameLength {
		first, second := string(key[0]), string(key[1])
		all = append(all, first+"　"+second, first+" "+second)
	}
	return all
}

func (m *matcher) reaches(person domain.LedgerPerson) bool {
	return strings.HasPrefix(person.Division, m.division) && m.scope.Covers("", person.Division)
}

func (m *matcher) sameName(a, b string) bool {
	key := m.names.Name(a)
	return key != "" && key == m.names.Name(b)
}

// candidate is a person a row may mean.
type candidate struct {
	person domain.LedgerPerson
	score  int
	apart  int // characters in which the numbers differ
	reason string
}

// settle gives a row the likeliest of the persons, if any is likely at all.
func (m *matcher) settle(row *domain.MatchRow, persons []domain.LedgerPerson) {
	var likely []candidate
	for _, person := range persons {
		c := m.compare(row.Input, person)
		known := slices.ContainsFunc(likely, func(other candidate) bool { return other.person.ID == person.ID })
		if c.score > 0 && !known {
			likely = append(likely, c)
		}
	}
	if len(likely) == 0 {
		return
	}
	best := slices.MinFunc(likely, func(a, b candidate) int {
		return cmp.Or(b.score-a.score, a.apart-b.apart, cmp.Compare(a.person.ID, b.person.ID))
	})
	row.Verdict, row.PersonID, row.Score = domain.MatchProbable, best.person.ID, best.score
	row.Reason = best.reason + deathNote(best.person)
	if len(likely) > 1 {
		row.Reason = fmt.Sprintf("共有%d名相近人员，最接近者：%s", len(likely), row.Reason)
	}
}

// compare says how likely a row means a person whose number is not both the row's and the name too.
func (m *matcher) compare(row domain.MatchInput, person domain.LedgerPerson) candidate {
	c := candidate{person: person, apart: numberLength}
	if row.IDNumber != "" && row.IDNumber == person.IDNumber {
		c.score, c.apart, c.reason = scoreOtherName, 0, "身份证号一致，姓名不同"
		return c
	}
	if !m.sameName(row.Name, person.Name) {
		return c
	}
	apart, swapped, comparable := numbersApart(row.IDNumber.Full(), person.IDNumber.Full())
	switch {
	case comparable && apart <= nearNumber && swapped:
		c.score, c.apart, c.reason = scoreNearNumber, apart, "姓名一致，身份证号有相邻两位颠倒"
	case comparable && apart <= nearNumber:
		c.score, c.apart, c.reason = scoreNearNumber, apart, fmt.Sprintf("姓名一致，身份证号相差%d位", apart)
	case sameBirth(row, person):
		c.score, c.reason = scoreSameBirth, "姓名和出生日期一致，身份证号不同"
		if row.IDNumber == "" {
			c.reason = "姓名和出生日期一致，名单没有身份证号"
		}
	}
	return c
}

// numbersApart counts the characters in which two numbers of full length differ; swapped says that they differ by two
// neighbours that changed places.
func numbersApart(a, b string) (apart int, swapped, comparable bool) {
	if len(a) != numberLength || len(b) != numberLength {
		return 0, false, false
	}
	first := -1
	for i := range numberLength {
		if a[i] == b[i] {
			continue
		}
		apart++
		if first < 0 {
			first = i
		} else if apart == 2 {
			swapped = i == first+1 && a[first] == b[i] && a[i] == b[first]
		}
	}
	return apart, swapped && apart == 2, true
}

// sameBirth reports whether a day of birth that is known of the row is one that is known of the person.
func sameBirth(row domain.MatchInput, person domain.LedgerPerson) bool {
	for _, a := range []domain.PartialDate{row.IDNumber.Birth(), row.BornOn} {
		for _, b := range []domain.PartialDate{person.IDNumber.Birth(), person.BornOn} {
			if a.Day != 0 && a == b {
				return true
			}
		}
	}
	return false
}

func deathNote(person domain.LedgerPerson) string {
	if person.Survival != domain.SurvivalDeceased {
		return ""
	}
	return fmt.Sprintf("；台账已登记死亡（%s）", person.DiedOn)
}

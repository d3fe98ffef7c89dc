// Package searchtest holds every search index to the same answers: a conformance suite, a brute-force oracle that
// reads the documented meaning of a query word by word, rankings kept as golden files, and the corpus they share with
// the benchmarks.
//
// It imports search and testing only; an implementation hands itself to Run.
package searchtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/search"
)

// Corpus makes synthetic dossiers. Equal seeds and sizes give equal dossiers. No person is meant: citizen numbers lie
// in the area 219999, which does not exist.
type Corpus struct {
	Seed      uint64
	Size      int
	Pages     int // pages with recognised text per dossier, at most
	Employers int // 0: Size/25, at least 20: 4,000 for 100,000 dossiers
}

// Documents makes the dossiers in a fixed order.
func (c Corpus) Documents() []search.Document {
	w := &writer{Rand: rand.New(rand.NewPCG(c.Seed, uint64(c.Size)))}
	w.nameEmployers(max(20, cmpOr(c.Employers, c.Size/25)))
	documents := make([]search.Document, c.Size)
	for n := range documents {
		documents[n] = w.document(n, c.Pages)
	}
	return documents
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// writer draws everything from one source of randomness.
type writer struct {
	*rand.Rand
	employers []string
}

func (w *writer) document(n, pages int) search.Document {
	division := divisions()[w.skewed(len(divisions()))]
	birth := time.Date(1930+w.IntN(40), 1, 1+w.IntN(365), 0, 0, 0, 0, time.UTC)
	doc := search.Document{
		DossierID:    fmt.Sprintf("%08x-%04x", uint32(n)*2654435761, n&0xFFFF),
		Division:     division,
		Office:       fmt.Sprintf("SY%s-%d", division[4:], 1+w.IntN(2)),
		ArchivalCode: fmt.Sprintf("%s-%02d-%06d", division, 1+w.IntN(9), n),
		Name:         w.name(),
		IDNumber:     CitizenNumber(birth, w.IntN(1000)),
		Employer:     w.employers[w.skewed(len(w.employers))],
		Status:       pick(w, statuses()),
		Classes:      w.some(classes(), 3+w.IntN(6)),
		UpdatedAt:    time.Date(2024, 1, 1, 0, 0, w.IntN(max(1, n)+1000), 0, time.UTC),
	}
	if w.IntN(20) > 0 {
		doc.RetiredYear = birth.Year() + 50 + w.IntN(11)
	}
	for range 6 + w.IntN(10) {
		doc.Rows = append(doc.Rows, w.row(doc.Name))
	}
	for range pages {
		doc.Texts = append(doc.Texts, w.page(doc))
	}
	return doc
}

// CitizenNumber is a well-formed number in the area 219999.
func CitizenNumber(birth time.Time, sequence int) string {
	digits := fmt.Sprintf("219999%s%03d", birth.Format("20060102"), sequence)
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(digits[i]-'0')
	}
	return digits + string("10X98765432"[sum%11])
}

// skewed draws an index below n, small ones more often.
func (w *writer) skewed(n int) int {
	x := w.Float64()
	return int(x * x * float64(n))
}

func pick(w *writer, from []string) string { return from[w.IntN(len(from))] }

func (w *writer) some(from []string, n int) []string {
	chosen := map[string]bool{}
	for range n {
		chosen[pick(w, from)] = true
	}
	return slices.DeleteFunc(slices.Clone(from), func(s string) bool { return !chosen[s] })
}

// name draws a family name by its frequency and one or two characters; one name in thirty is of the kinds that break
// programs: two-character family names, characters outside the basic plane, traditional and variant shapes, long
// names with a dot, a space in the middle.
func (w *writer) name() string {
	if w.IntN(30) == 0 {
		return w.oddName()
	}
	return w.family() + w.given()
}

func (w *writer) family() string {
	at := w.IntN(familyWeight())
	for _, f := range families() {
		if at -= f.weight; at < 0 {
			return f.name
		}
	}
	return "王"
}

func (w *writer) given() string {
	characters := []rune(givenCharacters)
	given := string(characters[w.skewed(len(characters))])
	if w.IntN(4) > 0 {
		given += string(characters[w.skewed(len(characters))])
	}
	return given
}

func (w *writer) oddName() string {
	switch w.IntN(6) {
	case 0:
		return pick(w, []string{"欧阳", "尉迟", "万俟", "长孙", "司马", "上官", "诸葛", "單于"}) + w.given()
	case 1:
		return w.family() + pick(w, []string{"𬭎", "𠅤", "𬭚", "𱁬", "𬘬"}) + w.given()
	case 2:
		return pick(w, []string{"劉", "張", "單", "髙", "吳", "鍾", "蕭"}) + w.given()
	case 3:
		return w.family() + pick(w, []string{"囯", "靑", "眞", "淸", "峯", "鳳", "蘭"})
	case 4:
		return pick(w, []string{"阿依古丽·买买提", "巴特尔·呼和", "爱新觉罗・溥明", "麦麦提•艾力"})
	default:
		return w.family() + "　" + string([]rune(w.given())[:1])
	}
}

func (w *writer) nameEmployers(n int) {
	seen := map[string]bool{}
	for len(w.employers) < n {
		name := pick(w, companyPlaces()) + pick(w, companyWords()) + pick(w, companyTrades()) + pick(w, companyForms())
		if seen[name] {
			name = fmt.Sprintf("%s第%d分厂", name, len(w.employers))
		}
		if seen[name] = true; w.IntN(50) == 0 {
			name = strings.Replace(name, "厂", "廠", 1)
		}
		w.employers = append(w.employers, name)
	}
}

func (w *writer) row(name string) string {
	title := pick(w, rowTitles())
	switch w.IntN(8) {
	case 0:
		return fmt.Sprintf("%d年%s", 1955+w.IntN(55), title)
	case 1:
		return fmt.Sprintf("关于%s同志%s", name, pick(w, []string{"转正定级的决定", "工龄计算的批复", "调动工作的通知", "离职的证明"}))
	}
	return title
}

func (w *writer) page(doc search.Document) string {
	var text strings.Builder
	for range 2 + w.IntN(5) {
		text.WriteString(pick(w, sentences()))
		if w.IntN(3) == 0 {
			text.WriteString("\n")
		}
	}
	return strings.NewReplacer("{name}", doc.Name, "{employer}", doc.Employer).Replace(text.String())
}

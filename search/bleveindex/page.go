package bleveindex

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/danganku/danganku/search"
)

// ranked is one hit in the order of a query.
type ranked struct {
	entry // its order term begins with its key
	score int
}

// fillPage puts the hits after the cursor into the result and makes the cursor of the next page.
func fillPage(result *search.Result, all []*found, query search.Query, at search.HitPosition, continued bool) error {
	need := query.Limit + 1 // one more tells whether there is a next page
	var page []ranked
	var err error
	if query.Sort == search.SortRelevance {
		page, err = byRelevance(all, need, at, continued)
	} else {
		page, err = byKey(all, need, query, at, continued)
	}
	if err != nil {
		return err
	}
	for _, hit := range page[:min(len(page), query.Limit)] {
		f := all[hit.segment]
		result.Hits = append(result.Hits, search.Hit{
			DossierID: hit.dossier,
			Score:     float64(f.score(hit.document)),
			Matches:   f.matches(hit.document),
		})
	}
	if len(page) > query.Limit {
		last := page[query.Limit-1]
		result.Next = query.EncodeCursor(search.HitPosition{Score: last.score, Key: last.key, DossierID: last.dossier})
	}
	return nil
}

// byRelevance takes the levels from the highest down, each by identifier.
func byRelevance(all []*found, need int, at search.HitPosition, continued bool) ([]ranked, error) {
	var page []ranked
	for _, score := range scores(all) {
		if continued && score > at.Score {
			continue
		}
		after := ""
		if continued && score == at.Score {
			after = at.DossierID
		}
		entries, err := order{field: fieldID, after: after}.first(views(all), members(all, score), need-len(page))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			page = append(page, ranked{entry: e, score: score})
		}
		if len(page) >= need {
			break
		}
	}
	return page, nil
}

func byKey(all []*found, need int, query search.Query, at search.HitPosition, continued bool) ([]ranked, error) {
	o := order{field: orderName(query.Sort, query.Ascending), sort: query.Sort, falling: !query.Ascending}
	if continued {
		o.after = orderTerm(at.Key, at.DossierID, query.Ascending)
	}
	hits := make([]set, len(all))
	for i, f := range all {
		hits[i] = f.hits
	}
	entries, err := o.first(views(all), hits, need)
	if err != nil {
		return nil, err
	}
	page := make([]ranked, len(entries))
	for i, e := range entries {
		page[i] = ranked{entry: e}
	}
	return page, nil
}

// scores are the levels that occur, highest first.
func scores(all []*found) []int {
	occur := map[int]bool{}
	for _, f := range all {
		for score := range f.levels {
			occur[score] = true
		}
	}
	return slices.SortedFunc(maps.Keys(occur), func(a, b int) int { return b - a })
}

func members(all []*found, score int) []set {
	sets := make([]set, len(all))
	for i, f := range all {
		if sets[i] = f.levels[score]; sets[i] == nil {
			sets[i] = roaring.New()
		}
	}
	return sets
}

func views(all []*found) []*view {
	vs := make([]*view, len(all))
	for i, f := range all {
		vs[i] = f.view
	}
	return vs
}

// order is a direction through all documents: the dictionary that lists them in it, and the entry to start after.
type order struct {
	field   string
	sort    search.Sort // "": by identifier
	falling bool
	after   string
}

// entry is one document in an order.
type entry struct {
	term     string // what it is ordered by
	key      string // search.Keys.SortKey
	dossier  string
	segment  int // index of its view
	document uint32
}

// first gives the first need members of the sets after o.after. Where hits are dense it walks the dictionary, where
// they are sparse it reads the entry of each hit; both give the same.
func (o order) first(views []*view, sets []set, need int) ([]entry, error) {
	var hits, documents uint64
	for i, members := range sets {
		hits += members.GetCardinality()
		documents += views[i].segment.Count()
	}
	if hits == 0 {
		return nil, nil
	}
	var entries []entry
	var err error
	if steps := uint64(need) * documents / hits; o.pickCost(hits, documents) > stepCost*steps {
		entries, err = o.walk(views, sets, need)
	} else {
		entries, err = o.pick(views, sets, need)
	}
	for i := range entries {
		entries[i].key = o.key(entries[i])
	}
	return entries, err
}

// Costs are measured in the time it takes to read one identifier. The engine keeps values in packed blocks.
const (
	stepCost  = 4   // a step through a dictionary
	valueCost = 2   // a value of a document
	blockCost = 100 // unpacking a block of values
	blockSize = 1024
)

func (o order) pickCost(hits, documents uint64) uint64 {
	if o.sort == "" {
		return hits
	}
	return valueCost*hits + blockCost*min(hits, 1+documents/blockSize)
}

func (o order) walk(views []*view, sets []set, need int) ([]entry, error) {
	walk := newWalk(views, o.field, o.after, sets)
	var entries []entry
	for len(entries) < need {
		e, err := walk.next()
		if err != nil || e == nil {
			return entries, err
		}
		id, err := views[e.segment].segment.DocID(uint64(e.document))
		if err != nil {
			return nil, err
		}
		e.dossier = string(id)
		entries = append(entries, *e)
	}
	return entries, nil
}

// pick reads the entry of every hit and keeps the first ones.
func (o order) pick(views []*view, sets []set, need int) ([]entry, error) {
	var first []entry
	for i, members := range sets {
		read := o.reader(views[i])
		for documents := members.Iterator(); documents.HasNext(); {
			document := documents.Next()
			term, id, err := read(document)
			if err != nil {
				return nil, err
			}
			if string(term) <= o.after || len(first) == need && string(term) >= first[need-1].term {
				continue
			}
			e := entry{term: string(term), dossier: string(id), segment: i, document: document}
			at, _ := slices.BinarySearchFunc(first, e, func(a, b entry) int { return strings.Compare(a.term, b.term) })
			first = slices.Insert(first[:min(len(first), need-1)], at, e)
		}
	}
	return first, nil
}

// reader gives a function that reads the order entry and the identifier of documents of one view, in rising order.
// What it gives lasts until it is called again.
func (o order) reader(v *view) func(document uint32) (term, id []byte, err error) {
	if o.sort == "" {
		return func(document uint32) ([]byte, []byte, error) {
			id, err := v.segment.DocID(uint64(document))
			return id, id, err
		}
	}
	var state segment.DocVisitState
	var entry []byte
	fields := []string{orderName(o.sort, true)}
	take := func(_ string, value []byte) { entry = append(entry[:0], value...) }
	return func(document uint32) (term, id []byte, err error) {
		values, ok := v.segment.(segment.DocValueVisitable)
		if !ok {
			return nil, nil, errNoValues
		}
		state, err = values.VisitDocValues(uint64(document), fields, take, state)
		end := bytes.IndexByte(entry, 0) + 1
		if o.falling {
			invert(entry[:end])
		}
		return entry, entry[end:], err
	}
}

func (o order) key(e entry) string {
	if o.sort == "" {
		return ""
	}
	key := []byte(e.term[:len(e.term)-len(e.dossier)-1])
	if o.falling {
		invert(key)
	}
	return string(key)
}

package bleveindex

import (
	"errors"
	"fmt"

	segment "github.com/blevesearch/scorch_segment_api/v2"
)

var errNoValues = errors.New("segment keeps no values of documents")

// walk merges the dictionaries that list the documents of each segment in an order, and stops at members only.
type walk struct {
	views   []*view
	sets    []set
	field   string
	cursors []segment.DictionaryIterator // nil: at its end
	heads   []*entry                     // next member of each segment; nil: to be read
	list    segment.PostingsList         // used again for every step
	hits    segment.PostingsIterator
}

// newWalk starts after the entry after ("": at the first).
func newWalk(views []*view, field, after string, sets []set) *walk {
	w := &walk{views: views, sets: sets, field: field, cursors: make([]segment.DictionaryIterator, len(views)),
		heads: make([]*entry, len(views))}
	start := after
	if after != "" {
		start += "\x00" // the least term beyond it
	}
	for i, v := range views {
		if dict, err := v.dictionary(field); err == nil && !sets[i].IsEmpty() {
			w.cursors[i] = dict.AutomatonIterator(nil, []byte(start), nil)
		}
	}
	return w
}

// next is the next member in order, nil at the end.
func (w *walk) next() (*entry, error) {
	least := -1
	for i := range w.heads {
		if err := w.fill(i); err != nil {
			return nil, err
		}
		if head := w.heads[i]; head != nil && (least < 0 || head.term < w.heads[least].term) {
			least = i
		}
	}
	if least < 0 {
		return nil, nil
	}
	head := w.heads[least]
	w.heads[least] = nil
	return head, nil
}

// fill reads on in one dictionary up to a member of its set.
func (w *walk) fill(i int) error {
	for w.heads[i] == nil && w.cursors[i] != nil {
		next, err := w.cursors[i].Next()
		if err != nil {
			return fmt.Errorf("walk %s: %w", w.field, err)
		}
		if next == nil {
			w.cursors[i] = nil
			return nil
		}
		document, err := w.document(i, next.Term)
		if err != nil {
			return err
		}
		if w.sets[i].Contains(document) {
			w.heads[i] = &entry{term: next.Term, segment: i, document: document}
		}
	}
	return nil
}

// document is the one that an entry of an order belongs to.
func (w *walk) document(i int, term string) (uint32, error) {
	dict, err := w.views[i].dictionary(w.field)
	if err != nil {
		return 0, err
	}
	if w.list, err = dict.PostingsList([]byte(term), nil, w.list); err != nil {
		return 0, fmt.Errorf("walk %s: %w", w.field, err)
	}
	w.hits = w.list.Iterator(false, false, false, w.hits)
	posting, err := w.hits.Next()
	if err == nil && posting == nil {
		err = errors.New("entry without document")
	}
	if err != nil {
		return 0, fmt.Errorf("walk %s: %w", w.field, err)
	}
	return uint32(posting.Number()), nil
}

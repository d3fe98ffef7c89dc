package bleveindex

import (
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"

	"github.com/danganku/danganku/internal/errs"
)

// set is a set of documents of one segment, by their numbers within it. Sets that come from a lookup are read from
// the mapped file: they are never changed and end with the snapshot.
type set = *roaring.Bitmap

// view looks things up in one segment of a snapshot. It is for one goroutine.
type view struct {
	segment segment.Segment
	deleted set // nil: nothing
	live    set
	dicts   map[string]segment.TermDictionary
}

// read runs fn on the segments of one snapshot, which stays as it is until fn returns.
func (i *Index) read(op string, fn func(views []*view) error) error {
	reader, err := i.low.Reader()
	if err != nil {
		return errs.Wrap(op, err)
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return errs.Wrap(op, errors.Join(fmt.Errorf("engine gave a %T", reader), reader.Close()))
	}
	var views []*view
	for _, s := range snapshot.Segments() {
		views = append(views, &view{segment: s.Segment(), deleted: s.Deleted(), live: s.DocNumbersLive(),
			dicts: map[string]segment.TermDictionary{}})
	}
	return errs.Wrap(op, errors.Join(fn(views), reader.Close()))
}

func liveSets(views []*view) []set {
	sets := make([]set, len(views))
	for i, v := range views {
		sets[i] = v.live
	}
	return sets
}

func (v *view) dictionary(field string) (segment.TermDictionary, error) {
	if dict, ok := v.dicts[field]; ok {
		return dict, nil
	}
	dict, err := v.segment.Dictionary(field)
	if err != nil {
		return nil, fmt.Errorf("dictionary of %s: %w", field, err)
	}
	v.dicts[field] = dict
	return dict, nil
}

// term is the set of live documents that carry the term.
func (v *view) term(field, term string) (set, error) {
	dict, err := v.dictionary(field)
	if err != nil {
		return nil, err
	}
	return v.postings(dict, term)
}

func (v *view) postings(dict segment.TermDictionary, term string) (set, error) {
	list, err := dict.PostingsList([]byte(term), v.deleted, nil)
	if err != nil {
		return nil, fmt.Errorf("postings of %q: %w", term, err)
	}
	hits, ok := list.Iterator(false, false, false, nil).(segment.OptimizablePostingsIterator)
	if !ok {
		return nil, fmt.Errorf("postings of %q: engine gave a %T", term, list)
	}
	if only, single := hits.DocNum1Hit(); single {
		if only >= v.segment.Count() {
			return roaring.New(), nil
		}
		return roaring.BitmapOf(uint32(only)), nil
	}
	if found := hits.ActualBitmap(); found != nil {
		return found, nil
	}
	return roaring.New(), nil
}

// terms calls visit for each term of the field from start on that is below end ("": no end), in order. The term
// lives until the next call. visit returns false to stop.
func (v *view) terms(field, start, end string, visit func(term string) (bool, error)) error {
	dict, err := v.dictionary(field)
	if err != nil {
		return err
	}
	iterator := dict.AutomatonIterator(nil, []byte(start), bound(end))
	for {
		entry, err := iterator.Next()
		if err != nil {
			return fmt.Errorf("terms of %s: %w", field, err)
		}
		if entry == nil {
			return nil
		}
		if more, err := visit(entry.Term); err != nil || !more {
			return err
		}
	}
}

func bound(term string) []byte {
	if term == "" {
		return nil
	}
	return []byte(term)
}

// after is the end of the range of terms that begin with prefix: no UTF-8 text holds the byte.
func after(prefix string) string { return prefix + "\xff" }

// union collects postings of many terms of one dictionary.
type union struct {
	view *view
	dict segment.TermDictionary
	list segment.PostingsList // used again for every term
	set  set
}

func (v *view) union(field string) (*union, error) {
	dict, err := v.dictionary(field)
	return &union{view: v, dict: dict, set: roaring.New()}, err
}

// add joins in the documents with the term, deleted ones too.
func (u *union) add(term string) error {
	list, err := u.dict.PostingsList([]byte(term), nil, u.list)
	if err != nil {
		return fmt.Errorf("postings of %q: %w", term, err)
	}
	if direct, ok := list.(interface {
		OrInto(receiver *roaring.Bitmap)
	}); ok {
		direct.OrInto(u.set)
		return nil
	}
	return fmt.Errorf("postings of %q: engine gave a %T", term, list)
}

// live is the set of live documents collected.
func (u *union) live() set {
	if u.view.deleted != nil {
		u.set.AndNot(u.view.deleted)
	}
	return u.set
}

// between is the set of documents with a term from start on that is below end.
func (v *view) between(field, start, end string) (set, error) {
	found, err := v.union(field)
	if err != nil {
		return nil, err
	}
	err = v.terms(field, start, end, func(term string) (bool, error) {
		return true, found.add(term)
	})
	return found.live(), err
}

// any is the set of documents that carry one of the terms. As with term, it is not to be changed.
func (v *view) any(field string, terms []string) (set, error) {
	if len(terms) == 1 {
		return v.term(field, terms[0])
	}
	found, err := v.union(field)
	if err != nil {
		return nil, err
	}
	for _, term := range terms {
		if err := found.add(term); err != nil {
			return nil, err
		}
	}
	return found.live(), nil
}

// all is the set of documents that carry every one of the terms.
func (v *view) all(field string, terms []string) (set, error) {
	var found set
	for _, term := range terms {
		hits, err := v.term(field, term)
		if err != nil || hits.IsEmpty() {
			return roaring.New(), err
		}
		if found == nil {
			found = hits
		} else {
			found = roaring.And(found, hits)
		}
	}
	if found == nil {
		return roaring.New(), nil
	}
	return found, nil
}

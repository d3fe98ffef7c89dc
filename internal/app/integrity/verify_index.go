package integrity

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// The index follows the rows a little later, and later still while other transactions are open: what differs is looked at
// again this often, after a pause, before it is called a difference.
const (
	indexLooks = 3
	indexPause = 200 * time.Millisecond
)

// index compares the index, after letting it catch up, with the rows.
func (v *verification) index(ctx context.Context) error {
	if v.Index == nil {
		v.report.IndexSkipped = true
		return nil
	}
	indexed, err := v.indexed(ctx, nil)
	if err != nil {
		return err
	}
	suspects := map[string]int{} // the version that differed
	err = v.eachHead(ctx, func(head domain.DossierHead) error {
		if at, found := indexed[head.ID]; !found || !at.Equal(head.UpdatedAt) {
			suspects[head.ID] = head.Version
		}
		delete(indexed, head.ID)
		return nil
	})
	for id := range indexed {
		suspects[id] = 0
	}
	if err != nil {
		return err
	}
	return v.suspects(ctx, suspects)
}

// suspects reports those that differ at every look although nobody wrote them.
func (v *verification) suspects(ctx context.Context, suspects map[string]int) error {
	var found []Difference
	for range indexLooks {
		if len(suspects) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(indexPause):
		}
		indexed, err := v.indexed(ctx, suspects)
		if err != nil {
			return err
		}
		found = found[:0]
		for _, id := range slices.Sorted(maps.Keys(suspects)) {
			version, busy, err := v.standing(ctx, id)
			if err != nil {
				return err
			}
			problems, err := v.indexOf(ctx, id, indexed)
			if err != nil {
				return err
			}
			if busy || version != suspects[id] || len(problems) == 0 {
				delete(suspects, id)
				continue
			}
			found = append(found, problems...)
		}
	}
	v.add(found...)
	return nil
}

// indexed is what the index has of these dossiers, of all for nil, after catching up.
func (v *verification) indexed(ctx context.Context, only map[string]int) (map[string]time.Time, error) {
	if _, err := (indexing.Follower{Store: v.Store, Index: v.Index}).CatchUp(ctx); err != nil {
		return nil, err
	}
	indexed := map[string]time.Time{}
	err := v.Index.Each(ctx, func(id string, updatedAt time.Time) error {
		if _, wanted := only[id]; wanted || only == nil {
			indexed[id] = updatedAt
		}
		return nil
	})
	return indexed, err
}

func (v *verification) indexOf(ctx context.Context, id string, indexed map[string]time.Time) ([]Difference, error) {
	at, found := indexed[id]
	head, err := v.Store.Dossiers().Head(ctx, id)
	switch {
	case errs.Is(err, errs.NotFound) && found:
		return []Difference{difference("index", id, "索引中有而数据库中没有")}, nil
	case errs.Is(err, errs.NotFound):
		return nil, nil
	case err != nil:
		return nil, err
	case !found:
		return []Difference{difference("index", id, "索引中没有")}, nil
	case !at.Equal(head.UpdatedAt):
		return []Difference{difference("index", id, "索引停留在%s，数据库为%s", at.Format(time.RFC3339), head.UpdatedAt.Format(time.RFC3339))}, nil
	}
	return nil, nil
}

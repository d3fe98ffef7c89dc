package integrity

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// remainsAge is how long what nothing points at is left alone: longer than any writer needs.
const remainsAge = 24 * time.Hour

// Attic finds what dead writers left in the archive and no write intent tells of.
type Attic interface {
	Remains(ctx context.Context, before time.Time) iter.Seq2[domain.Remains, error]
	ClearFolder(ctx context.Context, folder string, writing []string) (bool, error)
}

// TempSweeper is an object store that keeps unfinished writes as files of its own.
type TempSweeper interface {
	SweepTemp(olderThan time.Duration) (int, error)
}

// Sweeper removes what nothing points at any more: crashes leave that and nothing else.
type Sweeper struct {
	*Service
	Attic   Attic
	Temp    TempSweeper // nil: the object store has none
	Removed func(what, name string)
}

// Sweep removes what is older than a day: unfinished writes, unfinished versions and masters without record or rows, and
// page images of dossiers without rows. One that cannot be removed does not keep it from the others.
func (s Sweeper) Sweep(ctx context.Context) error {
	before := s.Clock.Now().Add(-remainsAge)
	return errs.Wrap("sweep", errors.Join(s.temp(), s.remains(ctx, before), s.derivatives(ctx, before)))
}

func (s Sweeper) temp() error {
	if s.Temp == nil {
		return nil
	}
	removed, err := s.Temp.SweepTemp(remainsAge)
	for range removed {
		s.Removed("unfinished write", "")
	}
	return err
}

func (s Sweeper) remains(ctx context.Context, before time.Time) error {
	const faultsKept = 10
	var faults []error
	for left, err := range s.Attic.Remains(ctx, before) {
		removed := false
		if err == nil {
			removed, err = s.clear(ctx, left)
		}
		if ctx.Err() != nil || errs.Is(err, errs.Unavailable) {
			return errors.Join(ctx.Err(), err)
		}
		if err != nil && len(faults) < faultsKept {
			faults = append(faults, errs.Wrap("sweep "+left.Folder, err))
		}
		if removed {
			s.Removed("remains", strings.TrimSpace(left.DossierID+" "+left.Folder))
		}
	}
	return errors.Join(faults...)
}

// clear settles remains as recovery would have done, had their writer's intent not been lost.
func (s Sweeper) clear(ctx context.Context, left domain.Remains) (bool, error) {
	if left.DossierID == "" {
		intents, err := s.Store.Intents().All(ctx)
		if err != nil {
			return false, err
		}
		writing := make([]string, 0, len(intents))
		for _, intent := range intents {
			writing = append(writing, intent.DossierID)
		}
		return s.Attic.ClearFolder(ctx, left.Folder, writing)
	}
	recorded, err := s.restore(ctx, left.DossierID)
	if err != nil || recorded {
		return recorded, err
	}
	return s.discard(ctx, left.DossierID)
}

// discard removes masters that have neither record nor rows; false where there is one of them, or a writer. What is needed
// is made sure of before the intent is there: a purge that dies is completed by recovery.
func (s Sweeper) discard(ctx context.Context, id string) (bool, error) {
	if _, err := s.Archive.History(ctx, id); !errs.Is(err, errs.NotFound) {
		return false, err
	}
	intent, stored := s.intents().Intent(domain.IntentPurge, id, 0), false
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		_, err := tx.Dossiers().Head(ctx, id)
		if stored = err == nil; stored || !errs.Is(err, errs.NotFound) {
			return err
		}
		return tx.Intents().Begin(ctx, intent)
	})
	if stored || errs.Is(err, errs.Conflict) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ctx, stop := s.intents().Keep(ctx, intent)
	defer stop()
	return true, s.purge(ctx, intent)
}

// derivatives removes page images of dossiers that have no rows. They can be made again.
func (s Sweeper) derivatives(ctx context.Context, before time.Time) error {
	const step = 500
	var batch []string
	current, young := "", false
	flush := func(least int) error {
		if current != "" && !young {
			batch = append(batch, current)
		}
		if len(batch) < least {
			return nil
		}
		err := s.orphans(ctx, batch)
		batch = batch[:0]
		return err
	}
	for object, err := range s.Derivatives.List(ctx, "derived/") {
		if err != nil {
			return err
		}
		id, _, _ := strings.Cut(strings.TrimPrefix(object.Key, "derived/"), "/")
		if id != current {
			if err := flush(step); err != nil {
				return err
			}
			current, young = id, false
		}
		young = young || object.ModTime.After(before)
	}
	return flush(1)
}

func (s Sweeper) orphans(ctx context.Context, ids []string) error {
	heads, err := s.Store.Dossiers().Heads(ctx, ids, authz.Everything())
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(heads))
	for _, head := range heads {
		known[head.ID] = true
	}
	for _, id := range ids {
		if known[id] {
			continue
		}
		if err := s.removeDerivatives(ctx, id); err != nil {
			return err
		}
		s.Removed("page images", id)
	}
	return nil
}

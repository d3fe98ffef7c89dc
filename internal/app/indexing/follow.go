// Package indexing keeps the search index in step with the database: it follows the outbox, turns dossiers into documents
// and builds whole indexes anew.
//
// It may import domain, authz, errs and the interface of search.
package indexing

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

const (
	followBatch  = 500      // changes followed in one step
	buildBatch   = 1000     // dossiers listed at a time when building anew
	loadBatch    = 50       // dossiers loaded at a time, with all their text
	defaultBytes = 16 << 20 // of text gathered before it is applied
)

// Follower feeds one index.
type Follower struct {
	Store domain.Store
	Index search.Index
	Bytes int // text applied at once, give or take one load; 0: 16 MB
}

// CatchUp applies everything committed so far and returns the number of changes followed.
func (f Follower) CatchUp(ctx context.Context) (int, error) {
	followed := 0
	for {
		n, err := f.step(ctx)
		followed += n
		if err != nil || n < followBatch {
			return followed, errs.Wrap("follow changes", err)
		}
	}
}

func (f Follower) step(ctx context.Context) (int, error) {
	at, err := f.Index.Position(ctx)
	if err != nil {
		return 0, err
	}
	changes, err := f.Store.Outbox().After(ctx, domain.ChangePosition(at), followBatch)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	ids := make([]string, 0, len(changes))
	seen := make(map[string]bool, len(changes))
	for _, change := range changes {
		if !seen[change.DossierID] {
			seen[change.DossierID] = true
			ids = append(ids, change.DossierID)
		}
	}
	last := changes[len(changes)-1]
	return len(changes), f.apply(ctx, ids, at, search.Position{Epoch: last.Epoch, Seq: last.Seq})
}

// apply takes the dossiers into the index, in parts when they have much text. Only with the last part the index moves on to
// the position after: one that dies in between follows the same changes again.
func (f Follower) apply(ctx context.Context, ids []string, before, after search.Position) error {
	batch, size := search.Batch{Position: before}, 0
	for part := range slices.Chunk(ids, loadBatch) {
		if size >= cmp.Or(f.Bytes, defaultBytes) {
			if err := f.Index.Apply(ctx, batch); err != nil {
				return err
			}
			batch, size = search.Batch{Position: before}, 0
		}
		loaded, err := f.load(ctx, part, &batch)
		if err != nil {
			return err
		}
		size += loaded
	}
	batch.Position = after
	return f.Index.Apply(ctx, batch)
}

// load adds the dossiers as they are now to the batch and returns the bytes of their text; those that are gone are to be
// removed.
func (f Follower) load(ctx context.Context, ids []string, batch *search.Batch) (int, error) {
	dossiers, err := f.Store.Dossiers().Documents(ctx, ids)
	if err != nil {
		return 0, err
	}
	texts, err := f.Store.Texts().OfDossiers(ctx, ids)
	if err != nil {
		return 0, err
	}
	size := 0
	found := make(map[string]bool, len(dossiers))
	for _, d := range dossiers {
		found[d.ID] = true
		batch.Upserts = append(batch.Upserts, document(d, texts[d.ID]))
		for _, text := range texts[d.ID] {
			size += len(text.Text)
		}
	}
	for _, id := range ids {
		if !found[id] {
			batch.Deletes = append(batch.Deletes, id)
		}
	}
	return size, nil
}

func document(d *domain.Dossier, texts []domain.PageText) search.Document {
	doc := search.Document{
		DossierID: d.ID, Office: d.Office.Code, Division: d.Office.Division, ArchivalCode: d.ArchivalCode, Name: d.Retiree.Name,
		IDNumber: d.Retiree.IDNumber.Full(), Employer: d.Enterprise.Name, Status: string(d.Custody), RetiredYear: d.Retiree.RetiredOn.Year,
		UpdatedAt: d.UpdatedAt,
	}
	classes := map[string]bool{}
	for _, material := range d.Materials {
		doc.Rows = append(doc.Rows, material.Title)
		if !classes[material.Class] {
			classes[material.Class] = true
			doc.Classes = append(doc.Classes, material.Class)
		}
	}
	for _, text := range texts {
		doc.Texts = append(doc.Texts, text.Text)
	}
	return doc
}

// Follow catches up again and again until ctx ends: at once when woken, else every interval. failed is told of errors, which
// do not stop it.
func (f Follower) Follow(ctx context.Context, wake <-chan struct{}, interval time.Duration, failed func(error)) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		if _, err := f.CatchUp(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-ticker.C:
		}
	}
}

// Build fills an empty index with everything in the database and returns the number of dossiers. The position is taken
// first: what changes meanwhile is followed afterwards, and applied twice at worst.
func (f Follower) Build(ctx context.Context, progress func(done int)) (int, error) {
	head, err := f.Store.Outbox().Head(ctx)
	if err != nil {
		return 0, errs.Wrap("build index", err)
	}
	position := search.Position(head)
	done, after := 0, ""
	for {
		heads, err := f.Store.Dossiers().List(ctx, authz.Everything(), after, buildBatch)
		if err != nil {
			return done, errs.Wrap("build index", err)
		}
		ids := make([]string, len(heads))
		for i, head := range heads {
			ids[i] = head.ID
		}
		if err := f.apply(ctx, ids, position, position); err != nil {
			return done, errs.Wrap("build index", err)
		}
		done += len(heads)
		progress(done)
		if len(heads) < buildBatch {
			return done, nil
		}
		after = heads[len(heads)-1].ID
	}
}

// Package indexing keeps the search index in step with the database: it follows the outbox, turns dossiers into documents
// and builds whole indexes anew.
//
// It may import domain, authz, errs and the interface of search.
package indexing

import (
	"context"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// Batch sizes: changes applied in one step while following, and dossiers when building anew.
const (
	followBatch = 500
	buildBatch  = 1000
)

// Follower feeds one index.
type Follower struct {
	Store domain.Store
	Index search.Index
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
	batch, err := f.batch(ctx, ids)
	if err != nil {
		return 0, err
	}
	batch.Position = search.Position{Epoch: last.Epoch, Seq: last.Seq}
	return len(changes), f.Index.Apply(ctx, batch)
}

// batch loads the dossiers as they are now; those that are gone are to be removed.
func (f Follower) batch(ctx context.Context, ids []string) (search.Batch, error) {
	dossiers, err := f.Store.Dossiers().Documents(ctx, ids)
	if err != nil {
		return search.Batch{}, err
	}
	texts, err := f.Store.Texts().OfDossiers(ctx, ids)
	if err != nil {
		return search.Batch{}, err
	}
	var batch search.Batch
	found := make(map[string]bool, len(dossiers))
	for _, d := range dossiers {
		found[d.ID] = true
		batch.Upserts = append(batch.Upserts, document(d, texts[d.ID]))
	}
	for _, id := range ids {
		if !found[id] {
			batch.Deletes = append(batch.Deletes, id)
		}
	}
	return batch, nil
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
		batch, err := f.batch(ctx, ids)
		if err != nil {
			return done, errs.Wrap("build index", err)
		}
		batch.Position = position
		if err := f.Index.Apply(ctx, batch); err != nil {
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

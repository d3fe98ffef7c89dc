package ocfl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/danganku/danganku/storage"
)

// cleanupTime bounds the removal of an abandoned version, which goes on when the caller's context has ended.
const cleanupTime = 30 * time.Second

// claimText stands in vN/inventory.json until the real one replaces it.
const claimText = `{"unfinished":"this version is being written"}` + "\n"

// Update makes version expect+1 of the object as change leaves the stage; expect 0 creates the object. A change that
// leaves everything as it was makes no version and returns the present one.
//
// Errors wrap ErrConflict (another version is newest, or another writer has claimed the next one; with ErrUnfinished the
// latter), fs.ErrInvalid (id or info), or what change returned. After any other error the version may have been
// committed all the same: Recover decides.
//
// Each update costs one put per file of new content and at most five more.
func (r *Root) Update(ctx context.Context, id string, expect int, info VersionInfo, change func(*Stage) error) (*Object, error) {
	object, err := r.update(ctx, id, expect, info, change)
	if err != nil {
		return nil, fmt.Errorf("update object %s v%d: %w", id, expect, err)
	}
	return object, nil
}

func (r *Root) update(ctx context.Context, id string, expect int, info VersionInfo, change func(*Stage) error) (*Object, error) {
	if err := errors.Join(validID(id), info.validate()); err != nil {
		return nil, err
	}
	prev := emptyInventory(id)
	if expect != 0 {
		var err error
		if prev, err = r.openInventory(ctx, id); err != nil {
			return nil, err
		}
	}
	if prev.head() != expect {
		return nil, fmt.Errorf("it is at v%d: %w", prev.head(), ErrConflict)
	}
	stage := newStage(r, prev)
	if err := stage.claim(ctx); err != nil {
		return nil, err
	}
	err := change(stage)
	if err == nil && expect == 0 && len(stage.state) == 0 {
		err = fmt.Errorf("a first version needs a file: %w", fs.ErrInvalid)
	}
	if err != nil {
		return nil, errors.Join(err, stage.abandon(ctx))
	}
	if !stage.changed() {
		return newObject(r, prev, prev.head()), stage.abandon(ctx)
	}
	inv, unused := stage.inventory(info)
	if err := stage.commit(ctx, inv, unused); err != nil {
		return nil, err
	}
	return newObject(r, inv, inv.head()), nil
}

// claimKey names the file whose creation makes this writer the only one.
func (s *Stage) claimKey() string {
	if s.n == 1 {
		return s.keys + objectDeclaration
	}
	return s.keys + versionName(s.n) + "/" + inventoryFile
}

func (s *Stage) claim(ctx context.Context) error {
	content := []byte(claimText)
	if s.n == 1 {
		content = []byte(objectDeclaration[len("0="):] + "\n")
	}
	err := storage.PutBytes(ctx, s.root.store, s.claimKey(), content, storage.PutOptions{IfAbsent: true})
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	present, err := s.root.openInventory(ctx, s.prev.ID)
	if err == nil && present.head() >= s.n {
		return fmt.Errorf("it is at v%d: %w", present.head(), ErrConflict)
	}
	return fmt.Errorf("v%d is claimed: %w: %w", s.n, ErrUnfinished, ErrConflict)
}

// commit makes the staged version the newest.
func (s *Stage) commit(ctx context.Context, inv *inventory, unused []string) error {
	raw, err := inv.encode()
	if err == nil {
		err = inv.validate()
	}
	if err != nil {
		return errors.Join(err, s.abandon(ctx))
	}
	if len(unused) > 0 {
		if err := s.root.store.Delete(ctx, unused...); err != nil {
			return err
		}
	}
	folder := s.keys + inv.Head + "/"
	for _, file := range []struct {
		key     string
		content []byte
		// A first version never replaces a root inventory: whoever put one there is ahead of us.
		opts storage.PutOptions
	}{
		{folder + inventoryFile, raw, storage.PutOptions{}},
		{folder + sidecarFile, sidecar(raw), storage.PutOptions{}},
		{s.keys + inventoryFile, raw, storage.PutOptions{IfAbsent: s.n == 1}},
		{s.keys + sidecarFile, sidecar(raw), storage.PutOptions{}},
	} {
		err := storage.PutBytes(ctx, s.root.store, file.key, file.content, file.opts)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%w: %w", ErrConflict, err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// abandon removes what the stage stored, the claim last.
func (s *Stage) abandon(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
	defer cancel()
	if len(s.stored) > 0 {
		if err := s.root.store.Delete(ctx, s.stored...); err != nil {
			return err
		}
	}
	return s.root.store.Delete(ctx, s.claimKey())
}

package ocfl_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/ocfl"
)

var errPower = errors.New("power cut")

// dying is a store whose writer dies at its n-th mutating call: that call is done, done in part or not done at all, and
// no later one is.
type dying struct {
	storage.Store
	left int // calls that still succeed
	last int // share of the fatal call that is carried out, in halves
}

func (d *dying) fatal() (now, dead bool) {
	d.left--
	return d.left == -1, d.left < 0
}

func (d *dying) Put(ctx context.Context, key string, r io.Reader, size int64, opts storage.PutOptions) (storage.Object, error) {
	now, dead := d.fatal()
	if dead && (!now || d.last != 2) { // a put is done or not: that is the store's promise
		return storage.Object{}, errPower
	}
	obj, err := d.Store.Put(ctx, key, r, size, opts)
	if now && err == nil {
		err = errPower
	}
	return obj, err
}

func (d *dying) Delete(ctx context.Context, keys ...string) error {
	now, dead := d.fatal()
	switch {
	case !dead:
		return d.Store.Delete(ctx, keys...)
	case now:
		return errors.Join(errPower, d.Store.Delete(ctx, keys[:len(keys)*d.last/2]...))
	}
	return errPower
}

// operation is a change whose every point of death is tried.
type operation struct {
	name    string
	prepare func(t *testing.T, root *ocfl.Root)
	run     func(ctx context.Context, root *ocfl.Root) error
}

func operations() []operation {
	first := []edit{{"a", "one"}, {"b/c", "two"}, {"d", "one"}, {"e", "gone"}, {"e", ""}}
	second := []edit{{"a", "better"}, {"b/c", ">b/d"}, {"f", "two"}, {"g", "new"}}
	create := func(t *testing.T, root *ocfl.Root) { mustUpdate(t, root, dossier, 0, first...) }
	return []operation{
		{"create", func(*testing.T, *ocfl.Root) {}, func(ctx context.Context, root *ocfl.Root) error {
			_, err := update(ctx, root, dossier, 0, first...)
			return err
		}},
		{"new version", create, func(ctx context.Context, root *ocfl.Root) error {
			_, err := update(ctx, root, dossier, 1, second...)
			return err
		}},
		{"no change after all", create, func(ctx context.Context, root *ocfl.Root) error {
			_, err := update(ctx, root, dossier, 1, edit{"a", "x"}, edit{"a", "one"})
			return err
		}},
		{"purge", func(t *testing.T, root *ocfl.Root) {
			create(t, root)
			mustUpdate(t, root, dossier, 1, second...)
		}, func(ctx context.Context, root *ocfl.Root) error { return root.Purge(ctx, dossier) }},
	}
}

// scene is a fresh store in the state before an operation, and what the store holds before and after it.
type scene struct {
	folder      string
	store       storage.Store
	root        *ocfl.Root
	old, target map[string]string
}

func newScene(t *testing.T, op operation) scene {
	t.Helper()
	done := localStore(t, t.TempDir())
	op.prepare(t, initRoot(t, done))
	if err := op.run(t.Context(), ocfl.New(done, "ocfl")); err != nil {
		t.Fatal(err)
	}
	s := scene{folder: t.TempDir(), target: snapshot(t, done, "ocfl")}
	s.store = localStore(t, s.folder)
	s.root = initRoot(t, s.store)
	op.prepare(t, s.root)
	s.old = snapshot(t, s.store, "ocfl")
	return s
}

// die runs work with a writer that dies at the n-th mutating call; it reports whether the writer lived to the end.
func (s scene) die(n, last int, work func(*ocfl.Root) error) (lived bool, err error) {
	writer := &dying{Store: s.store, left: n, last: last}
	err = work(ocfl.New(writer, "ocfl"))
	return writer.left >= 0, err
}

// wantOldOrNew fails when anything but the state before or the state after the operation is stored.
func (s scene) wantOldOrNew(t *testing.T) {
	t.Helper()
	now := snapshot(t, s.store, "ocfl")
	if cmp.Equal(now, s.old) || cmp.Equal(now, s.target) {
		wantSound(t, s.root, s.folder)
		return
	}
	t.Errorf("neither the old state (-old +now):\n%s\nnor the new (-new +now):\n%s", cmp.Diff(s.old, now), cmp.Diff(s.target, now))
}

// wantReadable demands that a reader sees a whole version or none.
func (s scene) wantReadable(t *testing.T) {
	t.Helper()
	object, err := s.root.Open(t.Context(), dossier)
	if err == nil {
		_, err = contents(t.Context(), object)
	} else if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		t.Errorf("reader: %v", err)
	}
}

// wantNoFalseHealth demands that neither the walk nor the third party's validator takes remains for a healthy object.
func (s scene) wantNoFalseHealth(t *testing.T) {
	t.Helper()
	now := snapshot(t, s.store, "ocfl")
	if cmp.Equal(now, s.old) || cmp.Equal(now, s.target) {
		return
	}
	if problems, err := s.root.Verify(t.Context(), dossier); err == nil && len(problems) == 0 {
		t.Error("Verify finds no fault in the remains")
	}
	if len(thirdPartyFindings(t, s.folder)) == 0 {
		t.Error("ocfl-go finds no fault in the remains")
	}
}

func TestDeathAtEveryStep(t *testing.T) {
	for _, op := range operations() {
		for last := range 3 {
			t.Run(fmt.Sprintf("%s, last call done %d/2", op.name, last), func(t *testing.T) {
				t.Parallel()
				steps := 0
				for lived := false; !lived; steps++ {
					s := newScene(t, op)
					var err error
					lived, err = s.die(steps, last, func(root *ocfl.Root) error { return op.run(t.Context(), root) })
					if lived == (err != nil) {
						t.Fatalf("step %d: lived %t, error %v", steps, lived, err)
					}
					s.wantReadable(t)
					s.wantNoFalseHealth(t)
					s.recoverDyingToo(t, last)
					if t.Failed() {
						t.Fatalf("death at step %d", steps)
					}
				}
				if steps < 4 {
					t.Errorf("only %d steps were tried", steps)
				}
			})
		}
	}
}

// recoverDyingToo recovers with a process that dies in turn at its first, second, ... step until one lives.
func (s scene) recoverDyingToo(t *testing.T, last int) {
	t.Helper()
	for steps, lived := 0, false; !lived; steps++ {
		var err error
		lived, err = s.die(steps, last, func(root *ocfl.Root) error {
			_, err := root.Recover(t.Context(), dossier)
			return err
		})
		if lived && err != nil {
			t.Fatalf("recover: %v", err)
		}
		s.wantReadable(t)
	}
	s.wantOldOrNew(t)
	outcome, err := s.root.Recover(t.Context(), dossier)
	if err != nil || outcome != ocfl.Clean && outcome != ocfl.Absent {
		t.Errorf("second recover: %v, %v", outcome, err)
	}
}

// TestRemainsAreInTheWay shows that without Recover nobody builds on the remains of a dead writer, and that the walk
// tells of them even when no inventory names the object.
func TestRemainsAreInTheWay(t *testing.T) {
	for _, op := range operations()[:2] {
		t.Run(op.name, func(t *testing.T) {
			s := newScene(t, op)
			if lived, _ := s.die(3, 0, func(root *ocfl.Root) error { return op.run(t.Context(), root) }); lived {
				t.Fatal("the writer should have died")
			}
			err := op.run(t.Context(), s.root)
			if !errors.Is(err, ocfl.ErrUnfinished) || !errors.Is(err, ocfl.ErrConflict) {
				t.Errorf("next writer: %v", err)
			}
			for entry, err := range s.root.Objects(t.Context()) {
				if err != nil || !entry.Unfinished || entry.Dir != s.root.Dir(dossier) || entry.Newest.IsZero() {
					t.Errorf("walk: %+v, %v", entry, err)
				}
				if outcome, err := s.root.RecoverDir(t.Context(), entry.Dir); err != nil || outcome == ocfl.Clean {
					t.Errorf("recover: %v, %v", outcome, err)
				}
			}
			if err := op.run(t.Context(), s.root); err != nil {
				t.Errorf("writer after recovery: %v", err)
			}
		})
	}
}

// TestRecoverDestroysNothing damages objects in ways no crash can and expects Recover to keep its hands off.
func TestRecoverDestroysNothing(t *testing.T) {
	for name, lost := range map[string][]string{
		"root inventory and newest sidecar": {"inventory.json", "v2/inventory.json.sha512"},
		"content":                           {"v1/content/a"},
		"newest inventory":                  {"inventory.json", "v2/inventory.json"},
	} {
		t.Run(name, func(t *testing.T) {
			store := localStore(t, t.TempDir())
			root := initRoot(t, store)
			mustUpdate(t, root, dossier, 0, edit{"a", "one"})
			mustUpdate(t, root, dossier, 1, edit{"b", "two"})
			for _, file := range lost {
				if err := store.Delete(t.Context(), "ocfl/"+root.Dir(dossier)+"/"+file); err != nil {
					t.Fatal(err)
				}
			}
			before := snapshot(t, store, "")
			if outcome, err := root.Recover(t.Context(), dossier); !errors.Is(err, ocfl.ErrCorrupt) {
				t.Errorf("recover: %v, %v", outcome, err)
			}
			if diff := cmp.Diff(before, snapshot(t, store, "")); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
		})
	}
}

func TestTwoWriters(t *testing.T) {
	onEveryStore(t, func(t *testing.T, store storage.Store) {
		root := initRoot(t, store)
		for expect := range 4 {
			const writers = 4
			results := make(chan error, writers)
			for writer := range writers {
				go func() {
					_, err := update(t.Context(), root, dossier, expect,
						edit{"page", fmt.Sprintf("v%d of %d", expect, writer)}, edit{fmt.Sprint("only/", writer), "x"})
					results <- err
				}()
			}
			won := 0
			for range writers {
				err := <-results
				if err == nil {
					won++
				} else if !errors.Is(err, ocfl.ErrConflict) {
					t.Errorf("loser at v%d: %v, want a conflict", expect, err)
				}
			}
			if won != 1 {
				t.Fatalf("%d writers won at v%d", won, expect)
			}
		}
		wantSound(t, root, mirror(t, store))
	})
}

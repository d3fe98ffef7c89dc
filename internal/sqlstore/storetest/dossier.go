package storetest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func testDossierPutAndGet(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	_, err := repo.Get(ctx, "dossier-000001")
	refused(t, "get of nothing", err, errs.NotFound, "dossier.not_found")
	_, err = repo.Head(ctx, "dossier-000001")
	refused(t, "head of nothing", err, errs.NotFound, "dossier.not_found")

	_, _, err = repo.Page(ctx, "nobody", 1)
	refused(t, "page of nothing", err, errs.NotFound, "dossier.not_found")

	want := bigDossier()
	must(t, repo.Put(ctx, want))
	for _, page := range []domain.Page{want.Pages[0], want.Pages[57]} {
		head, found, err := repo.Page(ctx, want.ID, page.No)
		must(t, err)
		same(t, "head of a page", want.Head(), head)
		same(t, "page", page, found)
	}
	head, _, err := repo.Page(ctx, want.ID, 9999)
	refused(t, "page that is not there", err, errs.NotFound, "page.not_found")
	same(t, "head without the page", want.Head(), head)
	same(t, "dossier", want, got[*domain.Dossier](t)(repo.Get(ctx, want.ID)))
	same(t, "head", want.Head(), got[domain.DossierHead](t)(repo.Head(ctx, want.ID)))

	text := domain.PageText{DossierID: want.ID, PageNo: want.Pages[12].No, Engine: "pdf-text", EngineVersion: "1", CreatedAt: noon}
	lost := text
	lost.PageNo = want.Pages[0].No
	must(t, s.Texts().Save(ctx, []domain.PageText{text, lost}))

	// A version with fewer and other parts leaves nothing of the one before.
	want.Version, want.UpdatedAt, want.ReleasedAt = 2, noon.Add(2*time.Hour), time.Time{}
	want.Volumes, want.Materials, want.Pages = want.Volumes[:2], want.Materials[3:9], slices.Clone(want.Pages[12:36])
	slices.Reverse(want.Pages)
	want.Pages[0].MaterialID, want.Pages[0].Rotation = "", 270
	want.ArchivalCode, want.Enterprise, want.Retiree.ID, want.Retiree.Name = "", domain.Enterprise{}, "retiree-other", "王明"
	must(t, repo.Put(ctx, want))
	same(t, "replaced dossier", want, got[*domain.Dossier](t)(repo.Get(ctx, want.ID)))
	_, turned, err := repo.Page(ctx, want.ID, want.Pages[0].No)
	must(t, err)
	same(t, "replaced page", want.Pages[0], turned)
	same(t, "replaced head", want.Head(), got[domain.DossierHead](t)(repo.Head(ctx, want.ID)))
	same(t, "texts of the pages that are left", []domain.PageText{text}, got[[]domain.PageText](t)(s.Texts().OfDossier(ctx, want.ID)))
}

func testDossierVersions(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	d := dossier(1, tiexi)
	d.Version = 7
	must(t, repo.Put(ctx, d)) // a rebuild starts with whatever version the record has
	for _, version := range []int{6, 7} {
		d.Version = version
		refused(t, "older or equal version", repo.Put(ctx, d), errs.Stale, "dossier.stale")
	}
	d.Version = 9
	refused(t, "gap", repo.Put(ctx, d), errs.Conflict, "dossier.version_gap")
	d.Version = 8
	must(t, repo.Put(ctx, d))

	// A stale record does not spoil the transaction it was met in.
	must(t, s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := tx.Dossiers().Put(ctx, d); !errs.Is(err, errs.Stale) {
			t.Errorf("second put of a version: %v", err)
		}
		return tx.Outbox().Append(ctx, d.ID)
	}))
}

func testDossierUnique(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	first := dossier(1, tiexi)
	must(t, repo.Put(ctx, first))

	second := dossier(2, shenhe)
	second.Retiree.IDNumber = first.Retiree.IDNumber
	refused(t, "second active dossier of a person", repo.Put(ctx, second), errs.Conflict, "unique.dossiers_id_number")
	_, err := repo.Get(ctx, second.ID)
	refused(t, "refused dossier", err, errs.NotFound, "dossier.not_found")

	third := dossier(3, shenhe)
	third.ArchivalCode = first.ArchivalCode
	refused(t, "archival code taken", repo.Put(ctx, third), errs.Conflict, "unique.dossiers_archival_code")
	third.ArchivalCode = ""
	must(t, repo.Put(ctx, third))
	fourth := dossier(4, shenhe)
	fourth.ArchivalCode = ""
	must(t, repo.Put(ctx, fourth)) // codes that are not given do not collide

	first.Version, first.Custody = 2, domain.TransferredOut
	must(t, repo.Put(ctx, first))
	must(t, repo.Put(ctx, second)) // the first left the city for good
	numbers := got[map[domain.IDNumber]domain.DossierHead](t)(repo.ByIDNumbers(ctx, []domain.IDNumber{first.Retiree.IDNumber}))
	same(t, "active dossier", second.ID, numbers[first.Retiree.IDNumber].ID)
}

func testDossierSurroundings(t *testing.T, s domain.Store) {
	ctx := t.Context()
	d := dossier(1, tiexi)
	must(t, s.Dossiers().Put(ctx, d)) // into an empty database
	same(t, "office", tiexi, got[domain.ArchiveOffice](t)(s.Places().Office(ctx, tiexi.Code)))
	same(t, "enterprise", d.Enterprise, got[domain.Enterprise](t)(s.Enterprises().Get(ctx, d.Enterprise.ID)))

	renamed := tiexi
	renamed.Name = "铁西区档案中心"
	must(t, s.Places().SaveOffice(ctx, renamed))
	next := dossier(2, tiexi)
	next.Enterprise.Version, next.Enterprise.Name = 2, "沈阳第一机床厂（集团）"
	must(t, s.Dossiers().Put(ctx, next))
	same(t, "office keeps its present name", renamed, got[domain.ArchiveOffice](t)(s.Places().Office(ctx, tiexi.Code)))
	same(t, "dossier remembers its record", tiexi, got[*domain.Dossier](t)(s.Dossiers().Get(ctx, next.ID)).Office)
	same(t, "enterprise is replaced", next.Enterprise, got[domain.Enterprise](t)(s.Enterprises().Get(ctx, d.Enterprise.ID)))

	must(t, s.Dossiers().Put(ctx, dossier(3, tiexi))) // its record has the enterprise's first version
	same(t, "newer enterprise stays", next.Enterprise, got[domain.Enterprise](t)(s.Enterprises().Get(ctx, d.Enterprise.ID)))
}

func testDossierDelete(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	refused(t, "delete of nothing", repo.Delete(ctx, "dossier-000001"), errs.NotFound, "dossier.not_found")
	d, other := dossier(1, tiexi), dossier(2, tiexi)
	must(t, repo.Put(ctx, d))
	must(t, repo.Put(ctx, other))
	must(t, s.Texts().Save(ctx, []domain.PageText{{DossierID: d.ID, PageNo: 1, Engine: "pdf-text", EngineVersion: "1", CreatedAt: noon}}))
	must(t, s.Audit().Append(ctx, domain.AuditEntry{ID: "a1", At: noon, Object: "dossier", ObjectID: d.ID}))

	must(t, repo.Delete(ctx, d.ID))
	_, err := repo.Get(ctx, d.ID)
	refused(t, "deleted dossier", err, errs.NotFound, "dossier.not_found")
	same(t, "texts", 0, len(got[[]domain.PageText](t)(s.Texts().OfDossier(ctx, d.ID))))
	same(t, "audit entries", 1, len(got[[]domain.AuditEntry](t)(s.Audit().List(ctx, domain.AuditFilter{ObjectID: d.ID}, "", 9))))
	same(t, "other dossier", other, got[*domain.Dossier](t)(repo.Get(ctx, other.ID)))
	must(t, repo.Put(ctx, d)) // an undone package may come again

	other.Version, other.ReleasedAt, other.Custody = 2, noon, domain.InStorage
	must(t, repo.Put(ctx, other))
	refused(t, "delete of a released dossier", repo.Delete(ctx, other.ID), errs.Conflict, "dossier.released")
}

func testDossierRacers(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	const racers, rounds = 8, 5
	must(t, repo.Put(ctx, dossier(1, tiexi)))
	for version := 2; version < 2+rounds; version++ {
		var wins, stale int
		var mu sync.Mutex
		together(racers, func(int) {
			d := dossier(1, tiexi)
			d.Version = version
			err := repo.Put(ctx, d)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				wins++
			case errs.Is(err, errs.Stale):
				stale++
			default:
				t.Errorf("racer: %v", err)
			}
		})
		if wins != 1 || stale != racers-1 {
			t.Fatalf("version %d: %d racers won and %d were stale", version, wins, stale)
		}
	}
	var wins int
	var mu sync.Mutex
	together(racers, func(int) { // all add the same new dossier
		if err := repo.Put(ctx, dossier(2, tiexi)); err == nil {
			mu.Lock()
			wins++
			mu.Unlock()
		} else if !errs.Is(err, errs.Stale) {
			t.Errorf("racer adding: %v", err)
		}
	})
	same(t, "winners of adding", 1, wins)
	same(t, "pages are not doubled", 3, len(got[*domain.Dossier](t)(repo.Get(ctx, "dossier-000002")).Pages))
}

func testHeadsAndScope(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	branch := domain.ArchiveOffice{Code: "210106-2", Name: "铁西区二库", Division: "210106"}
	for n, office := range []domain.ArchiveOffice{tiexi, shenhe, dalian, branch, tiexi} {
		must(t, repo.Put(ctx, dossier(n, office)))
	}
	all := []string{"dossier-000004", "dossier-000000", "unknown", "dossier-000002", "dossier-000003", "dossier-000001", "dossier-000000"}
	for _, c := range []struct {
		name  string
		scope authz.Scope
		want  []string // by id
	}{
		{"everything", authz.Everything(), []string{"dossier-000000", "dossier-000001", "dossier-000002", "dossier-000003", "dossier-000004"}},
		{"nothing", authz.Scope{}, nil},
		{"district", authz.Scope{Divisions: []string{"210106"}}, []string{"dossier-000000", "dossier-000003", "dossier-000004"}},
		{"city", authz.Scope{Divisions: []string{"2101"}}, []string{"dossier-000000", "dossier-000001", "dossier-000003", "dossier-000004"}},
		{"province", authz.Scope{Divisions: []string{"21"}}, []string{"dossier-000000", "dossier-000001", "dossier-000002", "dossier-000003", "dossier-000004"}},
		{"other province", authz.Scope{Divisions: []string{"11"}}, nil},
		{"prefix with wildcard", authz.Scope{Divisions: []string{"21%"}}, nil},
		{"empty prefix reaches nothing", authz.Scope{Divisions: []string{""}}, nil},
		{"longer than any code", authz.Scope{Divisions: []string{"21010601"}}, nil},
		{"office", authz.Scope{Offices: []string{"210106-2"}}, []string{"dossier-000003"}},
		{"district and office overlap", authz.Scope{Divisions: []string{"210106", "210106"}, Offices: []string{"210106", "210103"}},
			[]string{"dossier-000000", "dossier-000001", "dossier-000003", "dossier-000004"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			same(t, "list", c.want, idsOf(got[[]domain.DossierHead](t)(repo.List(ctx, c.scope, "", 100))))
			same(t, "count", len(c.want), got[int](t)(repo.Count(ctx, c.scope)))
			heads := got[[]domain.DossierHead](t)(repo.Heads(ctx, all, c.scope))
			var want []string
			for _, id := range all[:6] {
				if slices.Contains(c.want, id) {
					want = append(want, id)
				}
			}
			same(t, "heads in the order asked for", want, idsOf(heads))
			for _, head := range heads {
				if !c.scope.Covers(head.OfficeCode, head.Division) {
					t.Errorf("%s is outside the scope", head.ID)
				}
			}
		})
	}
}

func testListInPages(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	offices := []domain.ArchiveOffice{tiexi, shenhe, dalian}
	for n := range 30 {
		must(t, repo.Put(ctx, dossier(n, offices[n%3])))
	}
	scope := authz.Scope{Divisions: []string{"210106", "2102"}, Offices: []string{"210103"}}
	var walked []string
	after := ""
	for {
		page := got[[]domain.DossierHead](t)(repo.List(ctx, scope, after, 7))
		walked = append(walked, idsOf(page)...)
		if len(page) < 7 {
			break
		}
		after = page[6].ID
	}
	if !slices.IsSorted(walked) || len(slices.Compact(walked)) != 30 {
		t.Fatalf("walked %d: %v", len(walked), walked)
	}
}

func testLookups(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	numbers, codes := []domain.IDNumber{"unknown"}, []string{"unknown", ""}
	for n := range 40 {
		d := dossier(n, tiexi)
		must(t, repo.Put(ctx, d))
		numbers, codes = append(numbers, d.Retiree.IDNumber), append(codes, d.ArchivalCode)
	}
	byNumber := got[map[domain.IDNumber]domain.DossierHead](t)(repo.ByIDNumbers(ctx, numbers))
	byCode := got[map[string]domain.DossierHead](t)(repo.ByArchivalCodes(ctx, codes))
	same(t, "found by number", 40, len(byNumber))
	same(t, "found by code", 40, len(byCode))
	want := dossier(17, tiexi).Head()
	same(t, "by number", want, byNumber[want.IDNumber])
	same(t, "by code", want, byCode[want.ArchivalCode])
	same(t, "of no numbers", 0, len(got[map[domain.IDNumber]domain.DossierHead](t)(repo.ByIDNumbers(ctx, nil))))
}

func testDocuments(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Dossiers()
	big := bigDossier()
	must(t, repo.Put(ctx, big))
	small := dossier(2, shenhe)
	must(t, repo.Put(ctx, small))
	documents := got[[]*domain.Dossier](t)(repo.Documents(ctx, []string{small.ID, "missing", big.ID}))
	big.Pages, small.Pages = nil, nil
	same(t, "documents", []*domain.Dossier{small, big}, documents)
}

func idsOf(heads []domain.DossierHead) []string {
	var ids []string
	for _, head := range heads {
		ids = append(ids, head.ID)
	}
	return ids
}

package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func testPlaces(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Places()
	divisions := []domain.Division{
		{Code: "2101", Name: "沈阳市"},
		{Code: "210106", Name: "铁西区", ValidFrom: domain.Date(1984, 0, 0), ValidTo: domain.Date(2040, 1, 31), Successor: "210199"},
	}
	must(t, repo.SaveDivisions(ctx, nil))
	must(t, repo.SaveDivisions(ctx, []domain.Division{divisions[1], {Code: "2101", Name: "奉天"}}))
	must(t, repo.SaveDivisions(ctx, divisions))
	same(t, "divisions", divisions, got[[]domain.Division](t)(repo.Divisions(ctx)))

	_, err := repo.Office(ctx, tiexi.Code)
	refused(t, "unknown office", err, errs.NotFound, "office.not_found")
	for _, office := range []domain.ArchiveOffice{tiexi, shenhe, dalian, {Code: "210106", Name: "铁西", Division: "210106"}} {
		must(t, repo.SaveOffice(ctx, office))
	}
	same(t, "replaced", "铁西", got[domain.ArchiveOffice](t)(repo.Office(ctx, tiexi.Code)).Name)
	offices := func(scope authz.Scope) int { return len(got[[]domain.ArchiveOffice](t)(repo.Offices(ctx, scope))) }
	same(t, "all offices", 3, offices(authz.Everything()))
	same(t, "offices of a city", 2, offices(authz.Scope{Divisions: []string{"2101"}}))
	same(t, "single office", []domain.ArchiveOffice{dalian},
		got[[]domain.ArchiveOffice](t)(repo.Offices(ctx, authz.Scope{Offices: []string{dalian.Code}})))
	same(t, "no scope", 0, offices(authz.Scope{}))
}

func testEnterprises(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Enterprises()
	_, err := repo.Get(ctx, "e0")
	refused(t, "unknown enterprise", err, errs.NotFound, "enterprise.not_found")
	want := bigDossier().Enterprise
	must(t, repo.Save(ctx, want))
	same(t, "enterprise", want, got[domain.Enterprise](t)(repo.Get(ctx, want.ID)))
	want.Level, want.USCC, want.NoUSCCReason = domain.LevelUnknown, "", "已注销"
	must(t, repo.Save(ctx, want))
	same(t, "by name", want, got[domain.Enterprise](t)(repo.ByName(ctx, want.Name)))
	_, err = repo.ByName(ctx, "沈阳冶炼")
	refused(t, "part of a name", err, errs.NotFound, "enterprise.not_found")

	namesake := want
	namesake.ID = "other"
	refused(t, "name taken", repo.Save(ctx, namesake), errs.Conflict, "unique.enterprises_name")

	for i := range 9 {
		must(t, repo.Save(ctx, domain.Enterprise{ID: fmt.Sprint("e", i), Name: fmt.Sprintf("第%d_机床厂%%", i), Version: 1}))
	}
	list := func(contains, after string, limit int) []string {
		var names []string
		for _, enterprise := range got[[]domain.Enterprise](t)(repo.List(ctx, contains, after, limit)) {
			names = append(names, enterprise.Name)
		}
		return names
	}
	same(t, "first page", []string{"第0_机床厂%", "第1_机床厂%"}, list("机床", "", 2))
	same(t, "next page", []string{"第2_机床厂%", "第3_机床厂%"}, list("机床", "第1_机床厂%", 2))
	same(t, "wildcards mean themselves", 9, len(list("_机床厂%", "", 20)))
	same(t, "no wildcard", 0, len(list("第%厂", "", 20)))
	same(t, "all", 10, len(list("", "", 20)))
}

func testEnterpriseUpdates(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Enterprises()
	saveEnterprises(t, s)
	want := factory
	want.Name = "沈阳机车有限公司"
	must(t, repo.Update(ctx, &want))
	same(t, "version", 2, want.Version)
	older := factory
	refused(t, "older version", repo.Update(ctx, &older), errs.Stale, "enterprise.stale")
	missing := domain.Enterprise{ID: "nobody"}
	refused(t, "update of nothing", repo.Update(ctx, &missing), errs.NotFound, "enterprise.not_found")
	taken := mill
	taken.Name = want.Name
	refused(t, "name taken", repo.Update(ctx, &taken), errs.Conflict, "unique.enterprises_name")

	same(t, "by names", map[string]domain.Enterprise{want.Name: want, mill.Name: mill},
		got[map[string]domain.Enterprise](t)(repo.ByNames(ctx, []string{mill.Name, "无", want.Name, factory.Name})))
	must(t, repo.Save(ctx, domain.Enterprise{ID: "e-3", Name: "无代码", Version: 1}))
	same(t, "by codes", map[string]domain.Enterprise{want.USCC: want},
		got[map[string]domain.Enterprise](t)(repo.ByUSCCs(ctx, []string{"", want.USCC, "无"})))
}

func testTexts(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Texts()
	must(t, s.Dossiers().Put(ctx, dossier(1, tiexi)))
	must(t, s.Dossiers().Put(ctx, dossier(2, tiexi)))
	text := func(page int, engine, version, content string, minutes int) domain.PageText {
		return domain.PageText{DossierID: "dossier-000001", PageNo: page, Engine: engine, EngineVersion: version, Text: content,
			CreatedAt: noon.Add(time.Duration(minutes) * time.Minute)}
	}
	old, newer := text(1, "ppocr", "10", "旧", 0), text(1, "ppocr", "9", "新", 5)
	layer, second := text(1, "pdf-text", "1", "文字层", 3), text(2, "ppocr", "9", "第二页", 5)
	must(t, repo.Save(ctx, []domain.PageText{second, newer, old, layer}))
	must(t, repo.Save(ctx, nil))
	same(t, "newest of each engine", []domain.PageText{layer, newer, second}, got[[]domain.PageText](t)(repo.OfDossier(ctx, "dossier-000001")))

	second.Text = "第二页，重认"
	must(t, repo.Save(ctx, []domain.PageText{second}))
	other := second
	other.DossierID = "dossier-000002"
	must(t, repo.Save(ctx, []domain.PageText{other}))
	same(t, "of several dossiers", map[string][]domain.PageText{"dossier-000001": {layer, newer, second}, "dossier-000002": {other}},
		got[map[string][]domain.PageText](t)(repo.OfDossiers(ctx, []string{"dossier-000001", "missing", "dossier-000002"})))

	dirty := text(3, "pdf-text", "1", "前\x00后\xff", 1)
	must(t, repo.Save(ctx, []domain.PageText{dirty})) // text layers of broken PDFs have such bytes
	same(t, "cleaned text", "前后\uFFFD", got[[]domain.PageText](t)(repo.OfDossier(ctx, "dossier-000001"))[3].Text)

	lost := text(1, "ppocr", "1", "", 0)
	lost.DossierID = "missing"
	refused(t, "text of no dossier", repo.Save(ctx, []domain.PageText{lost}), errs.Conflict, "reference.missing")

	edited := dossier(1, tiexi)
	edited.Version = 2
	must(t, s.Dossiers().Put(ctx, edited))
	same(t, "texts outlive an edit", 4, len(got[[]domain.PageText](t)(repo.OfDossier(ctx, "dossier-000001"))))
}

func ingest(id string, office domain.ArchiveOffice) domain.Ingest {
	return domain.Ingest{ID: id, OfficeCode: office.Code, Division: office.Division, Name: "第一批.zip", Source: "/data/第一批", Staged: true,
		Layout: "folders", Scheme: domain.SchemeRetiree4, Category: domain.CategoryWorker, BatchID: "b1", State: domain.IngestReceiving,
		Violations: []domain.Violation{{Rule: domain.R12, Level: domain.Block, Message: "名册与实收数量不一致"}},
		Total:      domain.IngestCount{Dossiers: 200, Files: 4000, Pages: 4100, Bytes: 5 << 30}, Done: domain.IngestCount{Dossiers: 1, Files: 2, Pages: 3, Bytes: 4},
		Accepted: 190, Skipped: 4, Refused: 6, Warnings: 12, CreatedBy: "user-1", RequestKey: "key " + id, CreatedAt: noon, UpdatedAt: noon, Version: 1}
}

func testIngests(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Ingests()
	_, err := repo.Get(ctx, "i1")
	refused(t, "unknown ingest", err, errs.NotFound, "ingest.not_found")
	want := ingest("i1", tiexi)
	must(t, repo.Create(ctx, want))
	same(t, "ingest", want, got[domain.Ingest](t)(repo.Get(ctx, "i1")))
	twice := want
	twice.RequestKey = ""
	refused(t, "created twice", repo.Create(ctx, twice), errs.Conflict, "unique.ingests_id")
	again := ingest("i0", tiexi)
	again.RequestKey = want.RequestKey
	refused(t, "request sent twice", repo.Create(ctx, again), errs.Conflict, "unique.ingests_request_key")
	again.CreatedBy = "user-2"
	must(t, repo.Create(ctx, again))
	same(t, "by request", want, got[domain.Ingest](t)(repo.ByRequestKey(ctx, "user-1", want.RequestKey)))
	_, err = repo.ByRequestKey(ctx, "user-1", "")
	refused(t, "without request key", err, errs.NotFound, "ingest.not_found")

	older := want
	want.State, want.Problem, want.Staged, want.RequestKey, want.UpdatedAt = domain.IngestCommitting, "", false, "", noon.Add(time.Hour)
	must(t, repo.Update(ctx, &want))
	same(t, "version after update", 2, want.Version)
	same(t, "updated", want, got[domain.Ingest](t)(repo.Get(ctx, "i1")))
	refused(t, "update of an older version", repo.Update(ctx, &older), errs.Stale, "ingest.stale")
	same(t, "version after refusal", 1, older.Version)
	missing := ingest("missing", tiexi)
	refused(t, "update of nothing", repo.Update(ctx, &missing), errs.NotFound, "ingest.not_found")

	same(t, "unfinished", "i1", got[domain.Ingest](t)(repo.Unfinished(ctx, want.Source, want.OfficeCode)).ID)
	_, err = repo.Unfinished(ctx, want.Source, shenhe.Code)
	refused(t, "unfinished of another office", err, errs.NotFound, "ingest.not_found")

	for i := 2; i <= 7; i++ {
		next := ingest(fmt.Sprint("i", i), []domain.ArchiveOffice{tiexi, shenhe}[i%2])
		next.RequestKey = ""
		must(t, repo.Create(ctx, next))
	}
	list := func(scope authz.Scope, before string, limit int) []string {
		var ids []string
		for _, found := range got[[]domain.Ingest](t)(repo.List(ctx, scope, before, limit)) {
			ids = append(ids, found.ID)
		}
		return ids
	}
	same(t, "newest", []string{"i7", "i6", "i5"}, list(authz.Everything(), "", 3))
	same(t, "before", []string{"i4", "i3"}, list(authz.Everything(), "i5", 2))
	same(t, "in scope", []string{"i7", "i5", "i3"}, list(authz.Scope{Divisions: []string{"210103"}}, "", 9))
	same(t, "of an office", []string{"i6", "i4", "i2", "i1", "i0"}, list(authz.Scope{Offices: []string{"210106"}}, "", 9))
	same(t, "without scope", []string(nil), list(authz.Scope{}, "", 9))
}

func testIngestItems(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Ingests()
	must(t, repo.Create(ctx, ingest("i1", tiexi)))
	verdicts := []domain.ItemVerdict{domain.ItemAccept, domain.ItemSkip, domain.ItemRefuse}
	var items []domain.IngestItem
	for seq := 1; seq <= 120; seq++ {
		items = append(items, item(seq, verdicts[seq%3]))
	}
	must(t, repo.SaveItems(ctx, items))
	must(t, repo.SaveItems(ctx, nil))
	same(t, "all", items[:10], got[[]domain.IngestItem](t)(repo.Items(ctx, "i1", "", 0, 10)))
	same(t, "next", items[10:30], got[[]domain.IngestItem](t)(repo.Items(ctx, "i1", "", 10, 20)))
	refusals := got[[]domain.IngestItem](t)(repo.Items(ctx, "i1", domain.ItemRefuse, 2, 2))
	same(t, "of a verdict", []domain.IngestItem{items[4], items[7]}, refusals)

	items[0].Problem, items[0].Verdict, items[0].Facts = "重新检查", domain.ItemAccept, nil
	must(t, repo.SaveItems(ctx, items[:1]))
	same(t, "replaced", items[:1], got[[]domain.IngestItem](t)(repo.Items(ctx, "i1", "", 0, 1)))

	must(t, repo.SetItem(ctx, "i1", 3, domain.ItemCommitted, ""))
	must(t, repo.SetItem(ctx, "i1", 6, domain.ItemFailed, "文件已损坏"))
	refused(t, "unknown item", repo.SetItem(ctx, "i1", 999, domain.ItemFailed, ""), errs.NotFound, "ingest.item_not_found")
	same(t, "problem", "文件已损坏", got[[]domain.IngestItem](t)(repo.Items(ctx, "i1", "", 5, 1))[0].Problem)

	one := domain.IngestCount{Dossiers: 1, Files: 1, Pages: 2, Bytes: 5 << 30}
	accepted := got[map[domain.ItemState]domain.IngestCount](t)(repo.CountItems(ctx, "i1", domain.ItemAccept))
	same(t, "counts", map[domain.ItemState]domain.IngestCount{domain.ItemCommitted: one, domain.ItemFailed: one,
		domain.ItemPending: {Dossiers: 39, Files: 38, Pages: 76, Bytes: 38 * 5 << 30}}, accepted)
	same(t, "counts of all", 118, got[map[domain.ItemState]domain.IngestCount](t)(repo.CountItems(ctx, "i1", ""))[domain.ItemPending].Dossiers)

	must(t, repo.DeleteItems(ctx, "i1"))
	same(t, "deleted", 0, len(got[[]domain.IngestItem](t)(repo.Items(ctx, "i1", "", 0, 10))))
	orphan := item(1, domain.ItemAccept)
	orphan.IngestID = "missing"
	refused(t, "item of no ingest", repo.SaveItems(ctx, []domain.IngestItem{orphan}), errs.Conflict, "reference.missing")
}

func item(seq int, verdict domain.ItemVerdict) domain.IngestItem {
	return domain.IngestItem{IngestID: "i1", Seq: seq, DossierID: fmt.Sprint("d", seq), Verdict: verdict, State: domain.ItemPending,
		Fingerprint: "abc", Draft: domain.Draft{Folder: "王\x00明", Row: seq, Name: "王明", IDNumber: idNumber(seq), BornOn: domain.Date(1950, 0, 0),
			Materials: []domain.MaterialDraft{{Row: 2, Class: "1", Title: "履历表", FormedOn: domain.Date(1978, 3, 0), Files: []string{"a.jpg"}}},
			Orphans:   []string{"b.jpg"}},
		Facts: []domain.FileFacts{{Name: "a.jpg", Digest: "00", Size: 5 << 30, MediaType: "image/jpeg",
			Frames: []domain.FrameFacts{{Width: 2480, Height: 3508, DPI: 300, Skew: 0.25, SkewKnown: true}, {Blank: true}}}},
		Violations: []domain.Violation{{Rule: domain.R09, Level: domain.Warn, Row: seq, Message: "出生日期与身份证号不符"}}}
}

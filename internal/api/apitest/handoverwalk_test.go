package apitest

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
)

// TestHandoverFromNatureFormToClosedBatch walks one enterprise all the way: one dossier accepted, one with gaps, one returned and
// delivered anew, and the electronic copies taken in.
func TestHandoverFromNatureFormToClosedBatch(t *testing.T) {
	w := newWorld(t)
	h := w.newWalk()
	h.reach(shan, li, wang)
	h.decide(1, shan, nil)
	h.decide(2, li, withGap)
	h.decide(3, wang, asReturned)
	signed := h.sign()
	if state := at[string](w, signed, "batch", "state"); state != "PARTIALLY_ACCEPTED" {
		t.Errorf("after the first round the batch is %s", state)
	}
	h.expectPapers(signed, "JS-", "HZ-", "MC-", "TH-")
	h.deliver(3)
	h.decide(3, wang, nil)
	signed = h.sign()
	if state := at[string](w, signed, "batch", "state"); state != "ACCEPTED" {
		t.Errorf("after the second round the batch is %s", state)
	}
	h.expectPapers(signed, "JS-", "HZ-", "MC-", "TH-", "HZ-", "MC-")
	stored := h.takeCopies(shan, li, wang)
	h.version = h.versionOf(h.batch)
	closed := h.step("heping", "/signed-roster", map[string]any{"attachmentId": w.scan("heping")})
	if state := at[string](w, closed, "batch", "state"); state != "CLOSED" {
		t.Fatalf("with all copies and the signed roster the batch is %s: %v", state, closed["ecopy"])
	}
	line := w.call("handler", http.MethodGet, h.linePath(1), 0, nil)
	if got := at[string](w, line, "line", "dossierId"); got != stored[shan.name] {
		t.Errorf("line 1 is matched to %s, the dossier is %s", got, stored[shan.name])
	}
	gap := at[[]any](w, closed, "gaps")[0]
	w.call("heping", http.MethodPost, "/api/v1/gaps/"+at[string](w, gap, "id")+"/resolution", 0, map[string]any{"on": "2026-11-02", "resolution": "已补交"})
}

// takeCopies takes the electronic copies in, announced for the batch.
func (w *walk) takeCopies(people ...person) map[string]string {
	w.t.Helper()
	files := packageOf(w.t, people...)
	no := at[string](w.world, w.call("heping", http.MethodGet, "/api/v1/batches/"+w.batch, 0, nil), "batch", "no")
	body := announce("电子档案", heping, files)
	body.Batch = no
	return w.commit("heping", w.sendPackage("heping", body, files), len(people))
}

// expectPapers fetches each paper of the batch as a PDF.
func (w *walk) expectPapers(batch map[string]any, prefixes ...string) {
	w.t.Helper()
	papers := at[[]any](w.world, batch, "papers")
	var kinds []string
	for _, paper := range papers {
		number := at[string](w.world, paper, "number")
		kinds = append(kinds, number[:3])
		response, content := w.send(http.MethodGet, "/api/v1/papers/"+number, "handler", nil, nil)
		if response.StatusCode != http.StatusOK || !strings.HasPrefix(string(content), "%PDF-") || response.Header.Get("Content-Type") != "application/pdf" {
			w.t.Errorf("%s: %d %s %.80q", number, response.StatusCode, response.Header.Get("Content-Type"), content)
		}
	}
	slices.Sort(kinds)
	slices.Sort(prefixes)
	if diff := cmp.Diff(prefixes, kinds); diff != "" {
		w.t.Errorf("papers (-want +got):\n%s", diff)
	}
}

// TestListedPersonsStandInTheLedger follows a person from the acceptance list to the community.
func TestListedPersonsStandInTheLedger(t *testing.T) {
	w := newWorld(t)
	h := w.newWalk()
	h.reach(shan)
	found := w.call("community", http.MethodPost, "/api/v1/persons/query", 0, map[string]any{"text": shan.id})
	persons := at[[]any](w, found, "persons")
	if len(persons) != 1 {
		t.Fatalf("the community sees %v", found)
	}
	id := at[string](w, persons[0], "id")
	path := "/api/v1/persons/" + id
	version := map[string]string{"If-Match": `"2"`}
	w.run(t,
		scenario{name: "received", as: "community", method: http.MethodPost, path: "/api/v1/persons/reception", body: `{"ids":["` + id + `"]}`, wantStatus: 204},
		scenario{name: "met and registered", as: "community", method: http.MethodPost, path: path + "/registration", headers: version,
			body: `{"on":"2026-11-02","phone":"02400000008","contact":"","residence":"","special":["LIVING_ALONE"],"feedback":"身体健康"}`, wantStatus: 200,
			wantBody: []string{`"registeredOn":"2026-11-02"`, "皇寺社区", "LIVING_ALONE"}},
		scenario{name: "stale", as: "community", method: http.MethodPatch, path: path, headers: version, body: `{"phone":"1"}`, wantStatus: 412},
		scenario{name: "changed", as: "community", method: http.MethodPatch, path: path, headers: map[string]string{"If-Match": `"3"`},
			body: `{"phone":"02400000007"}`, wantStatus: 200, wantBody: []string{"02400000007"}},
		scenario{name: "revealed for a reason", as: "community", method: http.MethodPost, path: path + "/id-number", body: `{"reason":"办理待遇"}`,
			wantStatus: 200, wantBody: []string{shan.id}, wantAudit: []domain.AuditAction{domain.AuditLedgerReveal}},
		scenario{name: "exported", as: "community", path: "/api/v1/persons.xlsx?special=LIVING_ALONE", wantStatus: 200,
			wantAudit: []domain.AuditAction{domain.AuditLedgerExport}},
		scenario{name: "sent out of reach", as: "agency", method: http.MethodPost, path: path + "/route", headers: map[string]string{"If-Match": `"4"`},
			body: `{"division":"210106","note":"迁居"}`, wantStatus: 200, wantBody: []string{`"division":"210106"`}},
		scenario{name: "is gone", as: "community", path: path, wantStatus: 404, wantCode: "ledger.not_found"},
	)
}

func TestStatisticsOfHandovers(t *testing.T) {
	w := newWorld(t)
	h := w.newWalk()
	h.reach(shan, li)
	h.decide(1, shan, nil)
	h.decide(2, li, asReturned)
	h.sign()
	w.run(t,
		scenario{name: "counts", as: "agency", path: "/api/v1/statistics/transfer", wantStatus: 200,
			wantBody: []string{`"persons":1`, `"month":"2026-11"`, factoryName, `"withoutDossier":1`, `"lateSource":"`}},
		scenario{name: "before", as: "agency", path: "/api/v1/statistics/transfer?at=2026-10-31", wantStatus: 200, wantBody: []string{`"transferred":[]`}},
		scenario{name: "workbook", as: "agency", path: "/api/v1/statistics/transfer.xlsx", wantStatus: 200,
			wantHeader: map[string]string{"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
		scenario{name: "persons behind a figure", as: "agency", path: "/api/v1/statistics/outstanding?kind=RETURNED&at=2026-12-02", wantStatus: 200,
			wantBody: []string{li.name}, denyBody: []string{shan.name}},
		scenario{name: "the same as a workbook", as: "agency", path: "/api/v1/statistics/outstanding.xlsx?kind=RETURNED&at=2026-12-02", wantStatus: 200,
			wantHeader: map[string]string{"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
		scenario{name: "handlers may not have it", as: "handler", path: "/api/v1/statistics/outstanding.xlsx?kind=RETURNED", wantStatus: 403},
		scenario{name: "persons behind a figure, for a supervisor", as: "supervisor", path: "/api/v1/statistics/outstanding?kind=RETURNED&at=2026-12-02",
			wantStatus: 200, wantBody: []string{domain.MaskName(li.name)}, denyBody: []string{li.name}},
		scenario{name: "other districts count nothing", as: "agency-tiexi", path: "/api/v1/statistics/transfer", wantStatus: 200,
			wantBody: []string{`"transferred":[]`, `"outstanding":[]`}},
		scenario{name: "handlers may not", as: "handler", path: "/api/v1/statistics/transfer", wantStatus: 403},
		scenario{name: "no such day", as: "agency", path: "/api/v1/statistics/transfer.xlsx?at=2026-02-30", wantStatus: 400},
	)
}

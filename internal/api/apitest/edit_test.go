package apitest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

type dossierView struct {
	Head      struct{ Version int }
	Materials []struct {
		ID, Title, Number string
		PageCount         int
	}
	Pages []struct {
		No, Seq, Width, Height, Rotation int
		MaterialID                       string
	}
	Released bool
}

func (w *world) dossier(as, id string) dossierView {
	w.t.Helper()
	_, body := w.send(http.MethodGet, "/api/v1/dossiers/"+id, as, nil, nil)
	return decode[dossierView](w.t, body)
}

func TestEditingTheCatalogue(t *testing.T) {
	w := newWorld(t)
	id := w.take("heping", heping, shan)[shan.name]
	path := "/api/v1/dossiers/" + id
	first := w.dossier("heping", id)
	row := first.Materials[0]
	rename := func(title string) string {
		return fmt.Sprintf(`{"reason":"更正题名","operations":[{"op":"setMaterial","materialId":%q,"material":{"volumeNo":1,"class":"1","itemNo":1,
			"title":%q,"formedOn":"1978-03","pageCount":2,"copyCount":1,"remark":""}},{"op":"rotatePage","pageNo":1,"rotation":90}]}`, row.ID, title)
	}
	from := func(version string) map[string]string { return map[string]string{"If-Match": version} }
	w.run(t,
		scenario{name: "no version", as: "heping", method: http.MethodPatch, path: path, body: rename("甲"), wantStatus: 400, wantCode: "request.invalid"},
		scenario{name: "malformed version", as: "heping", method: http.MethodPatch, path: path, headers: from("*"), body: rename("甲"), wantStatus: 400},
		scenario{name: "reader may not", as: "clerk", method: http.MethodPatch, path: path, headers: from(`"1"`), body: rename("甲"), wantStatus: 403, wantCode: "access.forbidden"},
		scenario{name: "saved", as: "heping", method: http.MethodPatch, path: path, headers: from(`"1"`), body: rename("干部履历表"), wantStatus: 200,
			wantHeader: map[string]string{"Etag": `"2"`}, wantBody: []string{"干部履历表", `"formedOn":"1978-03"`}, wantAudit: []domain.AuditAction{domain.AuditDossierEdit}},
		scenario{name: "stale", as: "heping", method: http.MethodPatch, path: path, headers: from(`"1"`), body: rename("乙"), wantStatus: 412, wantCode: "dossier.stale"},
		scenario{name: "refused by a rule", as: "heping", method: http.MethodPatch, path: path, headers: from(`"2"`),
			body: `{"reason":"试验","operations":[{"op":"removeMaterial","materialId":"` + row.ID + `"}]}`, wantStatus: 409, wantCode: "material.has_pages"},
		scenario{name: "field missing", as: "heping", method: http.MethodPatch, path: path, headers: from(`"2"`),
			body: `{"reason":"试验","operations":[{"op":"movePage","pageNo":1}]}`, wantStatus: 400, wantCode: "edit.field", wantBody: []string{"operations.0.seq"}},
		scenario{name: "impossible date", as: "heping", method: http.MethodPatch, path: path, headers: from(`"2"`),
			body:       `{"reason":"试验","operations":[{"op":"addMaterial","material":{"volumeNo":1,"class":"1","itemNo":2,"title":"x","formedOn":"1978-13","pageCount":1,"copyCount":0,"remark":""}}]}`,
			wantStatus: 400, wantCode: "edit.date"},
		scenario{name: "earlier version", as: "heping", path: path + "?version=1", wantStatus: 200, wantBody: []string{"职工履历表", `"current":false`},
			wantAudit: []domain.AuditAction{domain.AuditHistoryView}},
		scenario{name: "no such version", as: "heping", path: path + "?version=9", wantStatus: 404},
		scenario{name: "history", as: "heping", path: path + "/history", wantStatus: 200, wantBody: []string{"更正题名", `"version":2`, `"version":1`},
			wantAudit: []domain.AuditAction{domain.AuditHistoryView}},
	)
	if after := w.dossier("heping", id); after.Pages[0].Width != 424 || after.Pages[0].Height != 300 {
		t.Errorf("a turned page is shown as %dx%d", after.Pages[0].Width, after.Pages[0].Height)
	}
	w.settle()
	w.run(t, scenario{name: "found by its new title", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"干部履历表"}`,
		wantStatus: 200, wantBody: []string{id, `"pieces":["","干部履历表"]`, `"field":"catalog_row"`}})
}

func TestReplacingAPage(t *testing.T) {
	w := newWorld(t)
	id := w.take("heping", heping, shan)[shan.name]
	fresh := scan(t, 77)
	headers := map[string]string{"If-Match": `"1"`, "Content-Type": "application/octet-stream"}
	path := "/api/v1/dossiers/" + id + "/pages/1/replacement"
	w.run(t,
		scenario{name: "no reason", as: "heping", method: http.MethodPost, path: path, headers: headers, body: fresh, wantStatus: 400},
		scenario{name: "not an image", as: "heping", method: http.MethodPost, path: path + "?reason=rescan", headers: headers, body: []byte("MZ"), wantStatus: 422, wantCode: "page.replacement"},
		scenario{name: "replaced", as: "heping", method: http.MethodPost, path: path + "?reason=rescan", headers: headers, body: fresh, wantStatus: 200,
			wantHeader: map[string]string{"Etag": `"2"`}, wantAudit: []domain.AuditAction{domain.AuditDossierEdit}},
		scenario{name: "the number of the old page is gone", as: "heping", method: http.MethodPost, path: path + "?reason=rescan", headers: headers, body: fresh,
			wantStatus: 404, wantCode: "page.not_found"},
		scenario{name: "stale", as: "heping", method: http.MethodPost, path: strings.Replace(path, "/pages/1/", "/pages/2/", 1) + "?reason=rescan", headers: headers,
			body: fresh, wantStatus: 412, wantCode: "dossier.stale"},
	)
	no := 0
	for _, page := range w.dossier("heping", id).Pages {
		no = max(no, page.No)
	}
	w.run(t, scenario{name: "byte for byte", as: "heping", path: fmt.Sprintf("/api/v1/dossiers/%s/pages/%d/master", id, no), wantStatus: 200,
		wantBody: []string{string(fresh)}})
}

func TestRevealingAndReleasing(t *testing.T) {
	w := newWorld(t)
	id := w.take("heping", heping, shan)[shan.name]
	path := "/api/v1/dossiers/" + id
	w.run(t,
		scenario{name: "a reason is needed", as: "clerk", method: http.MethodPost, path: path + "/reveal", body: `{"reason":" "}`, wantStatus: 400},
		scenario{name: "revealed and logged", as: "clerk", method: http.MethodPost, path: path + "/reveal", body: `{"reason":"核对待遇资格"}`, wantStatus: 200,
			wantBody: []string{shan.id}, wantAudit: []domain.AuditAction{domain.AuditIDReveal}},
		scenario{name: "the trail says why", as: "auditor", path: "/api/v1/audit?action=retiree.reveal", wantStatus: 200,
			wantBody: []string{"核对待遇资格", id}, denyBody: []string{shan.id}, wantAudit: []domain.AuditAction{domain.AuditLogView}},
		scenario{name: "inspection report", as: "clerk", path: path + "/inspection", wantStatus: 200, wantBody: []string{"真实性", `"passed":true`}},
		scenario{name: "clerk may not release", as: "clerk", method: http.MethodPost, path: path + "/release", headers: map[string]string{"If-Match": `"1"`}, wantStatus: 403},
		scenario{name: "released", as: "heping", method: http.MethodPost, path: path + "/release", headers: map[string]string{"If-Match": `"1"`}, wantStatus: 200,
			wantBody: []string{`"released":true`, `"custodyLabel":"在库"`}, wantAudit: []domain.AuditAction{domain.AuditDossierRelease}},
		scenario{name: "not twice", as: "heping", method: http.MethodPost, path: path + "/release", headers: map[string]string{"If-Match": `"2"`}, wantStatus: 409, wantCode: "custody.transition"},
	)
	ingests, err := w.store.Ingests().List(t.Context(), domainScopeAll(), "", 1)
	check(t, err)
	w.run(t, scenario{name: "its ingest stays", as: "heping", method: http.MethodPost, path: "/api/v1/ingests/" + ingests[0].ID + "/undo", wantStatus: 409, wantCode: "ingest.released"})
}

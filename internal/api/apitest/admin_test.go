package apitest

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
)

func TestManagingUsers(t *testing.T) {
	w := newWorld(t)
	target, err := w.store.Users().ByLogin(t.Context(), "clerk")
	check(t, err)
	path := "/api/v1/users/" + target.ID
	version := func(n int) map[string]string { return map[string]string{"If-Match": fmt.Sprintf("%q", fmt.Sprint(n))} }
	w.run(t,
		scenario{name: "archivists may not look", as: "heping", path: "/api/v1/users", wantStatus: 403, wantAudit: []domain.AuditAction{domain.AuditDenied}},
		scenario{name: "list", as: "security", path: "/api/v1/users", wantStatus: 200, wantBody: []string{`"login":"clerk"`}, denyBody: []string{"argon2"}},
		scenario{name: "login taken", as: "security", method: http.MethodPost, path: "/api/v1/users", body: `{"login":"Clerk","name":"x","grants":[{"role":"archivist"}]}`, wantStatus: 409},
		scenario{name: "unknown role", as: "security", method: http.MethodPost, path: "/api/v1/users", body: `{"login":"x2","name":"x","grants":[{"role":"root"}]}`,
			wantStatus: 400, wantCode: "user.unknown_role"},
		scenario{name: "a handler of an enterprise", as: "security", method: http.MethodPost, path: "/api/v1/users",
			body: `{"login":"x3","name":"x","grants":[{"role":"enterprise_handler","enterprise":"` + mill + `"}]}`, wantStatus: 201, wantBody: []string{mill}},
		scenario{name: "a handler of none", as: "security", method: http.MethodPost, path: "/api/v1/users",
			body: `{"login":"x4","name":"x","grants":[{"role":"enterprise_handler","division":"210102"}]}`, wantStatus: 400, wantCode: "user.grant_enterprise"},
		scenario{name: "no version", as: "security", method: http.MethodPatch, path: path, body: `{"disabled":true}`, wantStatus: 400},
		scenario{name: "disabled", as: "security", method: http.MethodPatch, path: path, headers: version(1), body: `{"disabled":true}`, wantStatus: 200,
			wantBody: []string{`"disabled":true`}, wantAudit: []domain.AuditAction{domain.AuditUserChange}},
		scenario{name: "is out at once", as: "clerk", path: "/api/v1/session", wantStatus: 401},
		scenario{name: "stale", as: "security", method: http.MethodPatch, path: path, headers: version(1), body: `{"disabled":false}`, wantStatus: 412},
		scenario{name: "new password", as: "security", method: http.MethodPatch, path: path, headers: version(2), body: `{"disabled":false,"resetPassword":true}`,
			wantStatus: 200, wantBody: []string{"oneTimePassword"}},
	)
}

func TestManagingOffices(t *testing.T) {
	w := newWorld(t)
	w.run(t,
		scenario{name: "archivists may not", as: "heping", method: http.MethodPost, path: "/api/v1/offices", body: `{"code":"X1","name":"新部","division":"210102"}`, wantStatus: 403},
		scenario{name: "unknown division", as: "system", method: http.MethodPost, path: "/api/v1/offices", body: `{"code":"X1","name":"新部","division":"999999"}`,
			wantStatus: 422, wantCode: "office.division"},
		scenario{name: "added", as: "system", method: http.MethodPost, path: "/api/v1/offices", body: `{"code":"X1","name":"新部","division":"210102"}`, wantStatus: 200,
			wantAudit: []domain.AuditAction{domain.AuditOfficeSave}},
		scenario{name: "seen by its district", as: "heping", path: "/api/v1/offices", wantStatus: 200, wantBody: []string{"新部"}},
		scenario{name: "not by others", as: "tiexi", path: "/api/v1/offices", wantStatus: 200, denyBody: []string{"新部"}},
		scenario{name: "a community of the district", as: "agency", method: http.MethodPost, path: "/api/v1/divisions",
			body: `{"code":"210102001002","name":"演示社区"}`, wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditDivisionSave}},
		scenario{name: "a community of another", as: "agency", method: http.MethodPost, path: "/api/v1/divisions",
			body: `{"code":"210106001001","name":"演示社区"}`, wantStatus: 403},
		scenario{name: "divisions", as: "tiexi", path: "/api/v1/divisions", wantStatus: 200, wantBody: []string{"铁西区"}},
		scenario{name: "schemes", as: "tiexi", path: "/api/v1/schemes", wantStatus: 200, wantBody: []string{"CADRE_2018", "四-1"}},
		scenario{name: "rules", as: "tiexi", path: "/api/v1/rules", wantStatus: 200, wantBody: []string{"R30"}},
	)
}

func TestReadingTheAuditTrail(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.send(http.MethodPost, "/api/v1/search", "heping", map[string]string{"Content-Type": "application/json"}, []byte(`{"text":"`+shan.id+`"}`))
	}
	w.run(t, scenario{name: "archivists may not look", as: "heping", path: "/api/v1/audit", wantStatus: 403})
	seen, cursor := 0, ""
	for range 10 {
		_, body := w.send(http.MethodGet, "/api/v1/audit?action=search.query&limit=2&cursor="+cursor, "auditor", nil, nil)
		page := decode[struct {
			Entries []struct{ Detail string }
			Next    string
		}](t, body)
		seen += len(page.Entries)
		if strings.Contains(string(body), shan.id) {
			t.Errorf("identity number in the trail: %s", body)
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if seen != 5 {
		t.Errorf("%d searches in the trail, want 5", seen)
	}
	w.run(t, scenario{name: "damaged cursor", as: "auditor", path: "/api/v1/audit?cursor=AAAA", wantStatus: 400, wantCode: "request.cursor"})
}

func TestDryRunReportAndUndo(t *testing.T) {
	w := newWorld(t)
	broken := person{"无号人", "219999194802290018", 1} // wrong check character
	files := packageOf(t, shan, broken)
	files["沈阳演示机床厂/交接说明.doc"] = []byte("not for us")
	id := w.upload("heping", "第一批 "+shan.id, heping, files)
	path := "/api/v1/ingests/" + id
	w.run(t,
		scenario{name: "confirm before inspection", as: "heping", method: http.MethodPost, path: path + "/confirmation", wantStatus: 409, wantCode: "ingest.state"},
		scenario{name: "inspect", as: "heping", method: http.MethodPost, path: path + "/inspection", wantStatus: 202, wantBody: []string{`"state":"INSPECTING"`},
			wantAudit: []domain.AuditAction{domain.AuditIngestInspect}})
	w.settle()
	w.run(t,
		scenario{name: "verdicts", as: "heping", path: path, wantStatus: 200, wantBody: []string{`"accepted":1`, `"refused":1`, `"state":"INSPECTED"`, `"createdBy":"用户heping"`, "交接说明.doc"}, denyBody: []string{shan.id},
			wantAudit: []domain.AuditAction{}},
		scenario{name: "refused ones", as: "heping", path: path + "/items?verdict=REFUSE", wantStatus: 200, wantBody: []string{"R08", "ID_INVALID", broken.name},
			denyBody: []string{broken.id, shan.name, "dossierId"}, wantAudit: []domain.AuditAction{domain.AuditIngestView}},
		scenario{name: "first page", as: "heping", path: path + "/items?limit=1", wantStatus: 200, wantBody: []string{`"next"`}, wantAudit: []domain.AuditAction{domain.AuditIngestView}},
		scenario{name: "workbook", as: "heping", path: path + "/report.xlsx", wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditIngestReport}, after: checkWorkbook(broken)},
		scenario{name: "nothing stored yet", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{}`, wantStatus: 200, wantBody: []string{`"total":0`}},
		scenario{name: "confirm", as: "heping", method: http.MethodPost, path: path + "/confirmation", wantStatus: 202, wantAudit: []domain.AuditAction{domain.AuditIngestConfirm}})
	w.settle()
	w.run(t,
		scenario{name: "stored", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{}`, wantStatus: 200, wantBody: []string{`"total":1`, shan.name}},
		scenario{name: "taken back", as: "heping", method: http.MethodPost, path: path + "/undo", wantStatus: 200, wantBody: []string{`"state":"UNDONE"`},
			wantAudit: []domain.AuditAction{domain.AuditIngestUndo, domain.AuditDossierWithdraw}})
	w.settle()
	w.run(t, scenario{name: "gone again", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"facets":true}`, wantStatus: 200,
		wantBody: []string{`"total":0`}, denyBody: []string{shan.name, "机床"}})
}

func checkWorkbook(refused person) func(*testing.T, *reply, []byte) {
	return func(t *testing.T, _ *reply, content []byte) {
		t.Helper()
		book, err := excelize.OpenReader(bytes.NewReader(content))
		check(t, err)
		defer book.Close()
		rows, err := book.GetRows("问题")
		check(t, err)
		var text strings.Builder
		for _, row := range rows {
			text.WriteString(strings.Join(row, "|") + "\n")
		}
		if !strings.Contains(text.String(), refused.name+"|拒收|R08") || strings.Contains(text.String(), refused.id) {
			t.Errorf("report:\n%s", text.String())
		}
	}
}

package apitest

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/domain"
)

type accessView struct {
	Entries []struct{ Action, ActionLabel, ActorName, Reason string }
	Next    string
}

// deeds are the actions of an access log, newest first, fetched in small pages.
func (w *world) deeds(as, path string) []string {
	w.t.Helper()
	var actions []string
	for cursor := ""; ; {
		response, body := w.send(http.MethodGet, path+"?limit=2&cursor="+cursor, as, nil, nil)
		if response.StatusCode != http.StatusOK {
			w.t.Fatalf("%s: %d %s", path, response.StatusCode, body)
		}
		page := decode[accessView](w.t, body)
		for _, entry := range page.Entries {
			actions = append(actions, strings.TrimSpace(entry.Action+" "+entry.Reason))
		}
		if cursor = page.Next; cursor == "" {
			return actions
		}
	}
}

func TestAccessLogOfDossier(t *testing.T) {
	w := newWorld(t)
	id := w.take("heping", heping, shan)[shan.name]
	path := "/api/v1/dossiers/" + id
	w.run(t,
		scenario{name: "found", as: "clerk", method: http.MethodPost, path: "/api/v1/search", body: map[string]string{"text": shan.name}, wantStatus: 200,
			wantAudit: []domain.AuditAction{domain.AuditSearch, domain.AuditSearchHit}},
		scenario{name: "read", as: "clerk", path: path, wantStatus: 200},
		scenario{name: "revealed", as: "clerk", method: http.MethodPost, path: path + "/reveal", body: `{"reason":"核对身份"}`, wantStatus: 200},
		scenario{name: "one's own office only", as: "tiexi", path: path + "/access-log", wantStatus: 404, wantCode: "dossier.not_found"},
		scenario{name: "a reading-room clerk keeps no log", as: "clerk", path: path + "/access-log", wantStatus: 403},
		scenario{name: "nor its workbook", as: "clerk", path: path + "/access-log.xlsx", wantStatus: 403},
		scenario{name: "looking is an entry", as: "heping", path: path + "/access-log", wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditAccessView},
			wantBody: []string{`"reason":"核对身份"`, `"actorName":"用户clerk"`, "查档命中"}, denyBody: []string{shan.id}},
	)
	actions := w.deeds("auditor", path+"/access-log")
	wantBegin := []string{"access.view", "retiree.reveal 核对身份", "dossier.view", "search.hit " + shan.name}
	seen := strings.Join(actions, "|")
	if !strings.Contains(seen, strings.Join(wantBegin, "|")) || !strings.HasSuffix(seen, "dossier.create") {
		t.Errorf("the log holds %s", seen)
	}
	w.run(t, scenario{name: "workbook", as: "heping", path: path + "/access-log.xlsx", wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditAccessExport},
		after: func(t *testing.T, _ *reply, content []byte) {
			t.Helper()
			book, err := excelize.OpenReader(bytes.NewReader(content))
			check(t, err)
			defer book.Close()
			rows, err := book.GetRows("访问记录")
			check(t, err)
			if text := fmt.Sprint(rows); !strings.Contains(text, "显示身份证号 核对身份 档案") || strings.Contains(text, shan.id) {
				t.Errorf("workbook: %s", text)
			}
		}})
}

func TestAccessLogOfPerson(t *testing.T) {
	w := newWorld(t)
	dossierID := w.take("heping", heping, shan)[shan.name]
	person := domain.LedgerPerson{ID: domain.NewID(), Name: shan.name, IDNumber: domain.IDNumber(shan.id), Division: community, Version: 1,
		CreatedAt: w.clock.Now(), UpdatedAt: w.clock.Now()}
	check(t, w.store.Ledger().Enter(t.Context(), []domain.LedgerPerson{person}))
	path := "/api/v1/persons/" + person.ID
	w.run(t,
		scenario{name: "ledger", as: "community", path: path, wantStatus: 200},
		scenario{name: "dossier", as: "heping", path: "/api/v1/dossiers/" + dossierID, wantStatus: 200},
		scenario{name: "communities keep no log", as: "community", path: path + "/access-log", wantStatus: 403},
		scenario{name: "nor does another district know of it", as: "agency-tiexi", path: path + "/access-log", wantStatus: 404},
	)
	agency, officer := strings.Join(w.deeds("agency", path+"/access-log"), "|"), strings.Join(w.deeds("auditor", path+"/access-log"), "|")
	if !strings.Contains(agency, "ledger.view") || strings.Contains(agency, "dossier.") {
		t.Errorf("the agency reads %s", agency)
	}
	if !strings.Contains(officer, "ledger.view") || !strings.Contains(officer, "dossier.view") {
		t.Errorf("the audit officer reads %s", officer)
	}
}

func TestExportingTheAuditTrail(t *testing.T) {
	w := newWorld(t)
	w.run(t,
		scenario{name: "not for archivists", as: "heping", path: "/api/v1/audit/export.jsonl", wantStatus: 403},
		scenario{name: "no such moment", as: "auditor", path: "/api/v1/audit/export.jsonl?from=yesterday", wantStatus: 400},
		scenario{name: "all", as: "auditor", path: "/api/v1/audit/export.jsonl", wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditLogExport},
			wantBody: []string{`"action":"access.denied"`, `"action":"audit.export"`}, wantHeader: map[string]string{"Content-Type": "application/x-ndjson"}},
		scenario{name: "nothing that long ago", as: "auditor", path: "/api/v1/audit/export.jsonl?to=2000-01-01T00:00:00Z", wantStatus: 200,
			after: func(t *testing.T, _ *reply, body []byte) {
				t.Helper()
				if len(body) != 0 {
					t.Errorf("%s", body)
				}
			}},
	)
}

func TestTrailIsMeasured(t *testing.T) {
	w := newWorld(t)
	w.config.AuditHealth = func() audit.Health { return audit.Health{VerifiedAt: w.clock.Now(), Faults: 3, Entries: 17} }
	w.open()
	w.run(t, scenario{name: "metrics", path: "/metrics", wantStatus: 200, wantBody: []string{"danganku_audit_faults 3", "danganku_audit_verified_entries 17",
		"danganku_audit_clean_timestamp_seconds 0", fmt.Sprintf("danganku_audit_verified_timestamp_seconds %g", float64(w.clock.Now().Unix()))}})
}

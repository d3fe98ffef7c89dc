package apitest

import (
	"net/http"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

func TestPackageFromUploadToDossier(t *testing.T) {
	w := newWorld(t)
	stored := w.take("heping", heping, shan, li)
	id := stored[shan.name]
	w.run(t,
		scenario{name: "found by pinyin", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"shanshouyi","facets":true}`,
			wantStatus: 200, wantBody: []string{id, `"total":1`, `"label":"和平区档案部"`, `"label":"和平区"`, `"label":"待发布"`}, denyBody: []string{shan.id},
			wantAudit: []domain.AuditAction{domain.AuditSearch, domain.AuditSearchHit}},
		scenario{name: "opened", as: "heping", path: "/api/v1/dossiers/" + id, wantStatus: 200, wantHeader: map[string]string{"Etag": `"1"`},
			wantBody: []string{"职工履历表", "/iiif/image/3/" + id + ":1", domain.IDNumber(shan.id).Masked()}, denyBody: []string{shan.id},
			wantAudit: []domain.AuditAction{domain.AuditDossierView}},
		scenario{name: "text of a page", as: "heping", path: "/api/v1/dossiers/" + id + "/pages/1/text", wantStatus: 200, wantBody: []string{`"texts":[`},
			wantAudit: []domain.AuditAction{domain.AuditPageView}},
		scenario{name: "suggested", as: "heping", method: http.MethodPost, path: "/api/v1/search/suggestions", body: `{"text":"单"}`,
			wantStatus: 200, wantBody: []string{shan.name}, wantAudit: []domain.AuditAction{domain.AuditSuggest}},
		scenario{name: "typed number", as: "heping", method: http.MethodPost, path: "/api/v1/search/suggestions", body: `{"text":"` + shan.id + `"}`,
			wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditSuggest}},
		scenario{name: "what the trail says of it", as: "auditor", path: "/api/v1/audit?action=search.suggest", wantStatus: 200,
			wantBody: []string{"单"}, denyBody: []string{shan.id}},
	)
}

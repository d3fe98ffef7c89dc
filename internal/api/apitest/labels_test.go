package apitest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

func labelsBody(ids ...string) string {
	return `{"dossierIds":["` + strings.Join(ids, `","`) + `"]}`
}

func TestLabels(t *testing.T) {
	w := newWorld(t)
	ids := w.take("heping", heping, shan, li)
	both := labelsBody(ids[li.name], ids[shan.name], ids[li.name])
	const path = "/api/v1/labels"
	pdf := func(pages int) func(*testing.T, *reply, []byte) {
		return func(t *testing.T, response *reply, body []byte) {
			if got := strings.Count(string(body), "/Type /Page\n"); got != pages || response.Header.Get("Content-Type") != "application/pdf" {
				t.Errorf("%d pages of %s, want %d", got, response.Header.Get("Content-Type"), pages)
			}
		}
	}
	printed := []domain.AuditAction{domain.AuditLabelPrint, domain.AuditLabelPrint}
	for _, width := range domain.SpineWidths() {
		w.run(t, scenario{name: fmt.Sprintf("%d mm", width), as: "heping", method: http.MethodPost, path: fmt.Sprintf("%s?kind=SPINE&spineWidth=%d", path, width),
			body: both, wantStatus: 200, wantAudit: printed, after: pdf(1)})
	}
	ingest := must[*domain.Dossier](t)(w.store.Dossiers().Get(t.Context(), ids[shan.name])).IngestID
	w.run(t,
		scenario{name: "last sticker", as: "heping", method: http.MethodPost, path: path + "?kind=QR&start=24", body: both, wantStatus: 200, after: pdf(2),
			wantHeader: map[string]string{"Content-Disposition": "inline; filename*=UTF-8''labels.pdf"}},
		scenario{name: "of an ingest", as: "heping", path: "/api/v1/ingests/" + ingest + "/labels.pdf?kind=QR", wantStatus: 200, wantAudit: printed, after: pdf(1)},
		scenario{name: "of a part that is not there", as: "heping", path: "/api/v1/ingests/" + ingest + "/labels.pdf?kind=QR&part=2", wantStatus: 422, wantCode: "label.none"},
		scenario{name: "each dossier's access log", as: "heping", path: "/api/v1/dossiers/" + ids[shan.name] + "/access-log", wantStatus: 200, wantBody: []string{"label.print"}},
		scenario{name: "no width", as: "heping", method: http.MethodPost, path: path + "?kind=SPINE", body: both, wantStatus: 400, wantCode: "label.spine_width"},
		scenario{name: "another width", as: "heping", method: http.MethodPost, path: path + "?kind=SPINE&spineWidth=25", body: both, wantStatus: 400, wantCode: "request.invalid"},
		scenario{name: "beyond the sheet", as: "heping", method: http.MethodPost, path: path + "?kind=QR&start=25", body: both, wantStatus: 400, wantCode: "request.invalid"},
		scenario{name: "nothing chosen", as: "heping", method: http.MethodPost, path: path + "?kind=QR", body: `{}`, wantStatus: 400, wantCode: "label.dossiers"},
		scenario{name: "too much chosen", as: "heping", method: http.MethodPost, path: path + "?kind=QR", body: labelsBody(newIDs(domain.MaxLabelDossiers + 1)...), wantStatus: 400, wantCode: "label.dossiers"},
		scenario{name: "no identifier", as: "heping", method: http.MethodPost, path: path + "?kind=QR", body: labelsBody(shan.id), wantStatus: 400, wantCode: "request.invalid", denyBody: []string{shan.id}},
		scenario{name: "no list", as: "heping", method: http.MethodPost, path: path + "?kind=QR", body: `{"dossierIds":"x"}`, wantStatus: 400, wantCode: "request.invalid"},
	)
}

func newIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = domain.NewID()
	}
	return ids
}

// TestForeignLabels asks for a label of one's own and one of the other district's dossier together: nothing is printed, nothing
// logged, and the answer is that about a dossier that is not there.
func TestForeignLabels(t *testing.T) {
	w := newWorld(t)
	own := w.take("heping", heping, shan)[shan.name]
	foreign := w.take("tiexi", tiexi, wang)[wang.name]
	for _, id := range []string{foreign, domain.NewID()} {
		w.run(t, scenario{name: "denied like absent", as: "heping", method: http.MethodPost, path: "/api/v1/labels?kind=QR", body: labelsBody(own, id), wantStatus: 404,
			wantCode: "dossier.not_found", denyBody: []string{wang.name, id}, wantAudit: []domain.AuditAction{}})
	}
}

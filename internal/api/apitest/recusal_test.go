package apitest

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// ownOrRelative is the code of rule R25.
var ownOrRelative = domain.RuleByID(domain.R25).Code

// aboutSubjects are the parameters of routes to dossiers and to the work with them.
var aboutSubjects = map[string]bool{":dossierId": true, ":page": true, ":loanId": true, ":consultationId": true, ":copyId": true,
	":certificateId": true, ":outboundId": true, ":holdId": true}

// declares lets a user declare everybody in the archive as relatives.
func (w *world) declares(as string) {
	w.t.Helper()
	relatives := []map[string]string{}
	for _, p := range slices.Concat(retirees, shelved) {
		relatives = append(relatives, map[string]string{"name": p.name, "idNumber": p.id, "relation": "亲属"})
	}
	w.call(as, http.MethodPost, "/api/v1/session/recusal", 0, map[string]any{"relatives": relatives})
}

// TestRelativesReadNothing asks every operation about dossiers and the work with them as somebody with all the rights to do it,
// who is a relative of everybody: a route added later that forgets rule R25 fails.
func TestRelativesReadNothing(t *testing.T) {
	w := &matrix{world: newWorld(t)}
	w.matrixColumns()
	var grants []domain.Grant
	for _, role := range []authz.Role{authz.Archivist, authz.ReadingRoomClerk, authz.Approver, authz.AgencyOfficer} {
		grants = append(grants, domain.Grant{Role: string(role), Division: heping})
	}
	id := domain.NewID()
	check(t, w.store.Users().Create(t.Context(), domain.User{ID: id, Login: "relative", Name: "亲属", PasswordHash: "none", Grants: grants, CreatedAt: w.clock.Now(), Version: 1}))
	w.tokens["relative"] = w.session(t.Context(), id, "relative")
	questions := w.questions()
	w.declares("relative")
	refused := 0
	for _, q := range questions {
		if !w.aboutSubject(q) {
			continue
		}
		switch sign, said := w.put(q, q.things, "relative"); {
		case sign == "~" && (q.method == http.MethodHead || strings.Contains(string(said), ownOrRelative)):
			refused++
		case sign != "?": // which TestAuthorisationMatrix finds
			t.Errorf("%s (%s): %s %.300s", q.name(), q.state, sign, said)
		}
	}
	if refused < 30 {
		t.Errorf("only %d operations were refused", refused)
	}
}

// aboutSubject reports whether a question is about a dossier, or work with one, that is there. The address of an image leads to
// its info.json, whether or not there is an image.
func (w *matrix) aboutSubject(q question) bool {
	return q.name() == "POST /api/v1/labels" || strings.Contains(q.template, "/access-log") || q.template != "/iiif/image/3/:page" &&
		slices.ContainsFunc(strings.Split(q.template, "/"), func(part string) bool { return aboutSubjects[part] && q.things[part] != "" })
}

// TestSearchesListHeadsOfRelatives: that there is a dossier may be known, what it holds may not.
func TestSearchesListHeadsOfRelatives(t *testing.T) {
	w := newWorld(t)
	w.take("heping", heping, shan)
	search := func(name, text string, hits int) scenario {
		return scenario{name: name, as: "heping", method: http.MethodPost, path: "/api/v1/search", body: map[string]string{"text": text}, wantStatus: 200,
			after: func(t *testing.T, _ *reply, body []byte) {
				answer := decode[struct {
					Total int
					Hits  []struct{ Highlights []struct{ Field string } }
				}](t, body)
				if answer.Total != hits || len(answer.Hits) != hits {
					t.Errorf("%d hits of %d, want %d", len(answer.Hits), answer.Total, hits)
				}
			}}
	}
	const row = "职工履历表"
	w.run(t, search("by name", shan.name, 1), search("by a row of the catalogue", row, 1))
	w.declares("heping")
	w.run(t, search("a relative by name", shan.name, 1), search("a relative by a row of the catalogue", row, 0))
}

func TestDeclarationsOverHTTP(t *testing.T) {
	w := newWorld(t)
	user := must[domain.User](t)(w.store.Users().ByLogin(t.Context(), "heping"))
	path, recusal := "/api/v1/users/"+user.ID+"/recusal", "/api/v1/session/recusal"
	masked := domain.IDNumber(shan.id).Masked()
	version := map[string]string{"If-Match": `"2"`}
	w.token("token", domain.Grant{Role: string(authz.Archivist), Division: heping})
	w.run(t,
		scenario{name: "nothing yet", as: "heping", path: recusal, wantStatus: 200, wantBody: []string{`"relatives":[]`}},
		scenario{name: "a token is no person", as: "token", path: recusal, wantStatus: 401},
		scenario{name: "a number that is none", as: "heping", method: http.MethodPost, path: recusal, body: `{"idNumber":"210102194802290010","relatives":[]}`,
			wantStatus: 422, wantCode: "recusal.number", wantAudit: []domain.AuditAction{}},
		scenario{name: "declared", as: "heping", method: http.MethodPost, path: recusal, body: `{"idNumber":"` + shan.id + `","relatives":[{"name":"李某","idNumber":"` + li.id + `","relation":"配偶"}]}`,
			wantStatus: 200, wantBody: []string{masked, "李某", "配偶"}, denyBody: []string{shan.id, li.id}, wantAudit: []domain.AuditAction{domain.AuditUserChange}},
		scenario{name: "read again", as: "heping", path: recusal, wantStatus: 200, wantBody: []string{masked, "李某"}, denyBody: []string{shan.id, li.id}},
		scenario{name: "the security officer sees it", as: "security", path: "/api/v1/users", wantStatus: 200, wantBody: []string{masked, "李某"}, denyBody: []string{shan.id, li.id}},
		scenario{name: "not corrected by oneself", as: "heping", method: http.MethodPut, path: path, headers: version, body: `{"keep":[],"add":[]}`, wantStatus: 403},
		scenario{name: "an older version", as: "security", method: http.MethodPut, path: path, headers: map[string]string{"If-Match": `"1"`}, body: `{"keep":[],"add":[]}`, wantStatus: 412},
		scenario{name: "corrected", as: "security", method: http.MethodPut, path: path, headers: version, body: `{"idNumber":"","keep":[0],"add":[]}`,
			wantStatus: 200, wantBody: []string{"李某"}, denyBody: []string{masked, shan.id, li.id}, wantAudit: []domain.AuditAction{domain.AuditUserChange}},
	)
}

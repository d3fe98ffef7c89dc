package apitest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// token makes an API token, which w.send then uses for the login of that name.
func (w *world) token(login string, grants ...domain.Grant) domain.APIToken {
	w.t.Helper()
	admin := authz.System("test")
	token, secret, err := w.accounts.CreateToken(w.t.Context(), admin, account.NewToken{Name: login, Grants: grants,
		ExpiresAt: w.clock.Now().Add(24 * time.Hour)})
	check(w.t, err)
	w.bearers[login] = secret
	return token
}

// things makes one of everything that has an identifier, all of one enterprise in heping, by the names of route parameters.
func (w *world) things() map[string]string {
	w.t.Helper()
	h := w.newWalk()
	h.reach(shan, li)
	h.decide(1, shan, withGap)
	batch := w.call("heping", http.MethodGet, "/api/v1/batches/"+h.batch, 0, nil)
	first := func(as, path, list string) string {
		found := w.call(as, http.MethodGet, path, 0, nil)
		return at[string](w, at[[]any](w, found, list)[0], "id")
	}
	person := at[[]any](w, w.call("agency", http.MethodPost, "/api/v1/persons/query", 0, map[string]any{}), "persons")[0]
	response, run := w.send(http.MethodPost, "/api/v1/matches", "agency", map[string]string{"Content-Type": "application/json"}, []byte(matchBody))
	if response.StatusCode != http.StatusCreated {
		w.t.Fatalf("match: %d %s", response.StatusCode, run)
	}
	nature := w.call("heping", http.MethodGet, "/api/v1/nature-forms", 0, nil)
	form := at[map[string]any](w, at[[]any](w, nature, "natureForms")[0], "fields")
	return map[string]string{
		":batchId": h.batch, ":agreementId": h.agreement, ":natureFormId": first("heping", "/api/v1/nature-forms", "natureForms"),
		":rosterId": first("handler", "/api/v1/rosters", "rosters"), ":gapId": at[string](w, at[[]any](w, batch, "gaps")[0], "id"),
		":number": at[string](w, at[[]any](w, batch, "papers")[0], "number"), ":personId": at[string](w, person, "id"),
		":matchId": at[string](w, decode[map[string]any](w.t, run), "id"), ":attachmentId": at[string](w, form, "attachmentId"),
		":enterpriseId": factory,
	}
}

// TestForeignHandoversLookAbsent asks for everything that has an identifier as all those who have no business with it. The answer
// must be exactly that about an identifier that nothing has. It walks the routes, so that one added later is asked, too.
func TestForeignHandoversLookAbsent(t *testing.T) {
	w := newWorld(t)
	things := w.things()
	w.token("partner", domain.Grant{Role: string(authz.DataPartner), Division: tiexi})
	// Enterprises are known to all who manage any; whose they are is no secret between offices.
	knowEnterprises := map[string]bool{"tiexi": true, "agency-tiexi": true}
	// The community serves a person of the handover; everything else is foreign to it.
	served := map[string]bool{":personId": true}
	asked := 0
	w.expectThere(things)
	for _, route := range w.engine.Routes() {
		parameter := parameterOf(route.Path, things)
		if parameter == "" || route.Method == http.MethodHead {
			continue
		}
		asked++
		for _, as := range []string{"tiexi", "agency-tiexi", "mill", "provincial", "community", "partner", "clerk"} {
			if parameter == ":enterpriseId" && knowEnterprises[as] || as == "community" && served[parameter] {
				continue
			}
			t.Run(fmt.Sprintf("%s %s as %s", route.Method, route.Path, as), func(t *testing.T) {
				w.t = t
				name := route.Method + " " + route.Path
				foreign := w.problemAt(name, addressOf(route.Path, things), as)
				absent := w.problemAt(name, addressOf(route.Path, nil), as)
				if !bytes.Equal(foreign, absent) {
					t.Errorf("foreign: %s\nabsent:  %s", foreign, absent)
				}
			})
		}
	}
	w.t = t
	if asked < 45 {
		t.Errorf("only %d routes were asked: are their parameters named?", asked)
	}
}

// expectThere reads each of the things as one whose business it is, so that asking others about them means something.
func (w *world) expectThere(things map[string]string) {
	w.t.Helper()
	owners := map[string]string{":rosterId": "handler", ":personId": "agency", ":matchId": "agency"}
	for _, route := range w.engine.Routes() {
		parameter := parameterOf(route.Path, things)
		if parameter == "" || route.Method != http.MethodGet {
			continue
		}
		as := cmp.Or(owners[parameter], "heping")
		if response, content := w.send(route.Method, addressOf(route.Path, things), as, nil, nil); response.StatusCode != http.StatusOK {
			w.t.Errorf("%s as %s: %d %s", route.Path, as, response.StatusCode, content)
		}
	}
}

// parameterOf is the first parameter of a route among the things.
func parameterOf(template string, things map[string]string) string {
	for segment := range strings.SplitSeq(template, "/") {
		if _, known := things[segment]; known {
			return segment
		}
	}
	return ""
}

// problemAt is the refusal of a request without what differs from request to request.
func (w *world) problemAt(route, address, as string) []byte {
	w.t.Helper()
	method, _, _ := strings.Cut(route, " ")
	response, content := w.send(method, address, as, map[string]string{"If-Match": `"1"`, "Content-Type": contentType(route)}, bodyOf(route))
	if response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusForbidden {
		w.t.Fatalf("status %d: %s", response.StatusCode, content)
	}
	var problem map[string]any
	check(w.t, json.Unmarshal(content, &problem))
	delete(problem, "requestId")
	return must[[]byte](w.t)(json.Marshal(problem))
}

// TestListsKnowOneEnterpriseOnly asks for lists as those who have no business with the handover.
func TestListsKnowOneEnterpriseOnly(t *testing.T) {
	w := newWorld(t)
	things := w.things()
	for _, list := range []string{"/api/v1/batches", "/api/v1/agreements", "/api/v1/nature-forms", "/api/v1/rosters", "/api/v1/enterprises"} {
		w.run(t,
			scenario{name: "own " + list, as: "handler", path: list, wantStatus: 200, wantBody: []string{`"id":"`}, denyBody: []string{millName}},
			scenario{name: "another enterprise " + list, as: "mill", path: list, wantStatus: 200, denyBody: []string{factoryName, things[":batchId"], things[":rosterId"]}},
			scenario{name: "a community " + list, as: "community", path: list, wantStatus: 403},
		)
		if list != "/api/v1/enterprises" {
			w.run(t, scenario{name: "another district " + list, as: "agency-tiexi", path: list, wantStatus: 200,
				denyBody: []string{factoryName, things[":batchId"], things[":rosterId"]}})
		}
	}
	w.run(t,
		scenario{name: "ledger of another district", as: "agency-tiexi", method: http.MethodPost, path: "/api/v1/persons/query", body: `{}`, wantStatus: 200,
			wantBody: []string{`"total":0`}},
		scenario{name: "ledger by number", as: "agency-tiexi", method: http.MethodPost, path: "/api/v1/persons/query", body: `{"text":"` + shan.id + `"}`,
			wantStatus: 200, wantBody: []string{`"total":0`}},
		scenario{name: "ledger of handlers", as: "handler", method: http.MethodPost, path: "/api/v1/persons/query", body: `{}`, wantStatus: 403},
		scenario{name: "matches of another district", as: "agency-tiexi", path: "/api/v1/matches", wantStatus: 200, wantBody: []string{`"matches":[]`}},
		scenario{name: "dossiers of communities", as: "community", method: http.MethodPost, path: "/api/v1/search", body: `{}`, wantStatus: 403},
		scenario{name: "offices of handlers", as: "handler", path: "/api/v1/offices", wantStatus: 200, wantBody: []string{"铁西区档案部"}},
	)
}

// TestAttachmentsAreReadByTheirParties uploads files and asks for them as others.
func TestAttachmentsAreReadByTheirParties(t *testing.T) {
	w := newWorld(t)
	content := []byte("%PDF-1.4\nsealed form\n%%EOF\n")
	unused := w.attach("handler", "sealed.pdf", content)
	path := "/api/v1/attachments/" + unused
	theft := `{"enterpriseId":"` + mill + `","level":"CITY","owner":"某局","registrationDivision":"210102","insuranceDivision":"210102","attachmentId":"` + unused + `"}`
	w.run(t,
		scenario{name: "by its uploader", as: "handler", path: path, wantStatus: 200, wantBody: []string{"sealed form"}, wantHeader: map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment; filename*=UTF-8''sealed.pdf"}},
		scenario{name: "by the office, unused", as: "heping", path: path, wantStatus: 404, wantCode: "attachment.not_found"},
		scenario{name: "by another enterprise", as: "mill", path: path, wantStatus: 404, wantCode: "attachment.not_found"},
		scenario{name: "tied to a form of another", as: "mill", method: http.MethodPost, path: "/api/v1/nature-forms", body: theft, wantStatus: 422,
			wantCode: "attachment.unusable"},
		scenario{name: "tied where there is none", as: "mill", method: http.MethodPost, path: "/api/v1/nature-forms",
			body: strings.Replace(theft, unused, absentID, 1), wantStatus: 422, wantCode: "attachment.unusable"},
		scenario{name: "a program", as: "handler", method: http.MethodPost, path: "/api/v1/attachments?name=a.pdf", body: "MZ\x00", wantStatus: 422,
			wantCode: "attachment.type", headers: map[string]string{"Content-Type": "application/octet-stream"}},
		scenario{name: "by someone without business here", as: "supervisor", method: http.MethodPost, path: "/api/v1/attachments?name=a.pdf", body: string(content),
			wantStatus: 403, headers: map[string]string{"Content-Type": "application/octet-stream"}},
		scenario{name: "tied", as: "handler", method: http.MethodPost, path: "/api/v1/nature-forms", body: strings.Replace(theft, mill, factory, 1), wantStatus: 201},
		scenario{name: "by the office", as: "heping", path: path, wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditAttachmentRead}},
		scenario{name: "by another district", as: "tiexi", path: path, wantStatus: 404, wantCode: "attachment.not_found"},
	)
}

// TestTokensOfOtherSystems sends a department's list with an API token.
func TestTokensOfOtherSystems(t *testing.T) {
	w := newWorld(t)
	w.newWalk().reach(shan)
	token := w.token("civil", domain.Grant{Role: string(authz.DataPartner), Division: heping})
	w.bearers["forged"] = "dgk_" + strings.Repeat("A", 43)
	body := strings.Replace(matchBody, "十月", "死亡名单", 1)
	post := func(name, as string, status int, code string, headers map[string]string) scenario {
		return scenario{name: name, as: as, method: http.MethodPost, path: "/api/v1/matches", headers: headers, body: body, wantStatus: status, wantCode: code}
	}
	again := map[string]string{"Idempotency-Key": "civil-2026-10"}
	sent := post("matched", "civil", 201, "", again)
	sent.wantBody = []string{`"exact":1`}
	elsewhere := post("another site", "civil", 201, "", map[string]string{"Idempotency-Key": "civil-2026-10", "Origin": "https://civil.example", "Sec-Fetch-Site": "cross-site"})
	elsewhere.wantBody = []string{`"exact":1`}
	w.run(t, sent, post("sent again", "civil", 201, "", again), elsewhere,
		post("a forged token", "forged", 401, "token.invalid", nil),
		scenario{name: "may only submit", as: "civil", path: "/api/v1/batches", wantStatus: 403},
		scenario{name: "has no session", as: "civil", path: "/api/v1/session", wantStatus: 401, wantCode: "token.invalid"},
		scenario{name: "cannot end one", as: "civil", method: http.MethodDelete, path: "/api/v1/session", wantStatus: 401, wantCode: "token.invalid"},
		scenario{name: "has no images", as: "civil", path: "/iiif/presentation/3/" + absentID + "/manifest.json", wantStatus: 401, wantCode: "token.invalid"},
		scenario{name: "uploads no packages", as: "civil", method: http.MethodPost, path: "/api/v1/uploads/", wantStatus: 401, wantCode: "token.invalid"},
		scenario{name: "is not made by everybody", as: "heping", method: http.MethodPost, path: "/api/v1/tokens", body: handoverBodies["POST /api/v1/tokens"], wantStatus: 403},
		scenario{name: "is made", as: "security", method: http.MethodPost, path: "/api/v1/tokens", body: handoverBodies["POST /api/v1/tokens"], wantStatus: 201,
			wantBody: []string{`"secret":"dgk_`}, wantAudit: []domain.AuditAction{domain.AuditTokenCreate}},
		scenario{name: "is listed without its secret", as: "security", path: "/api/v1/tokens", wantStatus: 200, wantBody: []string{token.ID, `"revoked":false`},
			denyBody: []string{w.bearers["civil"], "secret"}},
		scenario{name: "is revoked", as: "security", method: http.MethodDelete, path: "/api/v1/tokens/" + token.ID, wantStatus: 204},
		post("revoked", "civil", 401, "token.invalid", nil),
	)
	runs := at[[]any](w, w.call("agency", http.MethodGet, "/api/v1/matches", 0, nil), "matches")
	if len(runs) != 1 {
		t.Errorf("the same request key made %d runs", len(runs))
	}
	w.token("late", domain.Grant{Role: string(authz.DataPartner), Division: heping})
	w.clock.Advance(25 * time.Hour)
	w.run(t, post("expired", "late", 401, "token.invalid", nil))
}

// TestMatchesAreReviewed applies a death that a workbook of another department reports.
func TestMatchesAreReviewed(t *testing.T) {
	w := newWorld(t)
	w.newWalk().reach(shan)
	list := "姓名,身份证号,死亡日期\n" + shan.name + "," + shan.id + ",2026-10-05\n"
	response, answer := w.send(http.MethodPost, "/api/v1/matches/workbook?name=deaths.csv&department=CIVIL_AFFAIRS&kind=DEATHS&division=210102", "agency",
		map[string]string{"Content-Type": "application/octet-stream"}, []byte(list))
	if response.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", response.StatusCode, answer)
	}
	path := "/api/v1/matches/" + at[string](w, decode[map[string]any](t, answer), "id")
	w.run(t,
		scenario{name: "rows", as: "agency", path: path + "/rows?review=PENDING", wantStatus: 200, wantBody: []string{`"verdict":"EXACT"`, shan.name}},
		scenario{name: "confirmed", as: "agency", method: http.MethodPost, path: path + "/rows/1/review", body: `{"confirm":true}`, wantStatus: 200,
			wantBody: []string{`"review":"CONFIRMED"`, `"survival":"DECEASED"`, `"diedOn":"2026-10-05"`}},
		scenario{name: "once", as: "agency", method: http.MethodPost, path: path + "/rows/1/review", body: `{"confirm":true}`, wantStatus: 409},
		scenario{name: "counted", as: "agency", path: path, wantStatus: 200, wantBody: []string{`"pending":0`}},
	)
}

// TestMaskedFormsAreSavedWhole corrects one field of a form whose numbers the clerk sees masked.
func TestMaskedFormsAreSavedWhole(t *testing.T) {
	w := newWorld(t)
	h := w.newWalk()
	form := formOf(shan)
	form.Roster.Remark = "配偶身份证号" + li.id
	h.draft(form)
	shown := w.call("handler", http.MethodGet, h.linePath(1), 0, nil)
	edited := at[map[string]any](w, shown, "form")
	edited["post"] = "钳工"
	saved := w.call("handler", http.MethodPut, h.linePath(1), 1, edited)
	if post := at[string](w, saved, "form", "post"); post != "钳工" {
		t.Errorf("the post is %q", post)
	}
	stored := must[domain.BatchLine](t)(w.store.Batches().Line(t.Context(), h.batch, 1)).Form
	if stored.IDNumber.Full() != shan.id || stored.InsuranceNo != shan.id || stored.Roster.Remark != form.Roster.Remark {
		t.Errorf("asterisks were stored: %q %q %q", stored.IDNumber.Full(), stored.InsuranceNo, stored.Roster.Remark)
	}
	w.run(t, scenario{name: "revealed for a reason", as: "handler", method: http.MethodPost, path: h.linePath(1) + "/id-number", body: `{"reason":"核对身份证件"}`,
		wantStatus: 200, wantBody: []string{shan.id}, wantAudit: []domain.AuditAction{domain.AuditLineReveal}})
	edited["idNumber"] = "2199**********9999"
	if response, content := w.ask("handler", http.MethodPut, h.linePath(1), 2, edited); codeOf(content) != "line.id_number" {
		t.Errorf("a number with other asterisks: %d %s", response.StatusCode, content)
	}
	if strings.Contains(w.log.String(), shan.id) {
		t.Error("the log has a full number")
	}
}

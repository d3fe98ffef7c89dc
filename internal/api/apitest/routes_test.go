package apitest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// open routes answer strangers; everything else must not.
var openRoutes = map[string]bool{"GET /healthz": true, "GET /readyz": true, "GET /metrics": true, "POST /api/v1/session": true,
	"POST /api/v1/reading-room/session": true, "GET /api/v1/reading-room/session": true, "GET /api/v1/reading-room/pages/:pageNo.jpg": true,
	"GET /api/v1/verification/:code": true,
	"GET /api/v1/session/oidc":       true, "POST /api/v1/session/oidc": true, "GET /api/v1/session/oidc/callback": true, "POST /api/v1/session/oidc/code": true}

// ownRoutes are about the caller's own session.
var ownRoutes = map[string]bool{"GET /api/v1/session": true, "DELETE /api/v1/session": true, "PUT /api/v1/session/password": true,
	"POST /api/v1/session/totp": true, "POST /api/v1/session/totp/confirmation": true, "POST /api/v1/session/totp/removal": true,
	"GET /api/v1/session/recusal": true, "POST /api/v1/session/recusal": true}

// bodies are requests that a user with the right to make them could make.
var bodies = map[string]string{
	"POST /api/v1/search":                         `{"text":"单守义"}`,
	"POST /api/v1/search/suggestions":             `{"text":"单"}`,
	"PATCH /api/v1/dossiers/:dossierId":           `{"reason":"更正","operations":[{"op":"rotatePage","pageNo":1,"rotation":90}]}`,
	"POST /api/v1/dossiers/:dossierId/reveal":     `{"reason":"办理待遇"}`,
	"POST /api/v1/ingests":                        `{"name":"x","office":"210102","files":[{"path":"a.jpg","size":1}]}`,
	"POST /api/v1/offices":                        `{"code":"X1","name":"某部","division":"210102"}`,
	"POST /api/v1/users":                          `{"login":"new","name":"新人","grants":[{"role":"archivist"}]}`,
	"PATCH /api/v1/users/:userId":                 `{"disabled":true}`,
	"POST /api/v1/dossiers/:dossierId/release":    ``,
	"POST /api/v1/ingests/:ingestId/inspection":   ``,
	"POST /api/v1/session":                        `{"login":"x","password":"y"}`,
	"POST /api/v1/session/oidc":                   `{"returnTo":"/"}`,
	"POST /api/v1/session/oidc/code":              `{"code":"000000"}`,
	"PUT /api/v1/session/password":                `{"current":"x","new":"0123456789"}`,
	"POST /api/v1/session/totp":                   `{"password":"x"}`,
	"POST /api/v1/session/totp/confirmation":      `{"code":"000000"}`,
	"POST /api/v1/session/totp/removal":           `{"code":"000000"}`,
	"POST /api/v1/session/recusal":                `{"relatives":[]}`,
	"PUT /api/v1/users/:userId/recusal":           `{"keep":[],"add":[]}`,
	"POST /api/v1/dossiers/:dossierId/loans":      loanBody,
	"POST /api/v1/loans/:loanId/approval":         `{"approved":true,"opinion":"同意"}`,
	"POST /api/v1/loans/:loanId/check-out":        `{"fetchedBy":"赵公"}`,
	"POST /api/v1/loans/:loanId/renewal":          `{"days":3,"reason":"尚未用毕"}`,
	"POST /api/v1/loans/:loanId/return":           `{"returnedBy":"赵公","counted":{"volumes":1,"materials":2,"pages":3},"sealIntact":true,"defect":""}`,
	"POST /api/v1/loans/:loanId/loss":             `{"reason":"借用单位遗失"}`,
	"POST /api/v1/labels":                         `{"dossierIds":["` + absentID + `"]}`,
	"POST /api/v1/uploads/":                       ``,
	"PATCH /api/v1/uploads/:upload":               ``,
	"POST /api/v1/ingests/:ingestId/undo":         ``,
	"POST /api/v1/ingests/:ingestId/confirmation": ``,
}

// loanBody asks for a loan that every shipped policy allows.
var loanBody = `{"unit":"市审计局","borrowers":[{"name":"赵公","idNumber":"` + idNumber("19800309", 21) + `","phone":"02400000010","relation":""},` +
	`{"name":"钱证","idNumber":"` + idNumber("19810309", 22) + `","phone":"","relation":""}],"purpose":"AUDIT","content":"履历表","whyNot":"须与原件核对",` +
	`"letterNo":"审函〔2026〕1号","letterOn":"2026-11-01","days":7}`

// address fills a route's template with things that exist.
func address(template, dossierID, ingestID, userID string) string {
	return addressOf(template, map[string]string{":dossierId": dossierID, ":ingestId": ingestID, ":userId": userID, ":page": dossierID + ":1"})
}

// TestNoRouteIsOpen walks every route there is, so that a route added later cannot be forgotten.
func TestNoRouteIsOpen(t *testing.T) {
	w := newWorld(t)
	stored := w.take("heping", heping, shan)
	dossierID := stored[shan.name]
	ingests, _ := w.store.Ingests().List(t.Context(), domainScopeAll(), "", 1)
	user, err := w.store.Users().ByLogin(t.Context(), "heping")
	check(t, err)
	headers := map[string]string{"If-Match": `"1"`, "Tus-Resumable": "1.0.0", "Upload-Length": "1", "Upload-Offset": "0",
		"Upload-Metadata": tusMetadata("ingest", ingests[0].ID, "index", "0")}
	routes := w.engine.Routes()
	if len(routes) < 40 {
		t.Fatalf("only %d routes: is the walk looking at the right engine?", len(routes))
	}
	for _, route := range routes {
		name := route.Method + " " + route.Path
		path := address(route.Path, dossierID, ingests[0].ID, user.ID)
		requestHeaders := map[string]string{"Content-Type": contentType(name)}
		for header, value := range headers {
			requestHeaders[header] = value
		}
		t.Run(name, func(t *testing.T) {
			w.t = t
			if response, body := w.send(route.Method, path, "", requestHeaders, bodyOf(name)); !openRoutes[name] && response.StatusCode != http.StatusUnauthorized {
				t.Errorf("a stranger gets %d: %s", response.StatusCode, body)
			}
			if openRoutes[name] || ownRoutes[name] {
				return
			}
			response, body := w.send(route.Method, path, "nobody", requestHeaders, bodyOf(name))
			if response.StatusCode != http.StatusForbidden && response.StatusCode != http.StatusNotFound && !redirects(route.Path, response) {
				t.Errorf("a user without any role gets %d: %s", response.StatusCode, body)
			}
			if strings.Contains(string(body), shan.name) || strings.Contains(string(body), "2199") {
				t.Errorf("the refusal leaks: %s", body)
			}
		})
	}
	w.t = t
}

// redirects tells the base address of an image apart, which leads to its info.json whether or not there is an image.
func redirects(template string, response *reply) bool {
	return template == "/iiif/image/3/:page" && response.StatusCode == http.StatusSeeOther
}

func contentType(route string) string {
	switch {
	case strings.HasSuffix(route, "/replacement"), strings.HasSuffix(route, "/attachments"), strings.HasSuffix(route, "/matches/workbook"):
		return "application/octet-stream"
	case strings.Contains(route, "/uploads/"):
		return "application/offset+octet-stream"
	}
	return "application/json"
}

func TestUnknownAddresses(t *testing.T) {
	w := newWorld(t)
	w.run(t,
		scenario{name: "api", path: "/api/v1/nothing", wantStatus: 404, wantCode: "route.not_found"},
		scenario{name: "iiif", path: "/iiif/nothing", wantStatus: 404, wantCode: "route.not_found"},
		scenario{name: "method", as: "heping", method: http.MethodDelete, path: "/api/v1/offices", wantStatus: 405, wantCode: "route.method"},
		scenario{name: "a dossier that is not there", as: "heping", path: "/api/v1/dossiers/" + domain.NewID(), wantStatus: 404},
		scenario{name: "metrics count by template", path: "/metrics", wantStatus: 200,
			wantBody: []string{`route="/api/v1/dossiers/:dossierId",status="404"`}, denyBody: []string{"nothing"}},
		scenario{name: "metrics through a proxy", path: "/metrics", headers: map[string]string{"X-Forwarded-For": "10.0.0.9"}, wantStatus: 404},
		scenario{name: "health", path: "/healthz", wantStatus: 200},
		scenario{name: "ready", path: "/readyz", wantStatus: 200},
	)
}

func TestAccessLogHoldsNoPersonalData(t *testing.T) {
	w := newWorld(t)
	w.run(t,
		scenario{name: "search", as: "heping", method: http.MethodPost, path: "/api/v1/search?name=" + shan.id, body: `{"text":"` + shan.id + `"}`, wantStatus: 200},
		scenario{name: "mistyped path", as: "heping", path: "/api/v1/dossiers/" + shan.id + "?q=" + shan.id, wantStatus: 400, denyBody: []string{shan.id}},
		scenario{name: "unknown path", path: "/api/v1/" + shan.id, wantStatus: 404},
		scenario{name: "refused body", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"` + shan.id + `","sort":"` + shan.id + `"}`,
			wantStatus: 400, wantCode: "request.invalid", wantBody: []string{"sort"}, denyBody: []string{shan.id}},
	)
	w.server.Close() // waits until the last request is logged
	if !strings.Contains(w.log.String(), `"route":"/api/v1/search"`) {
		t.Error("requests are not logged")
	}
	for _, line := range strings.Split(w.log.String(), "\n") {
		if strings.Contains(line, `"msg":"request"`) && strings.Contains(line, shan.id) {
			t.Errorf("identity number in the access log: %s", line)
		}
	}
}

func TestOtherSitesMayNotSend(t *testing.T) {
	w := newWorld(t)
	w.run(t,
		scenario{name: "foreign origin", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"x"}`,
			headers: map[string]string{"Origin": "http://evil.example"}, wantStatus: 403, wantCode: "request.cross_origin", wantAudit: []domain.AuditAction{}},
		scenario{name: "foreign fetch", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"x"}`,
			headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, wantStatus: 403, wantCode: "request.cross_origin"},
		scenario{name: "own origin", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"x"}`,
			headers: map[string]string{"Origin": w.server.URL}, wantStatus: 200,
			wantHeader: map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Access-Control-Allow-Origin": ""}},
	)
}

package apitest

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// TestForeignMattersLookAbsent asks for a matter of each kind, and for its dossier, as all those who have no business with it. It
// walks the routes, so that one added later is asked, too.
func TestForeignMattersLookAbsent(t *testing.T) {
	w := newWorld(t)
	things := w.matterThings()
	w.token("partner", domain.Grant{Role: string(authz.DataPartner), Division: heping})
	asked := 0
	for _, route := range w.engine.Routes() {
		parameter := parameterOf(route.Path, things)
		if parameter == "" || parameter == ":dossierId" && !ofMatters(route.Path) {
			continue
		}
		asked++
		w.t = t // the one of the last question is over
		name := route.Method + " " + route.Path
		owner := map[bool]string{true: "heping", false: "clerk"}[parameter == ":outboundId" || parameter == ":holdId"]
		if response, content := w.send(route.Method, addressOf(route.Path, things), owner, map[string]string{"If-Match": `"1"`, "Content-Type": "application/json"},
			bodyOf(name)); response.StatusCode == http.StatusNotFound && route.Method == http.MethodGet {
			t.Errorf("%s: not even there for %s: %s", name, owner, content)
		}
		for _, as := range []string{"tiexi", "agency", "supervisor", "handler", "community", "system", "partner", "nobody"} {
			t.Run(name+" as "+as, func(t *testing.T) {
				w.t = t
				foreign := w.problemAt(name, addressOf(route.Path, things), as)
				absent := w.problemAt(name, addressOf(route.Path, nil), as)
				if !bytes.Equal(foreign, absent) {
					t.Errorf("foreign: %s\nabsent:  %s", foreign, absent)
				}
			})
		}
	}
	w.t = t
	if asked < 60 {
		t.Errorf("only %d routes were asked: are their parameters named?", asked)
	}
}

// ofMatters tells the routes about a dossier that begin matters with it, or say what that takes.
func ofMatters(template string) bool {
	for _, known := range matters {
		if strings.HasSuffix(template, "/"+known.path) {
			return true
		}
	}
	return strings.Contains(template, "/use-policy/") || strings.HasSuffix(template, "/custody")
}

// TestListsOfMattersKnowOneDistrict asks for every list, count and register as another district, which has matters of its own to show.
func TestListsOfMattersKnowOneDistrict(t *testing.T) {
	w := newWorld(t)
	things := w.matterThings()
	names := []string{zhou.name, wu.name, zhen.name, feng.name, retirees[4].name, he.name}
	for _, known := range matters {
		path := "/api/v1/" + known.path
		w.run(t,
			scenario{name: "own " + path, as: "clerk", path: path, wantStatus: 200, wantBody: []string{things[known.parameter]}},
			scenario{name: "of the other district " + path, as: "tiexi", path: path, wantStatus: 200, denyBody: append(names, things[known.parameter])},
			scenario{name: "by name " + path, as: "tiexi", path: path + "?text=" + zhou.name, wantStatus: 200, denyBody: append(names, `"id":"`)},
			scenario{name: "without business here " + path, as: "agency", path: path, wantStatus: 403},
		)
	}
	for _, path := range []string{"/api/v1/matters", "/api/v1/matters?dossier=" + things[":dossierId"], "/api/v1/desk", "/api/v1/deceased-on-shelf"} {
		w.run(t, scenario{name: path, as: "tiexi", path: path, wantStatus: 200, denyBody: append(names, `"count":`, `"id":"`)})
	}
	for _, kind := range domain.MatterKinds() {
		path := "/api/v1/registers/" + string(kind) + ".pdf"
		own := w.pagesOf("clerk", path)
		if foreign := w.pagesOf("tiexi", path); len(foreign) >= len(own) {
			t.Errorf("the register of %s is as long for another district: %d and %d bytes", kind, len(own), len(foreign))
		}
		w.run(t, scenario{name: path, as: "agency", path: path, wantStatus: 403},
			scenario{name: "of a foreign office", as: "tiexi", path: path + "?office=" + heping, wantStatus: 404, wantCode: "office.not_found"},
			scenario{name: "of no office", as: "tiexi", path: path + "?office=999999", wantStatus: 404, wantCode: "office.not_found"})
	}
	w.run(t,
		scenario{name: "a span of days", as: "clerk", path: "/api/v1/registers/LOAN.pdf?from=2026-11-01&to=2026-11-02", wantStatus: 200, wantAudit: []domain.AuditAction{domain.AuditPaperPrint},
			wantHeader: map[string]string{"Content-Type": "application/pdf"}},
		scenario{name: "no such day", as: "clerk", path: "/api/v1/registers/LOAN.pdf?from=2026-11-31", wantStatus: 400, wantCode: "request.invalid"},
		scenario{name: "no such kind", as: "clerk", path: "/api/v1/registers/GIFT.pdf", wantStatus: 404, wantCode: "register.kind"},
		scenario{name: "no such file", as: "clerk", path: "/api/v1/registers/LOAN.xlsx", wantStatus: 404, wantCode: "route.not_found"},
	)
}

// pagesOf is a PDF that somebody may print.
func (w *world) pagesOf(as, path string) []byte {
	w.t.Helper()
	response, content := w.send(http.MethodGet, path, as, nil, nil)
	if response.StatusCode != http.StatusOK || !bytes.HasPrefix(content, []byte("%PDF-")) {
		w.t.Fatalf("%s as %s: %d %.200s", path, as, response.StatusCode, content)
	}
	return content
}

// TestPapersOfMatters prints each paper of circulation; each print is logged.
func TestPapersOfMatters(t *testing.T) {
	w := newWorld(t)
	things := w.matterThings()
	printed := 0
	for _, route := range w.engine.Routes() {
		if _, matter := matterParameters[parameterOf(route.Path, things)]; !strings.HasSuffix(route.Path, ".pdf") || !matter && !strings.Contains(route.Path, "/loans/") {
			continue
		}
		printed++
		_, last := w.auditSince("")
		w.pagesOf("clerk", addressOf(route.Path, things))
		w.expectAudit(t, last, []domain.AuditAction{domain.AuditPaperPrint})
	}
	if printed != 9 {
		t.Errorf("%d papers were printed", printed)
	}
}

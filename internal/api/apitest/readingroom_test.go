package apitest

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

const (
	screenPath = "/api/v1/reading-room/session"
	pagePath   = "/api/v1/reading-room/pages/"
)

// start starts a screen with a code and returns its cookie as it is sent back.
func (d *dealt) start() map[string]string {
	d.c.t.Helper()
	response, content := d.c.ask("", http.MethodPost, screenPath, 0, map[string]any{"code": d.code})
	cookies := response.cookies()
	if response.StatusCode != http.StatusOK || len(cookies) != 1 {
		d.c.t.Fatalf("start: %d %s", response.StatusCode, content)
	}
	cookie := cookies[0]
	if cookie.Name != "danganku_reading" || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Expires.IsZero() {
		d.c.t.Errorf("the cookie is %s", cookie)
	}
	return map[string]string{"Cookie": cookie.Name + "=" + cookie.Value}
}

// TestScreenShowsWhatWasApproved starts a screen, leaves through its pages and ends it.
func TestScreenShowsWhatWasApproved(t *testing.T) {
	c := newWorld(t).counter(zhou)
	d := c.screened()
	c.run(t, scenario{name: "before it is started", path: screenPath, wantStatus: 401, wantCode: "screen.token"},
		scenario{name: "a page before", path: pagePath + "1.jpg", wantStatus: 401, wantCode: "screen.token"})
	screen := d.start()
	picture := func(width int) func(*testing.T, *reply, []byte) {
		return func(t *testing.T, _ *reply, content []byte) {
			t.Helper()
			if shown, err := jpeg.Decode(bytes.NewReader(content)); err != nil || shown.Bounds().Dx() != width {
				t.Errorf("the page is no picture of that width: %v", err)
			}
		}
	}
	noStore := map[string]string{"Cache-Control": "no-store", "Content-Type": "image/jpeg", "ETag": ""}
	c.run(t,
		scenario{name: "what it may show", path: screenPath, headers: screen, wantStatus: 200, wantBody: []string{`"pages":[1,2]`, `"visitors":["赵公","钱证"]`, "职工履历表"},
			denyBody: []string{"退休审批表", `"pages":[3]`, zhou.id, idNumber("19800309", 21)}},
		scenario{name: "a page", path: pagePath + "1.jpg", headers: screen, wantStatus: 200, wantHeader: noStore, after: picture(300),
			wantAudit: []domain.AuditAction{domain.AuditConsultationPage}},
		scenario{name: "a page made smaller", path: pagePath + "2.jpg?width=200", headers: screen, wantStatus: 200, after: picture(200)},
		scenario{name: "wider than allowed", path: pagePath + "2.jpg?width=9999", headers: screen, wantStatus: 400, wantCode: "request.invalid", wantAudit: []domain.AuditAction{}},
		scenario{name: "another ending", path: pagePath + "2.png", headers: screen, wantStatus: 404, wantCode: "route.not_found"},
		scenario{name: "no number", path: pagePath + "x.jpg", headers: screen, wantStatus: 400},
		scenario{name: "the code is used up", method: http.MethodPost, path: screenPath, body: map[string]any{"code": d.code}, wantStatus: 401, wantCode: "screen.code"},
		scenario{name: "a session of ours opens no page", as: "heping", path: pagePath + "1.jpg", wantStatus: 401, wantCode: "screen.token"},
		scenario{name: "the screen opens nothing of ours", path: "/api/v1/dossiers/" + c.dossier, headers: screen, wantStatus: 401},
		scenario{name: "nor images without a mark", path: "/iiif/image/3/" + c.dossier + ":1/full/max/0/default.jpg", headers: screen, wantStatus: 401},
		scenario{name: "another site cannot start one", method: http.MethodPost, path: screenPath, body: map[string]any{"code": d.code},
			headers: map[string]string{"Origin": "https://evil.example"}, wantStatus: 403, wantCode: "request.cross_origin"},
	)
	c.sameAsNoPage(t, screen, "3.jpg", "99999.jpg")
	d.view = c.call("clerk", http.MethodGet, d.path(), 0, nil)
	first := screen
	d.step("clerk", "/screen-code", nil, "OPENED")
	c.run(t, scenario{name: "the screen before stops", path: screenPath, headers: first, wantStatus: 401, wantCode: "screen.token"})
	second := d.start()
	c.run(t, scenario{name: "the new one goes on", path: pagePath + "1.jpg", headers: second, wantStatus: 200})
	c.clock.Advance(3*time.Hour + time.Second)
	c.run(t,
		scenario{name: "the time is over", path: screenPath, headers: second, wantStatus: 422, wantCode: domain.RuleByID(domain.R26).Code, denyBody: []string{zhou.name}},
		scenario{name: "also for pages", path: pagePath + "1.jpg", headers: second, wantStatus: 422, wantCode: domain.RuleByID(domain.R26).Code, wantAudit: []domain.AuditAction{}},
	)
}

// sameAsNoPage expects that a page outside the scope answers like one that does not exist.
func (c *counter) sameAsNoPage(t *testing.T, screen map[string]string, outside, absent string) {
	t.Helper()
	var answers [2]string
	for i, page := range []string{outside, absent} {
		response, content := c.send(http.MethodGet, pagePath+page, "", screen, nil)
		problem := decode[map[string]any](t, content)
		delete(problem, "requestId")
		answers[i] = bodyText(problem)
		if response.StatusCode != http.StatusNotFound {
			t.Errorf("page %s: %d %s", page, response.StatusCode, content)
		}
	}
	if answers[0] != answers[1] {
		t.Errorf("outside: %s\nabsent:  %s", answers[0], answers[1])
	}
}

// TestCodesCannotBeGuessed tries codes until the address is told to wait, and so for verification codes.
func TestCodesCannotBeGuessed(t *testing.T) {
	w := newWorld(t)
	for name, guess := range map[string]func() int{
		"screen": func() int {
			response, _ := w.ask("", http.MethodPost, screenPath, 0, map[string]any{"code": "12345678"})
			return response.StatusCode
		},
		"paper": func() int {
			response, _ := w.send(http.MethodGet, "/api/v1/verification/0000-0000-0000-0000", "", nil, nil)
			return response.StatusCode
		},
	} {
		refused := 0
		for range 25 {
			if guess() == http.StatusTooManyRequests {
				refused++
			}
		}
		if refused < 4 || refused > 5 {
			t.Errorf("%s: %d of 25 guesses were told to wait", name, refused)
		}
	}
	w.run(t, scenario{name: "what a screen shows is not limited by that", path: screenPath, wantStatus: 401})
}

// TestAccessLogHoldsMatters reads who saw what of a dossier in the reading room, and what was certified from it.
func TestAccessLogHoldsMatters(t *testing.T) {
	w := newWorld(t)
	c := w.counter(zhou)
	d := c.screened()
	screen := d.start()
	w.run(t, scenario{name: "page", path: pagePath + "1.jpg", headers: screen, wantStatus: 200})
	issued := c.issued("")
	w.call("clerk", http.MethodGet, issued.path(), 0, nil)
	other := w.counter(wu)
	other.issued("")
	log := strings.Join(w.deeds("auditor", "/api/v1/dossiers/"+c.dossier+"/access-log"), "|")
	for _, want := range []string{"consultation.register", "consultation.decide", "consultation.open", "consultation.screen", "consultation.page", "certificate.request",
		"certificate.issue", "certificate.view", "dossier.create"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s: %s", want, log)
		}
	}
	w.run(t, scenario{name: "in words", as: "heping", path: "/api/v1/dossiers/" + c.dossier + "/access-log?limit=100", wantStatus: 200, wantBody: []string{"阅档终端 一号终端"}})
	if log := strings.Join(w.deeds("auditor", "/api/v1/dossiers/"+other.dossier+"/access-log"), "|"); strings.Contains(log, "consultation") || !strings.Contains(log, "certificate.issue") {
		t.Errorf("the log of another dossier: %s", log)
	}
}

package apitest

import (
	"net/http"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

func domainScopeAll() authz.Scope { return authz.Everything() }

// takeCookie keeps the session an answer hands out under a login.
func (w *world) takeCookie(login string) func(*testing.T, *reply, []byte) {
	return func(t *testing.T, response *reply, _ []byte) {
		t.Helper()
		for _, cookie := range response.cookies() {
			if cookie.Name == "danganku_session" {
				if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure {
					t.Errorf("cookie %+v", cookie)
				}
				w.tokens[login] = cookie.Value
				return
			}
		}
		t.Error("no session cookie")
	}
}

const signIn = `{"login":"heping","password":"` + password + `"}`

func TestSigningInAndOut(t *testing.T) {
	w := newWorld(t)
	w.run(t,
		scenario{name: "wrong password", method: http.MethodPost, path: "/api/v1/session", body: `{"login":"heping","password":"wrong"}`,
			wantStatus: 401, wantCode: "session.wrong_credentials", wantAudit: []domain.AuditAction{domain.AuditLoginFailed}},
		scenario{name: "unknown user looks the same", method: http.MethodPost, path: "/api/v1/session", body: `{"login":"nosuch","password":"wrong"}`,
			wantStatus: 401, wantCode: "session.wrong_credentials"},
		scenario{name: "right password", method: http.MethodPost, path: "/api/v1/session", body: signIn, wantStatus: 200,
			wantBody: []string{`"login":"heping"`, `"dossier.search"`, `"division":"210102"`}, wantAudit: []domain.AuditAction{domain.AuditLogin}, after: w.takeCookie("heping")},
		scenario{name: "who am I", as: "heping", path: "/api/v1/session", wantStatus: 200, wantBody: []string{`"mustChangePassword":false`}},
		scenario{name: "sign out", as: "heping", method: http.MethodDelete, path: "/api/v1/session", wantStatus: 204, wantAudit: []domain.AuditAction{domain.AuditLogout}},
		scenario{name: "the old token is dead", as: "heping", path: "/api/v1/session", wantStatus: 401, wantCode: "session.over"},
		scenario{name: "malformed", method: http.MethodPost, path: "/api/v1/session", body: `{"login":`, wantStatus: 400, wantCode: "request.invalid"},
		scenario{name: "too large", method: http.MethodPost, path: "/api/v1/session", body: `{"login":"` + string(make([]byte, 2<<20)) + `"}`,
			wantStatus: 413, wantCode: "request.too_large"},
	)
}

func TestFiveWrongPasswordsLock(t *testing.T) {
	w := newWorld(t)
	wrong := scenario{name: "wrong", method: http.MethodPost, path: "/api/v1/session", body: `{"login":"heping","password":"wrong"}`, wantStatus: 401}
	w.run(t, wrong, wrong, wrong, wrong, wrong,
		scenario{name: "right but locked", method: http.MethodPost, path: "/api/v1/session", body: signIn, wantStatus: 401, wantCode: "session.wrong_credentials"},
		scenario{name: "seen by the security officer", as: "security", path: "/api/v1/users", wantStatus: 200, wantBody: []string{`"locked":true`}})
	w.clock.Advance(16 * time.Minute)
	w.run(t, scenario{name: "lock is over", method: http.MethodPost, path: "/api/v1/session", body: signIn, wantStatus: 200})
}

func TestSessionsEnd(t *testing.T) {
	w := newWorld(t)
	w.clock.Advance(50 * time.Minute)
	w.run(t, scenario{name: "used in time", as: "heping", path: "/api/v1/session", wantStatus: 200})
	w.clock.Advance(50 * time.Minute)
	w.run(t,
		scenario{name: "kept alive by use", as: "heping", path: "/api/v1/session", wantStatus: 200},
		scenario{name: "idle too long", as: "tiexi", path: "/api/v1/session", wantStatus: 401, wantCode: "session.over"})
	for range 15 {
		w.clock.Advance(50 * time.Minute)
		w.send(http.MethodGet, "/api/v1/session", "heping", nil, nil)
	}
	w.run(t, scenario{name: "older than a day's work", as: "heping", path: "/api/v1/session", wantStatus: 401, wantCode: "session.over"})
}

func TestOneAddressCannotTryForEver(t *testing.T) {
	w := newWorld(t)
	// The body is refused before any password is checked, so that the test is quick; the limit comes first of all.
	refused := 0
	for range 40 {
		if response, _ := w.send(http.MethodPost, "/api/v1/session", "", map[string]string{"Content-Type": "application/json"}, []byte(`{}`)); response.StatusCode == http.StatusTooManyRequests {
			refused++
			if response.Header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
	}
	if refused < 10 {
		t.Errorf("%d of 40 attempts refused", refused)
	}
	w.run(t, scenario{name: "others work on", as: "heping", path: "/api/v1/session", wantStatus: 200})
}

func TestHandedOutPasswordMustBeReplaced(t *testing.T) {
	w := newWorld(t)
	var created struct{ OneTimePassword string }
	w.run(t, scenario{name: "create", as: "security", method: http.MethodPost, path: "/api/v1/users",
		body:       `{"login":"newcomer","name":"新人","grants":[{"role":"archivist","division":"210102"}]}`,
		wantStatus: 201, wantAudit: []domain.AuditAction{domain.AuditUserCreate},
		after: func(t *testing.T, _ *reply, body []byte) {
			created = decode[struct{ OneTimePassword string }](t, body)
		}})
	w.run(t,
		scenario{name: "first sign-in", method: http.MethodPost, path: "/api/v1/session",
			body:       map[string]string{"login": "newcomer", "password": created.OneTimePassword},
			wantStatus: 200, wantBody: []string{`"mustChangePassword":true`}, after: w.takeCookie("newcomer")},
		scenario{name: "nothing else is allowed", as: "newcomer", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"x"}`,
			wantStatus: 403, wantCode: "session.must_change_password"},
		scenario{name: "not even images", as: "newcomer", path: "/iiif/image/3/x:1/info.json", wantStatus: 403, wantCode: "session.must_change_password"},
		scenario{name: "nor uploads", as: "newcomer", method: http.MethodPost, path: "/api/v1/uploads/", wantStatus: 403, wantCode: "session.must_change_password"},
		scenario{name: "who am I", as: "newcomer", path: "/api/v1/session", wantStatus: 200},
		scenario{name: "too short", as: "newcomer", method: http.MethodPut, path: "/api/v1/session/password",
			body: map[string]string{"current": created.OneTimePassword, "new": "short"}, wantStatus: 400, wantBody: []string{`"name":"new"`}},
		scenario{name: "wrong current", as: "newcomer", method: http.MethodPut, path: "/api/v1/session/password",
			body: map[string]string{"current": "nonsense", "new": "a much longer one"}, wantStatus: 422, wantCode: "password.wrong"},
	)
	before := w.tokens["newcomer"]
	w.run(t, scenario{name: "change", as: "newcomer", method: http.MethodPut, path: "/api/v1/session/password",
		body: map[string]string{"current": created.OneTimePassword, "new": "a much longer one"}, wantStatus: 204,
		wantAudit: []domain.AuditAction{domain.AuditPasswordChange, domain.AuditLogin}, after: w.takeCookie("newcomer")})
	w.tokens["stale"] = before
	w.run(t,
		scenario{name: "the token was replaced", as: "stale", path: "/api/v1/session", wantStatus: 401},
		scenario{name: "work begins", as: "newcomer", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"x"}`, wantStatus: 200})
}

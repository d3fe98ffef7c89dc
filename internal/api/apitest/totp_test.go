package apitest

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/domain"
)

func (w *world) totpCode(secret string) string {
	w.t.Helper()
	return must[string](w.t)(totp.GenerateCode(secret, w.clock.Now()))
}

func signInWith(login, code string) map[string]string {
	credentials := map[string]string{"login": login, "password": password}
	if code != "" {
		credentials["code"] = code
	}
	return credentials
}

// enrolTotp enrols a user over HTTP and returns the secret and the recovery codes.
func (w *world) enrolTotp(login string) (string, []string) {
	w.t.Helper()
	begun := w.call(login, http.MethodPost, "/api/v1/session/totp", 0, map[string]string{"password": password})
	secret := at[string](w, begun, "secret")
	done := w.call(login, http.MethodPost, "/api/v1/session/totp/confirmation", 0, map[string]string{"code": w.totpCode(secret)})
	var codes []string
	for _, code := range at[[]any](w, done, "codes") {
		codes = append(codes, code.(string))
	}
	return secret, codes
}

func TestSigningInWithASecondFactor(t *testing.T) {
	w := newWorld(t)
	session := func(name, login, code string, status int, problem string) scenario {
		return scenario{name: name, method: http.MethodPost, path: "/api/v1/session", body: signInWith(login, code), wantStatus: status, wantCode: problem}
	}
	w.run(t,
		scenario{name: "not with a wrong password", as: "heping", method: http.MethodPost, path: "/api/v1/session/totp", body: `{"password":"wrong"}`,
			wantStatus: 422, wantCode: "password.wrong", wantAudit: []domain.AuditAction{domain.AuditLoginFailed}},
		scenario{name: "no code before", as: "heping", path: "/api/v1/session", wantStatus: 200, wantBody: []string{`"enrolled":false,"recoveryCodes":0,"required":false`}})
	secret, codes := w.enrolTotp("heping")
	w.clock.Advance(30 * time.Second)
	code := w.totpCode(secret)
	w.run(t,
		scenario{name: "enrolled", as: "heping", path: "/api/v1/session", wantStatus: 200, wantBody: []string{`"enrolled":true,"recoveryCodes":10`}, denyBody: []string{secret}},
		session("a code is asked for", "heping", "", 401, "session.totp_required"),
		session("a wrong one", "heping", "000000", 401, "session.totp_wrong"),
		session("the right one", "heping", code, 200, ""),
		session("once only", "heping", code, 401, "session.totp_wrong"),
		session("a recovery code", "heping", codes[0], 200, ""),
		session("once only, too", "heping", codes[0], 401, "session.totp_wrong"),
		session("others are not asked", "tiexi", "", 200, ""),
		scenario{name: "seen by the security officer", as: "security", path: "/api/v1/users", wantStatus: 200, wantBody: []string{`"totp":true`}, denyBody: []string{secret}},
		scenario{name: "not removed by a guess", as: "heping", method: http.MethodPost, path: "/api/v1/session/totp/removal", body: `{"code":"000000"}`,
			wantStatus: 422, wantCode: "totp.code"},
		scenario{name: "a new password needs no code in one's session", as: "heping", method: http.MethodPut, path: "/api/v1/session/password",
			body: map[string]string{"current": password, "new": "a much longer one"}, wantStatus: 204, after: w.takeCookie("heping")},
		scenario{name: "removed", as: "heping", method: http.MethodPost, path: "/api/v1/session/totp/removal", body: map[string]string{"code": codes[1]},
			wantStatus: 204, wantAudit: []domain.AuditAction{domain.AuditFactorRemove}},
	)
}

func TestLostSecondFactorsAreReset(t *testing.T) {
	w := newWorld(t)
	w.enrolTotp("clerk")
	w.enrolTotp("security")
	user := func(login string) domain.User {
		return must[domain.User](t)(w.store.Users().ByLogin(t.Context(), login))
	}
	reset := func(name, as, login string, version, status int, problem string) scenario {
		return scenario{name: name, as: as, method: http.MethodPatch, path: "/api/v1/users/" + user(login).ID, headers: map[string]string{"If-Match": strconv.Quote(strconv.Itoa(version))},
			body: `{"resetTotp":true}`, wantStatus: status, wantCode: problem}
	}
	w.run(t,
		reset("archivists may not", "heping", "clerk", 3, 403, "access.forbidden"),
		reset("one's own", "security", "security", 3, 422, "totp.own_reset"),
		reset("another's", "security", "clerk", 3, 200, ""),
		scenario{name: "signs in without", method: http.MethodPost, path: "/api/v1/session", body: signInWith("clerk", ""), wantStatus: 200, wantBody: []string{`"enrolled":false`}},
	)
}

func TestSecondFactorsOnDemand(t *testing.T) {
	w := newWorld(t)
	w.server.Close()
	w.factors.Required = account.FactorsOfOfficers
	w.wire(t.Context())
	w.open()
	w.run(t,
		scenario{name: "an officer does nothing before", as: "auditor", path: "/api/v1/audit", wantStatus: 403, wantCode: "session.must_enrol_totp"},
		scenario{name: "but sees why", as: "auditor", path: "/api/v1/session", wantStatus: 200, wantBody: []string{`"enrolled":false,"recoveryCodes":0,"required":true`}},
		scenario{name: "a clerk works on", as: "clerk", method: http.MethodPost, path: "/api/v1/search", body: `{}`, wantStatus: 200})
	_, codes := w.enrolTotp("auditor")
	w.run(t,
		scenario{name: "and goes to work", as: "auditor", path: "/api/v1/audit", wantStatus: 200},
		scenario{name: "removed", as: "auditor", method: http.MethodPost, path: "/api/v1/session/totp/removal", body: map[string]string{"code": codes[0]}, wantStatus: 204},
		scenario{name: "and is asked again", as: "auditor", path: "/api/v1/audit", wantStatus: 403, wantCode: "session.must_enrol_totp"})
}

func TestOfficersAreSeparatedOverHTTP(t *testing.T) {
	w := newWorld(t)
	create := func(name, login, grants string, status int, problem string) scenario {
		return scenario{name: name, as: "security", method: http.MethodPost, path: "/api/v1/users", body: `{"login":"` + login + `","name":"某人","grants":[` + grants + `]}`,
			wantStatus: status, wantCode: problem}
	}
	w.run(t,
		create("one office", "s1", `{"role":"audit_officer"}`, 201, ""),
		create("two offices", "s2", `{"role":"audit_officer"},{"role":"system_officer"}`, 422, "user.officers_exclusive"),
		create("an office and dossiers", "s3", `{"role":"system_officer"},{"role":"archivist"}`, 422, "user.officer_content"),
		scenario{name: "the first administrator stands out", as: "security", path: "/api/v1/users", wantStatus: 200, wantBody: []string{`"combined":true`}},
	)
}

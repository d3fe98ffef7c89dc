package apitest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/testkit"
)

// refusedArrival holds a page that tells why somebody may not enter, and that nobody entered.
func (f *federated) refusedArrival(b *browser, response *http.Response, page string, status int, code string) {
	f.t.Helper()
	if response.StatusCode != status || !strings.Contains(page, code) || !strings.Contains(page, "登录未完成") ||
		!strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		f.t.Errorf("answer %d %q, want a page of %d with %s", response.StatusCode, page, status, code)
	}
	if login := b.whoami(); login != "" {
		f.t.Errorf("signed in as %s all the same", login)
	}
}

func (f *federated) enters(b *browser, who outside, login string) {
	f.t.Helper()
	response, page := b.arrive(who)
	if response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != "/loans?state=OUT" || b.whoami() != login {
		f.t.Errorf("%s arrives with %d at %q as %q, want %s; %s", who.username, response.StatusCode, response.Header.Get("Location"), b.whoami(), login, page)
	}
}

func TestSigningInAtTheProvider(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	b := f.browser()

	_, last := f.auditSince("")
	response, page := b.arrive(alice)
	f.refusedArrival(b, response, page, http.StatusForbidden, "oidc.unknown")
	if !strings.Contains(page, "“alice”") {
		t.Errorf("the page does not say which account is unknown: %s", page)
	}
	f.expectAudit(t, last, []domain.AuditAction{domain.AuditLoginFailed})

	f.expect("clerk", "alice")
	f.run(t, scenario{name: "expected", as: "security", path: "/api/v1/users", wantStatus: 200, wantBody: []string{`"identityAccount":"alice","identityLinked":false`}})
	_, last = f.auditSince("")
	f.enters(b, alice, "clerk")
	f.expectAudit(t, last, []domain.AuditAction{domain.AuditIdentityLink, domain.AuditLogin})
	entries, last := f.auditSince(last)
	if detail := entries[1].Detail; detail != `{"method":"oidc"}` || entries[1].ActorName != "用户clerk" {
		t.Errorf("the trail says of the sign-in: %s by %s", detail, entries[1].ActorName)
	}
	f.run(t, scenario{name: "linked", as: "security", path: "/api/v1/users", wantStatus: 200, wantBody: []string{`"identityAccount":"alice","identityLinked":true`}})

	f.enters(f.browser(), alice, "clerk")
	f.expectAudit(t, last, []domain.AuditAction{domain.AuditLogin})
	other := f.browser()
	response, page = other.arrive(bob)
	f.refusedArrival(other, response, page, http.StatusForbidden, "oidc.unknown")
	f.run(t, scenario{name: "passwords work as ever", method: http.MethodPost, path: "/api/v1/session", body: `{"login":"clerk","password":"` + password + `"}`, wantStatus: 200})
}

// TestTheSubjectCountsNotTheName gives the account's name to somebody else at the provider.
func TestTheSubjectCountsNotTheName(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	f.expect("clerk", "alice")
	f.enters(f.browser(), alice, "clerk")

	f.provider.Stop()
	f.provider.Start()
	f.enters(f.browser(), alice, "clerk") // with keys the provider did not have before

	f.provider.Stop()
	f.provider.Know(outsiders("subject-of-another-alice"))
	f.provider.Start()
	b := f.browser()
	response, page := b.arrive(alice)
	f.refusedArrival(b, response, page, http.StatusForbidden, "oidc.unknown")

	f.expect("clerk", "")
	f.expect("clerk", "alice")
	f.enters(b, alice, "clerk") // the security officer has decided anew
	user := must1(t, f.store.Users().ByLogin, "heping")
	f.run(t, scenario{name: "an account is one user's", as: "security", method: http.MethodPatch, path: "/api/v1/users/" + user.ID,
		headers: map[string]string{"If-Match": `"1"`}, body: `{"identityAccount":"alice"}`, wantStatus: 409, wantCode: "unique.users_idp_account"})
}

func TestUnverifiedAddressesDoNotCount(t *testing.T) {
	f := newFederated(t, "email")
	f.provider.Start()
	f.expect("clerk", "alice@example.com")
	f.expect("heping", "bob@example.com")
	f.enters(f.browser(), alice, "clerk")
	b := f.browser()
	response, page := b.arrive(bob)
	f.refusedArrival(b, response, page, http.StatusForbidden, "oidc.unknown")
}

func TestUsersExpectedBySubject(t *testing.T) {
	f := newFederated(t, "sub")
	f.provider.Start()
	f.expect("clerk", "subject-of-bob")
	f.enters(f.browser(), bob, "clerk")
}

// TestAnswersBelongToOneBrowserOnce takes what the provider sends back to where it does not belong.
func TestAnswersBelongToOneBrowserOnce(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	f.expect("clerk", "alice")
	f.expect("heping", "bob")
	refused := func(name string, b *browser, back, code string) {
		t.Helper()
		_, last := f.auditSince("")
		response, page := b.get(back)
		t.Log(name)
		f.refusedArrival(b, response, page, http.StatusUnauthorized, code)
		f.expectAudit(t, last, []domain.AuditAction{domain.AuditLoginFailed})
	}
	attacker, victim := f.browser(), f.browser()
	planted := attacker.signIn(attacker.begin("/"), bob)
	refused("a victim without a sign-in under way", victim, planted, "oidc.flow")
	victims := victim.begin("/")
	refused("a victim with one under way", victim, planted, "oidc.flow")

	// The victim's own state with the attacker's code: PKCE.
	back := must[*url.URL](t)(url.Parse(victim.signIn(victim.begin("/"), alice)))
	query := back.Query()
	query.Set("code", must[*url.URL](t)(url.Parse(planted)).Query().Get("code"))
	back.RawQuery = query.Encode()
	refused("a code of another sign-in", victim, back.String(), "oidc.code")
	refused("again", victim, back.String(), "oidc.flow")
	if victims == "" {
		t.Error("no address")
	}

	b := f.browser()
	back = must[*url.URL](t)(url.Parse(b.signIn(b.begin("/"), alice)))
	kept := b.client.Jar.Cookies(must[*url.URL](t)(url.Parse("http://" + ourHost + "/")))
	if response, _ := b.get(back.String()); response.StatusCode != http.StatusSeeOther {
		t.Fatalf("alice does not arrive: %d", response.StatusCode)
	}
	thief := f.browser()
	thief.client.Jar.SetCookies(back, kept)
	refused("a code that was used, with the cookie", thief, back.String(), "oidc.code")

	late := f.browser()
	after := late.signIn(late.begin("/"), alice)
	f.clock.Advance(11 * time.Minute)
	refused("too late", late, after, "oidc.flow")
	denied := f.browser()
	state := must[*url.URL](t)(url.Parse(denied.begin("/"))).Query().Get("state")
	refused("refused there", denied, callback+"?error=access_denied&state="+state, "oidc.denied")
}

// TestTokensAreHeldToThisSignIn puts real tokens that were made for something else, and damaged ones, into the provider's answer.
func TestTokensAreHeldToThisSignIn(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	f.expect("clerk", "alice")
	elsewhere := testkit.NewOpenIDProvider(t, outsiders("subject-of-alice"), callback)
	elsewhere.Start()
	f.enters(f.browser(), alice, "clerk")
	earlier := f.tokens.last()
	for _, c := range []struct {
		name  string
		forge func(nonce string) string
	}{
		{"nonce of another sign-in", func(string) string { return earlier }},
		{"audience of another client", func(nonce string) string {
			return f.browser().tokenFor(f.provider, testkit.OpenIDOtherClient, nonce, alice)
		}},
		{"another issuer", func(nonce string) string {
			return f.browser().tokenFor(elsewhere, testkit.OpenIDClient, nonce, alice)
		}},
		{"changed content", func(nonce string) string {
			parts := strings.Split(f.browser().tokenFor(f.provider, testkit.OpenIDClient, nonce, bob), ".")
			return parts[0] + "." + strings.Split(earlier, ".")[1] + "." + parts[2]
		}},
		{"no signature", func(nonce string) string {
			parts := strings.Split(f.browser().tokenFor(f.provider, testkit.OpenIDClient, nonce, alice), ".")
			return "eyJhbGciOiJub25lIn0." + parts[1] + "."
		}},
		{"no token", func(string) string { return "x" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := f.browser()
			address := b.begin("/")
			back := b.signIn(address, alice)
			f.tokens.forge(c.forge(must[*url.URL](t)(url.Parse(address)).Query().Get("nonce")))
			defer f.tokens.forge("")
			response, page := b.get(back)
			f.refusedArrival(b, response, page, http.StatusUnauthorized, "oidc.token")
		})
	}
	t.Run("a token for this very sign-in passes", func(t *testing.T) {
		b := f.browser()
		address := b.begin("/")
		back := b.signIn(address, alice)
		f.tokens.forge(f.browser().tokenFor(f.provider, testkit.OpenIDClient, must[*url.URL](t)(url.Parse(address)).Query().Get("nonce"), alice))
		defer f.tokens.forge("")
		if response, page := b.get(back); response.StatusCode != http.StatusSeeOther || b.whoami() != "clerk" {
			t.Errorf("%d %s", response.StatusCode, page)
		}
	})
	t.Run("expired", func(t *testing.T) {
		b := f.browser()
		back := b.signIn(b.begin("/"), alice)
		f.now.Advance(2 * time.Hour)
		response, page := b.get(back)
		f.refusedArrival(b, response, page, http.StatusUnauthorized, "oidc.token")
	})
}

func TestBarredUsersDoNotEnterThroughTheProvider(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	f.expect("clerk", "alice")
	for range 5 {
		f.send(http.MethodPost, "/api/v1/session", "", map[string]string{"Content-Type": "application/json"}, []byte(`{"login":"clerk","password":"wrong"}`))
	}
	b := f.browser()
	response, page := b.arrive(alice)
	f.refusedArrival(b, response, page, http.StatusUnauthorized, "session.barred")
	f.clock.Advance(16 * time.Minute)
	f.enters(b, alice, "clerk")
	user := must1(t, f.store.Users().ByLogin, "clerk")
	f.call("security", http.MethodPatch, "/api/v1/users/"+user.ID, user.Version, map[string]any{"disabled": true})
	if login := b.whoami(); login != "" {
		t.Errorf("the session of %s goes on", login)
	}
	response, page = b.arrive(alice)
	f.refusedArrival(b, response, page, http.StatusUnauthorized, "session.barred")
}

func TestTheSecondFactorIsAskedForAllTheSame(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	secret, _ := f.enrolTotp("clerk")
	f.expect("clerk", "alice")
	f.clock.Advance(time.Minute)
	b := f.browser()
	pending := func(want bool) {
		t.Helper()
		_, content := b.ask(http.MethodGet, "/api/v1/session/oidc", nil)
		if got := decode[struct{ CodePending bool }](t, []byte(content)).CodePending; got != want {
			t.Errorf("code pending: %v, want %v", got, want)
		}
	}
	confirm := func(code string, status int, problem string) {
		t.Helper()
		if got, content := b.ask(http.MethodPost, "/api/v1/session/oidc/code", map[string]string{"code": code}); got != status || codeOf([]byte(content)) != problem {
			t.Errorf("code %s: %d %s, want %d %s", code, got, content, status, problem)
		}
	}
	pending(false)
	confirm("000000", http.StatusUnauthorized, "oidc.flow")
	response, page := b.arrive(alice)
	if response.StatusCode != http.StatusSeeOther || b.whoami() != "" {
		t.Fatalf("%d as %q: %s", response.StatusCode, b.whoami(), page)
	}
	pending(true)
	confirm("000000", http.StatusUnauthorized, "session.totp_wrong")
	if status, _ := f.browser().ask(http.MethodPost, "/api/v1/session/oidc/code", map[string]string{"code": f.totpCode(secret)}); status != http.StatusUnauthorized {
		t.Errorf("a code without the provider's word: %d", status)
	}
	_, last := f.auditSince("")
	confirm(f.totpCode(secret), http.StatusOK, "")
	f.expectAudit(t, last, []domain.AuditAction{domain.AuditIdentityLink, domain.AuditLogin})
	if entries, _ := f.auditSince(last); entries[1].Detail != `{"factor":"totp","method":"oidc"}` {
		t.Errorf("the trail says %s", entries[1].Detail)
	}
	pending(false)
	if b.whoami() != "clerk" {
		t.Error("not signed in")
	}

	// Wrong codes lock, as wrong passwords do.
	other := f.browser()
	other.arrive(alice)
	for range 5 {
		other.ask(http.MethodPost, "/api/v1/session/oidc/code", map[string]string{"code": "000000"})
	}
	f.clock.Advance(time.Minute)
	if status, content := other.ask(http.MethodPost, "/api/v1/session/oidc/code", map[string]string{"code": f.totpCode(secret)}); status != http.StatusUnauthorized || codeOf([]byte(content)) != "session.barred" {
		t.Errorf("after five wrong codes: %d %s", status, content)
	}
}

func TestTheProviderMayBeDown(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.expect("clerk", "alice")
	b := f.browser()
	for range 2 {
		if status, content := b.ask(http.MethodPost, "/api/v1/session/oidc", map[string]string{"returnTo": "/"}); status != http.StatusServiceUnavailable || codeOf([]byte(content)) != "oidc.unavailable" {
			t.Errorf("%d %s", status, content)
		}
	}
	f.run(t,
		scenario{name: "offered all the same", path: "/api/v1/session/oidc", wantStatus: 200, wantBody: []string{`"name":"市统一身份认证"`}},
		scenario{name: "passwords work", method: http.MethodPost, path: "/api/v1/session", body: signIn, wantStatus: 200})
	f.provider.Start()
	f.enters(b, alice, "clerk")
	back := b.signIn(b.begin("/"), alice)
	f.provider.Stop()
	if response, page := b.get(back); response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(page, "oidc.unavailable") {
		t.Errorf("%d %s", response.StatusCode, page)
	}
}

func TestOnlyOwnPagesAreReturnedTo(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	for _, address := range []string{"", "loans", "//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example/", "/\t/evil.example",
		"javascript:alert(1)", "/" + strings.Repeat("x", 600), "/\r\nSet-Cookie: a=b"} {
		if status, content := f.browser().ask(http.MethodPost, "/api/v1/session/oidc", map[string]string{"returnTo": address}); status != http.StatusBadRequest {
			t.Errorf("%q: %d %s", address, status, content)
		}
	}
	f.browser().begin("/dossiers/7?page=2#p3")
}

// TestAHandedOutPasswordIsNoBusinessOfTheProvidersUsers signs in somebody who never used the one-time password.
func TestAHandedOutPasswordIsNoBusinessOfTheProvidersUsers(t *testing.T) {
	f := newFederated(t, "preferred_username")
	f.provider.Start()
	f.run(t, scenario{name: "create", as: "security", method: http.MethodPost, path: "/api/v1/users",
		body: `{"login":"newcomer","name":"新人","grants":[{"role":"archivist","division":"210102"}],"identityAccount":"bob"}`, wantStatus: 201})
	b := f.browser()
	f.enters(b, bob, "newcomer")
	if status, content := b.ask(http.MethodPost, "/api/v1/search", map[string]string{"text": "x"}); status != http.StatusOK {
		t.Errorf("%d %s", status, content)
	}
}

func TestWithoutAProvider(t *testing.T) {
	w := newWorld(t)
	w.run(t,
		scenario{name: "none is offered", path: "/api/v1/session/oidc", wantStatus: 200, wantBody: []string{`{"codePending":false}`}},
		scenario{name: "nor begun", method: http.MethodPost, path: "/api/v1/session/oidc", body: `{"returnTo":"/"}`, wantStatus: 404, wantCode: "oidc.off"},
		scenario{name: "nor ended", path: "/api/v1/session/oidc/callback?state=x&code=y", wantStatus: 404, wantBody: []string{"oidc.off", "登录未完成"}},
		scenario{name: "nor confirmed", method: http.MethodPost, path: "/api/v1/session/oidc/code", body: `{"code":"000000"}`, wantStatus: 404, wantCode: "oidc.off"})
}

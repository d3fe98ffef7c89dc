package apitest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/oidc"
	"github.com/danganku/danganku/internal/testkit"
)

// ourHost is where browsers of these tests find the server, whatever its port: the provider must know the address beforehand.
const (
	ourHost      = "danganku.test"
	callbackPath = "/api/v1/session/oidc/callback"
	callback     = "http://" + ourHost + callbackPath
)

// outside is a person known to the provider.
type outside struct{ username, password string }

var (
	alice = outside{"alice", "alice's password"}
	bob   = outside{"bob", "bob's password"}
)

// outsiders are those whom the provider knows; alice is known by the given subject.
func outsiders(subjectOfAlice string) []testkit.OpenIDUser {
	return []testkit.OpenIDUser{
		{ID: subjectOfAlice, Username: alice.username, Password: alice.password, Email: "alice@example.com", EmailVerified: true},
		{ID: "subject-of-bob", Username: bob.username, Password: bob.password, Email: "bob@example.com"},
	}
}

// federated is a world whose users may sign in at a real provider.
type federated struct {
	*world
	provider *testkit.OpenIDProvider
	tokens   *exchange
	now      *testkit.Clock // the provider's, by which tokens are judged
}

// newFederated leaves the provider down.
func newFederated(t *testing.T, claim string) *federated {
	t.Helper()
	f := &federated{world: newWorld(t), provider: testkit.NewOpenIDProvider(t, outsiders("subject-of-alice"), callback), tokens: &exchange{},
		now: testkit.NewClock(time.Now())}
	provider := must[*oidc.Provider](t)(oidc.New(oidc.Config{Issuer: f.provider.Issuer, ClientID: testkit.OpenIDClient,
		ClientSecret: testkit.OpenIDSecret, RedirectURL: callback, AccountClaim: claim, Clock: f.now, Transport: f.tokens}))
	f.config.Federation = account.NewFederation(f.accounts, provider, "市统一身份认证")
	f.server.Close()
	f.open()
	return f
}

// expect registers a user's account at the provider, as the security officer does.
func (f *federated) expect(login, account string) {
	f.t.Helper()
	user := must1(f.t, f.store.Users().ByLogin, login)
	f.call("security", http.MethodPatch, "/api/v1/users/"+user.ID, user.Version, map[string]any{"identityAccount": account})
}

func must1[A, T any](t *testing.T, find func(context.Context, A) (T, error), by A) T {
	t.Helper()
	return must[T](t)(find(t.Context(), by))
}

// exchange is the network between the server and the provider. It can put another ID token into an answer.
type exchange struct {
	mu     sync.Mutex
	forged string // empty: answers pass as they are
	seen   string // the ID token last answered
}

func (e *exchange) forge(token string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.forged = token
}

func (e *exchange) last() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.seen
}

func (e *exchange) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil || request.Method != http.MethodPost {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	fields := map[string]any{}
	if json.Unmarshal(body, &fields) == nil && fields["id_token"] != nil {
		e.mu.Lock()
		e.seen, _ = fields["id_token"].(string)
		if e.forged != "" {
			fields["id_token"] = e.forged
			body, _ = json.Marshal(fields)
		}
		e.mu.Unlock()
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return response, nil
}

// browser keeps cookies and follows where it is sent, but stops before it comes back to us.
type browser struct {
	t      *testing.T
	client *http.Client
}

func (f *federated) browser() *browser {
	dialer := &net.Dialer{}
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, ourHost+":") {
			address = f.server.Listener.Addr().String()
		}
		return dialer.DialContext(ctx, network, address)
	}}
	f.t.Cleanup(transport.CloseIdleConnections)
	return &browser{t: f.t, client: &http.Client{Jar: must[*cookiejar.Jar](f.t)(cookiejar.New(nil)), Transport: transport,
		CheckRedirect: func(next *http.Request, _ []*http.Request) error {
			if next.URL.Host == ourHost {
				return http.ErrUseLastResponse
			}
			return nil
		}}}
}

func (b *browser) do(method, address string, body io.Reader, mediaType string) (*http.Response, string) {
	b.t.Helper()
	request := must[*http.Request](b.t)(http.NewRequestWithContext(b.t.Context(), method, address, body))
	if mediaType != "" {
		request.Header.Set("Content-Type", mediaType)
	}
	response, err := b.client.Do(request)
	check(b.t, err)
	content := must[[]byte](b.t)(io.ReadAll(response.Body))
	check(b.t, response.Body.Close())
	return response, string(content)
}

func (b *browser) get(address string) (*http.Response, string) {
	b.t.Helper()
	return b.do(http.MethodGet, address, nil, "")
}

// ask sends JSON to our server.
func (b *browser) ask(method, path string, body any) (int, string) {
	b.t.Helper()
	text := must[[]byte](b.t)(json.Marshal(body))
	response, content := b.do(method, "http://"+ourHost+path, bytes.NewReader(text), "application/json")
	return response.StatusCode, content
}

// begin presses the button and returns where the browser is sent.
func (b *browser) begin(returnTo string) string {
	b.t.Helper()
	status, content := b.ask(http.MethodPost, "/api/v1/session/oidc", map[string]string{"returnTo": returnTo})
	if status != http.StatusOK {
		b.t.Fatalf("begin: %d %s", status, content)
	}
	return decode[struct{ URL string }](b.t, []byte(content)).URL
}

var requestField = regexp.MustCompile(`name="id" value="([^"]+)"`)

// signIn fills the provider's form and returns the address at which the browser comes back.
func (b *browser) signIn(address string, who outside) string {
	b.t.Helper()
	response, form := b.get(address)
	field := requestField.FindStringSubmatch(form)
	if field == nil {
		b.t.Fatalf("the provider shows no form: %d %s", response.StatusCode, form)
	}
	filled := url.Values{"id": field[1:], "username": {who.username}, "password": {who.password}}
	response, content := b.do(http.MethodPost, response.Request.URL.String(), strings.NewReader(filled.Encode()), "application/x-www-form-urlencoded")
	back := response.Header.Get("Location")
	if !strings.HasPrefix(back, callback+"?") {
		b.t.Fatalf("the provider does not send the browser back: %d %q %s", response.StatusCode, back, content)
	}
	return back
}

// arrive goes the whole way and returns the answer to the browser that comes back.
func (b *browser) arrive(who outside) (*http.Response, string) {
	b.t.Helper()
	return b.get(b.signIn(b.begin("/loans?state=OUT"), who))
}

// whoami is the login of the browser's session; empty: none.
func (b *browser) whoami() string {
	b.t.Helper()
	status, content := b.ask(http.MethodGet, "/api/v1/session", nil)
	if status != http.StatusOK {
		return ""
	}
	return decode[struct{ Login string }](b.t, []byte(content)).Login
}

// tokenFor signs somebody in at a provider for one of its clients, past our server, and returns the ID token.
func (b *browser) tokenFor(provider *testkit.OpenIDProvider, client, nonce string, who outside) string {
	b.t.Helper()
	query := url.Values{"client_id": {client}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid"}, "state": {"x"}, "nonce": {nonce}}
	back := must[*url.URL](b.t)(url.Parse(b.signIn(provider.Issuer+"auth?"+query.Encode(), who)))
	form := url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {callback}}
	request := must[*http.Request](b.t)(http.NewRequestWithContext(b.t.Context(), http.MethodPost, provider.Issuer+"oauth/token", strings.NewReader(form.Encode())))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(client, testkit.OpenIDSecret)
	response, err := b.client.Do(request)
	check(b.t, err)
	defer response.Body.Close()
	var granted struct {
		IDToken string `json:"id_token"`
	}
	check(b.t, json.NewDecoder(response.Body).Decode(&granted))
	if granted.IDToken == "" {
		b.t.Fatalf("the provider grants no ID token: %d", response.StatusCode)
	}
	return granted.IDToken
}

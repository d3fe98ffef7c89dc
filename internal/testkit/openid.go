package testkit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// OpenIDUser is somebody whom an identity provider knows. ID is the subject.
type OpenIDUser struct {
	ID, Username, Password, Email string
	EmailVerified                 bool
}

// Clients that every OpenID provider here knows, two of them so that a token can be made for somebody else.
const (
	OpenIDClient      = "web"
	OpenIDOtherClient = "api"
	OpenIDSecret      = "secret"
)

// OpenIDProvider is an OpenID Connect provider of one test's own: the server of zitadel/oidc. It keeps everything in memory and
// makes new signing keys with each start.
type OpenIDProvider struct {
	Issuer  string
	t       testing.TB
	port    int
	dir     string
	env     []string
	process *process // nil while it is down
}

// NewOpenIDProvider chooses the place of a provider that is still down. Browsers may be sent back to the redirect addresses alone.
func NewOpenIDProvider(t testing.TB, users []OpenIDUser, redirects ...string) *OpenIDProvider {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatalf("new OpenID provider: %v", err)
	}
	p := &OpenIDProvider{t: t, port: port, dir: t.TempDir(), Issuer: "http://localhost:" + strconv.Itoa(port) + "/",
		env: []string{"PORT=" + strconv.Itoa(port), "USERS_FILE=users.json", "REDIRECT_URI=" + strings.Join(redirects, ",")}}
	p.Know(users)
	t.Cleanup(p.Stop)
	return p
}

// Know replaces the users, from the next start on.
func (p *OpenIDProvider) Know(users []OpenIDUser) {
	p.t.Helper()
	byID := map[string]OpenIDUser{}
	for _, user := range users {
		byID[user.ID] = user
	}
	text, err := json.Marshal(byID)
	if err == nil {
		err = os.WriteFile(filepath.Join(p.dir, "users.json"), text, 0o600)
	}
	if err != nil {
		p.t.Fatalf("users of OpenID provider: %v", err)
	}
}

// Start returns when the provider answers.
func (p *OpenIDProvider) Start() {
	p.t.Helper()
	binary, err := tool("openid", "github.com/zitadel/oidc/v3/example/server")
	if err != nil {
		missing(p.t, "openid", err)
	}
	// Its address is in its issuer, so it cannot move to another port.
	p.process, _, err = startOnPort(func() (int, error) { return p.port, nil }, func(int) launch {
		return launch{argv: []string{binary}, env: p.env, dir: p.dir, log: filepath.Join(p.dir, "openid.log"), signal: "KILL", ready: p.answers}
	})
	if err != nil {
		p.t.Fatalf("start OpenID provider: %v", err)
	}
}

// Stop ends the provider; a second call does nothing.
func (p *OpenIDProvider) Stop() {
	p.t.Helper()
	if p.process == nil {
		return
	}
	if err := p.process.end("keep"); err != nil {
		p.t.Errorf("stop OpenID provider: %v", err)
	}
	p.process = nil
}

func (p *OpenIDProvider) answers(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Issuer+".well-known/openid-configuration", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var found struct{ Issuer string }
	if err := json.NewDecoder(response.Body).Decode(&found); err != nil {
		return fmt.Errorf("discovery: %w", err)
	}
	if found.Issuer != p.Issuer {
		return errors.New("another server answers: " + found.Issuer)
	}
	return nil
}

package account

import (
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

var (
	security = authz.Actor{UserID: "u1", Name: "安全员", Grants: []authz.Grant{{Role: authz.SecurityOfficer}}}
	partner  = []domain.Grant{{Role: string(authz.DataPartner), Division: "2101"}}
)

func onBoth(t *testing.T, test func(t *testing.T, s *Service, clock *testkit.Clock)) {
	t.Helper()
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		clock := testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		test(t, New(store, clock, DefaultLimits(), Factors{}), clock)
	})
}

func newToken(t *testing.T, s *Service, expires time.Time) (domain.APIToken, string) {
	t.Helper()
	token, secret, err := s.CreateToken(t.Context(), security, NewToken{Name: "民政局", Grants: partner, ExpiresAt: expires})
	if err != nil {
		t.Fatal(err)
	}
	return token, secret
}

func TestTokenActsWithItsGrants(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, clock *testkit.Clock) {
		token, secret := newToken(t, s, clock.Now().Add(24*time.Hour))
		if len(secret) != 47 || !strings.HasPrefix(secret, "dgk_") || !strings.HasSuffix(secret, token.Hint) {
			t.Errorf("secret of %d characters, hint %s", len(secret), token.Hint)
		}
		actor, _, err := s.ResumeToken(t.Context(), secret, Origin{Address: "10.0.0.9"})
		if err != nil {
			t.Fatal(err)
		}
		if actor.UserID != "token:"+token.ID || actor.Name != "接口：民政局" || actor.Address != "10.0.0.9" {
			t.Errorf("actor %+v", actor)
		}
		if !actor.Can(authz.MatchSubmit, "", "210106") || actor.Can(authz.MatchSubmit, "", "2201") || actor.Can(authz.MatchReview, "", "210106") {
			t.Error("the token may not do what it was made for, or more")
		}
		tokens, err := s.Tokens(t.Context(), security)
		if err != nil || len(tokens) != 1 {
			t.Fatal(tokens, err)
		}
		for _, shown := range []string{tokens[0].Hash, tokens[0].Hint, tokens[0].Name} {
			if strings.Contains(shown, secret) {
				t.Error("the secret is stored")
			}
		}
		entries, err := s.store.Audit().List(t.Context(), domain.AuditFilter{Object: "token"}, "", 10)
		if err != nil || len(entries) != 1 || entries[0].Action != domain.AuditTokenCreate || strings.Contains(entries[0].Detail, secret) {
			t.Errorf("trail %v, %v", entries, err)
		}
	})
}

func TestTokensThatNoLongerHoldAnswerAlike(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, clock *testkit.Clock) {
		_, short := newToken(t, s, clock.Now().Add(time.Hour))
		withdrawn, revoked := newToken(t, s, clock.Now().Add(48*time.Hour))
		if err := s.RevokeToken(t.Context(), security, withdrawn.ID); err != nil {
			t.Fatal(err)
		}
		clock.Advance(time.Hour)
		for name, secret := range map[string]string{"unknown": "dgk_" + strings.Repeat("A", 43), "empty": "", "other form": "Basic xyz",
			"expired": short, "revoked": revoked, "cut short": revoked[:20]} {
			if _, _, err := s.ResumeToken(t.Context(), secret, Origin{}); !errs.Is(err, errs.Unauthenticated) || errs.CodeOf(err) != "token.invalid" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.RevokeToken(t.Context(), security, domain.NewID()); !errs.Is(err, errs.NotFound) {
			t.Errorf("revoking what is not there: %v", err)
		}
	})
}

func TestUseOfATokenIsWrittenDownOnceAMinute(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, clock *testkit.Clock) {
		_, secret := newToken(t, s, clock.Now().Add(24*time.Hour))
		used := func() time.Time {
			t.Helper()
			if _, _, err := s.ResumeToken(t.Context(), secret, Origin{}); err != nil {
				t.Fatal(err)
			}
			tokens, err := s.Tokens(t.Context(), security)
			if err != nil {
				t.Fatal(err)
			}
			return tokens[0].LastUsedAt
		}
		first := used()
		clock.Advance(59 * time.Second)
		if again := used(); first.IsZero() || !again.Equal(first) {
			t.Errorf("written at %s and again at %s", first, again)
		}
		clock.Advance(time.Second)
		if later := used(); !later.Equal(clock.Now()) {
			t.Errorf("a minute later last used at %s", later)
		}
	})
}

func TestTokensAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, clock *testkit.Clock) {
		now := clock.Now()
		good := NewToken{Name: "公安局", Grants: partner, ExpiresAt: now.Add(366 * 24 * time.Hour)}
		district := authz.Actor{UserID: "u2", Grants: []authz.Grant{{Role: authz.SecurityOfficer, Division: "210106"}}}
		for _, c := range []struct {
			name   string
			actor  authz.Actor
			change func(*NewToken)
			code   string
		}{
			{"the longest life", security, func(*NewToken) {}, ""},
			{"longer than a year", security, func(r *NewToken) { r.ExpiresAt = now.Add(367 * 24 * time.Hour) }, "token.expiry"},
			{"no end", security, func(r *NewToken) { r.ExpiresAt = time.Time{} }, "token.expiry"},
			{"over already", security, func(r *NewToken) { r.ExpiresAt = now }, "token.expiry"},
			{"no name", security, func(r *NewToken) { r.Name = " " }, "token.name"},
			{"long name", security, func(r *NewToken) { r.Name = strings.Repeat("局", 101) }, "token.name"},
			{"no grant", security, func(r *NewToken) { r.Grants = nil }, "user.no_grant"},
			{"unknown role", security, func(r *NewToken) { r.Grants = []domain.Grant{{Role: "root"}} }, "user.unknown_role"},
			{"manages users", security, func(r *NewToken) { r.Grants = []domain.Grant{{Role: "security_officer"}} }, "token.role"},
			{"officer of a district", district, func(*NewToken) {}, "access.forbidden"},
		} {
			request := good
			c.change(&request)
			_, _, err := s.CreateToken(t.Context(), c.actor, request)
			if err == nil && c.code != "" || err != nil && errs.CodeOf(err) != c.code {
				t.Errorf("%s: %v, want %q", c.name, err, c.code)
			}
		}
		if _, err := s.Tokens(t.Context(), district); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an officer of a district lists tokens: %v", err)
		}
		if err := s.RevokeToken(t.Context(), district, domain.NewID()); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an officer of a district revokes tokens: %v", err)
		}
	})
}

func TestHandlersAreGrantedForEnterprisesOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, _ *testkit.Clock) {
		works := domain.Enterprise{ID: domain.NewID(), Name: "某厂", NoUSCCReason: "已注销", Version: 1}
		if err := s.store.Enterprises().Save(t.Context(), works); err != nil {
			t.Fatal(err)
		}
		for i, c := range []struct {
			grant domain.Grant
			code  string
		}{
			{domain.Grant{Role: "enterprise_handler", Enterprise: works.ID}, ""},
			{domain.Grant{Role: "community_worker", Division: "210106001001"}, ""},
			{domain.Grant{Role: "enterprise_handler", Division: "210106"}, "user.grant_enterprise"},
			{domain.Grant{Role: "enterprise_handler"}, "user.grant_enterprise"},
			{domain.Grant{Role: "archivist", Enterprise: works.ID}, "user.grant_enterprise"},
			{domain.Grant{Role: "enterprise_handler", Enterprise: domain.NewID()}, "user.unknown_enterprise"},
		} {
			login := "u" + string(rune('a'+i))
			user, _, err := s.Create(t.Context(), security, NewUser{Login: login, Name: "某人", Grants: []domain.Grant{c.grant}})
			if err == nil && c.code != "" || err != nil && errs.CodeOf(err) != c.code {
				t.Errorf("%+v: %v, want %q", c.grant, err, c.code)
			}
			if c.code != "" {
				continue
			}
			stored, err := s.store.Users().Get(t.Context(), user.ID)
			if err != nil || len(stored.Grants) != 1 || stored.Grants[0] != c.grant {
				t.Errorf("stored %+v, %v, want %+v", stored.Grants, err, c.grant)
			}
			if got := ActorOf(stored, "").Grants[0]; got.Enterprise != c.grant.Enterprise || got.Division != c.grant.Division {
				t.Errorf("acts with %+v, want %+v", got, c.grant)
			}
		}
	})
}

// A newcomer signs in once and can try every step from the nature form to the ledger.
func TestFirstAdministratorMayTryEverything(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, _ *testkit.Clock) {
		if _, created, err := s.EnsureAdministrator(t.Context(), "a long password"); err != nil || !created {
			t.Fatal(created, err)
		}
		admin, err := s.store.Users().ByLogin(t.Context(), "admin")
		if err != nil {
			t.Fatal(err)
		}
		actor := ActorOf(admin, "")
		for _, p := range []authz.Permission{authz.NatureConfirm, authz.TransferDeclare, authz.TransferVerify, authz.AgreementManage,
			authz.TransferReceive, authz.StatisticsRead, authz.EnterpriseManage, authz.LedgerRoute, authz.MatchReview, authz.DossierRead,
			authz.IngestRun, authz.UserManage, authz.AuditRead} {
			if !actor.Scope(p).All {
				t.Errorf("the first administrator may not %s", p)
			}
		}
	})
}

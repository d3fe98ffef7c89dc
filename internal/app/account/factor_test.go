package account

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

const ownPassword = "correct horse battery"

func keyOf(text string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(text), nil }
}

// desk is a service with one user, "admin", who may enrol.
type desk struct {
	*Service
	t     *testing.T
	clock *testkit.Clock
	actor authz.Actor
}

func onDesks(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		clock := testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		d := &desk{Service: New(store, clock, DefaultLimits(), Factors{Key: keyOf(strings.Repeat("k", 32))}), t: t, clock: clock}
		if _, _, err := d.EnsureAdministrator(t.Context(), ownPassword); err != nil {
			t.Fatal(err)
		}
		d.actor = ActorOf(d.user(), "10.0.0.1")
		test(t, d)
	})
}

func (d *desk) user() domain.User {
	d.t.Helper()
	user, err := d.store.Users().ByLogin(d.t.Context(), "admin")
	if err != nil {
		d.t.Fatal(err)
	}
	return user
}

func (d *desk) code(secret string) string {
	d.t.Helper()
	code, err := totp.GenerateCode(secret, d.clock.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	return code
}

// enrol returns the secret of the app and the recovery codes.
func (d *desk) enrol() (string, []string) {
	d.t.Helper()
	enrolment, err := d.EnrolFactor(d.t.Context(), d.actor, ownPassword)
	if err != nil {
		d.t.Fatal(err)
	}
	codes, err := d.ConfirmFactor(d.t.Context(), d.actor, d.code(enrolment.Secret))
	if err != nil {
		d.t.Fatal(err)
	}
	return enrolment.Secret, codes
}

func (d *desk) signIn(code string) error {
	_, _, err := d.SignIn(d.t.Context(), Credentials{Login: "admin", Password: ownPassword, Code: code}, Origin{})
	return err
}

func (d *desk) expect(name string, err error, code string) {
	d.t.Helper()
	if err == nil && code != "" || err != nil && errs.CodeOf(err) != code {
		d.t.Errorf("%s: %v, want %q", name, err, code)
	}
}

func TestCodesAreAskedForOnceEnrolled(t *testing.T) {
	onDesks(t, func(t *testing.T, d *desk) {
		_, err := d.EnrolFactor(t.Context(), d.actor, "wrong")
		d.expect("enrol with a wrong password", err, "password.wrong")
		_, err = d.ConfirmFactor(t.Context(), d.actor, "123456")
		d.expect("confirm before", err, "totp.not_begun")
		enrolment, err := d.EnrolFactor(t.Context(), d.actor, ownPassword)
		d.expect("enrol", err, "")
		if !strings.HasPrefix(enrolment.URI, "otpauth://totp/Danganku:admin?") || !strings.Contains(enrolment.URI, "secret="+enrolment.Secret) {
			t.Errorf("address %s", enrolment.URI)
		}
		d.expect("sign in while enrolling", d.signIn(""), "")
		_, err = d.ConfirmFactor(t.Context(), d.actor, "000000")
		d.expect("confirm with a wrong code", err, "totp.code")
		first := d.code(enrolment.Secret)
		codes, err := d.ConfirmFactor(t.Context(), d.actor, first)
		if err != nil || len(codes) != recoveryCodes {
			t.Fatal(codes, err)
		}
		_, err = d.EnrolFactor(t.Context(), d.actor, ownPassword)
		d.expect("enrol again", err, "totp.enrolled")

		d.expect("without a code", d.signIn(""), "session.totp_required")
		d.expect("with the code that confirmed", d.signIn(first), "session.totp_wrong")
		d.clock.Advance(30 * time.Second)
		next := d.code(enrolment.Secret)
		d.expect("with the next code", d.signIn(" "+next[:3]+" "+next[3:]), "")
		d.expect("with the same again", d.signIn(next), "session.totp_wrong")
		d.clock.Advance(60 * time.Second)
		late := d.code(enrolment.Secret)
		d.clock.Advance(30 * time.Second)
		d.expect("with the code before the present one", d.signIn(late), "")
		stale := d.code(enrolment.Secret)
		d.clock.Advance(90 * time.Second)
		d.expect("with a code of two minutes ago", d.signIn(stale), "session.totp_wrong")
		_, _, err = d.SignIn(t.Context(), Credentials{Login: "admin", Password: "wrong", Code: d.code(enrolment.Secret)}, Origin{})
		d.expect("with a code and a wrong password", err, "session.wrong_credentials")
	})
}

func TestRecoveryCodesCountOnce(t *testing.T) {
	onDesks(t, func(t *testing.T, d *desk) {
		_, codes := d.enrol()
		stored := d.user().Factor
		if len(stored.Recovery) != len(codes) || strings.Contains(strings.Join(stored.Recovery, " "), codes[0]) {
			t.Errorf("stored %v", stored.Recovery)
		}
		d.expect("a recovery code", d.signIn(strings.ToLower(codes[3])), "")
		d.expect("the same again", d.signIn(codes[3]), "session.totp_wrong")
		d.expect("another", d.signIn(strings.ReplaceAll(codes[0], "-", "")), "")
		if left := len(d.user().Factor.Recovery); left != recoveryCodes-2 {
			t.Errorf("%d recovery codes left", left)
		}
		entries, err := d.store.Audit().List(t.Context(), domain.AuditFilter{Action: domain.AuditLogin}, "", 1)
		if err != nil || len(entries) != 1 || !strings.Contains(entries[0].Detail, `"factor":"recovery"`) {
			t.Errorf("trail %v, %v", entries, err)
		}
		d.expect("removed with a recovery code", d.RemoveFactor(t.Context(), d.actor, codes[1]), "")
		d.expect("without a code", d.signIn(""), "")
		d.expect("removed again", d.RemoveFactor(t.Context(), d.actor, codes[2]), "totp.none")
	})
}

func TestWrongCodesLock(t *testing.T) {
	onDesks(t, func(t *testing.T, d *desk) {
		secret, codes := d.enrol()
		d.clock.Advance(time.Minute)
		for range d.limits.MaxFailures - 1 {
			d.expect("wrong code", d.signIn("000000"), "session.totp_wrong")
		}
		d.expect("asking for a code is no failure and forgives none", d.signIn(""), "session.totp_required")
		d.expect("a wrong code to remove with", d.RemoveFactor(t.Context(), d.actor, "000000"), "totp.code")
		d.expect("right but locked", d.signIn(d.code(secret)), "session.wrong_credentials")
		d.expect("removal while locked", d.RemoveFactor(t.Context(), d.actor, codes[0]), "account.locked")
		d.clock.Advance(d.limits.LockFor)
		d.expect("the lock is over", d.signIn(d.code(secret)), "")
	})
}

// A code that somebody looked over the shoulder for is sent at the same moment as the owner's.
func TestOneCodeOpensOneSession(t *testing.T) {
	onDesks(t, func(t *testing.T, d *desk) {
		d.limits.MaxFailures = 100
		secret, _ := d.enrol()
		d.clock.Advance(30 * time.Second)
		code := d.code(secret)
		var opened atomic.Int32
		var attempts sync.WaitGroup
		for range 8 {
			attempts.Go(func() {
				switch err := d.signIn(code); {
				case err == nil:
					opened.Add(1)
				case !errors.Is(err, errWrongCode):
					t.Errorf("a replay answers %v", err)
				}
			})
		}
		attempts.Wait()
		if opened.Load() != 1 {
			t.Errorf("one code opened %d sessions", opened.Load())
		}
	})
}

func TestFactorsAreResetByAnotherOfficer(t *testing.T) {
	onDesks(t, func(t *testing.T, d *desk) {
		d.enrol()
		version := d.user().Version
		_, _, err := d.Change(t.Context(), d.actor, d.actor.UserID, version, UserChange{ResetFactor: true})
		d.expect("one's own", err, "totp.own_reset")
		_, _, err = d.Change(t.Context(), security, d.actor.UserID, version, UserChange{ResetFactor: true})
		d.expect("another's", err, "")
		d.expect("without a code", d.signIn(""), "")
	})
}

// Whoever sits at a session that was left open guesses no more passwords than at the door.
func TestPasswordsAreNotGuessedFromWithin(t *testing.T) {
	onDesks(t, func(t *testing.T, d *desk) {
		change := func(current string) error {
			_, err := d.ChangePassword(t.Context(), d.actor, current, "another horse battery", Origin{})
			return err
		}
		for range d.limits.MaxFailures {
			d.expect("a guess", change("wrong horse battery"), "password.wrong")
		}
		d.expect("the right password after the guesses", change(ownPassword), "account.locked")
		d.clock.Advance(d.limits.LockFor + time.Second)
		d.expect("the right password after a while", change(ownPassword), "")
	})
}

func TestPolicyDemandsSecondFactors(t *testing.T) {
	officer := domain.User{Grants: rolesOf(authz.AuditOfficer)}
	clerk := domain.User{Grants: rolesOf(authz.IntakeClerk)}
	enrolled := domain.User{Grants: rolesOf(authz.AuditOfficer), Factor: domain.SecondFactor{Secret: "x", Since: time.Unix(1, 0)}}
	for policy, want := range map[FactorPolicy][3]bool{"": {}, FactorsFree: {}, FactorsOfOfficers: {true, false, false}, FactorsOfAll: {true, true, false}} {
		s := New(nil, nil, DefaultLimits(), Factors{Required: policy})
		if got := [3]bool{s.MustEnrol(officer), s.MustEnrol(clerk), s.MustEnrol(enrolled)}; got != want {
			t.Errorf("policy %q: officer, clerk, enrolled officer must enrol: %v, want %v", policy, got, want)
		}
	}
}

func TestSecretsAreSealedForOneUserAndKey(t *testing.T) {
	ours, theirs := sealer{keyOf(strings.Repeat("a", 32)), forFactors}, sealer{keyOf(strings.Repeat("b", 32)), forFactors}
	sealed, err := ours.seal("u1", "JBSWY3DPEHPK3PXP")
	if err != nil || strings.Contains(sealed, "JBSWY") {
		t.Fatal(sealed, err)
	}
	if secret, err := ours.open("u1", sealed); err != nil || secret != "JBSWY3DPEHPK3PXP" {
		t.Errorf("%s, %v", secret, err)
	}
	otherwise := sealer{ours.key, forSignIns}
	for name, opened := range map[string]func() (string, error){
		"other purpose": func() (string, error) { return otherwise.open("u1", sealed) },
		"another user":  func() (string, error) { return ours.open("u2", sealed) },
		"another key":   func() (string, error) { return theirs.open("u1", sealed) },
		"a changed end": func() (string, error) { return ours.open("u1", sealed[:len(sealed)-2]+"AA") },
		"not sealed":    func() (string, error) { return ours.open("u1", "JBSWY3DPEHPK3PXP") },
	} {
		if secret, err := opened(); !errors.Is(err, errOtherKey) {
			t.Errorf("%s opens %q, %v", name, secret, err)
		}
	}
	counted := New(nil, nil, DefaultLimits(), Factors{Key: keyOf(strings.Repeat("b", 32))})
	factor := domain.SecondFactor{Secret: sealed, Since: time.Unix(1, 0)}
	if got := counted.Unreadable([]domain.User{{ID: "u1", Factor: factor}, {ID: "u2"}}); got != 1 {
		t.Errorf("%d users cannot sign in, want 1", got)
	}
}

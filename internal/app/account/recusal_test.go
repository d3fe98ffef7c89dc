package account

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/testkit"
)

func recusalNumber(n int) domain.IDNumber {
	digits := fmt.Sprintf("21010619500309%03d", n)
	return domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
}

func relative(n int) domain.DeclaredRelative {
	return domain.DeclaredRelative{Name: "王梅", IDNumber: recusalNumber(n), Relation: "配偶"}
}

// declarer is a user who has declared nothing, as an actor.
func declarer(t *testing.T, s *Service) authz.Actor {
	t.Helper()
	user, _, err := s.Create(t.Context(), security, NewUser{Login: "keeper", Name: "某人", Grants: rolesOf(authz.Archivist)})
	if err != nil {
		t.Fatal(err)
	}
	return ActorOf(user, "")
}

func (s *Service) stored(t *testing.T, id string) domain.User {
	t.Helper()
	user, err := s.store.Users().Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// TestUsersDeclareAndOnlyTheSecurityOfficerWithdraws: who declared relatives keeps away from them from the next request on, and
// cannot take that back.
func TestUsersDeclareAndOnlyTheSecurityOfficerWithdraws(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, _ *testkit.Clock) {
		ctx, actor := t.Context(), declarer(t, s)
		spaced := domain.IDNumber(" " + strings.ToLower(recusalNumber(1).Full()))
		if _, err := s.DeclareRecusal(ctx, actor, spaced, []domain.DeclaredRelative{relative(2)}); err != nil {
			t.Fatal(err)
		}
		again, err := s.DeclareRecusal(ctx, actor, "", []domain.DeclaredRelative{relative(2), relative(3)})
		want := domain.Recusal{IDNumber: recusalNumber(1), Relatives: []domain.DeclaredRelative{relative(2), relative(3)}}
		if diff := cmp.Diff(want, again); diff != "" || err != nil {
			t.Fatalf("declared: %v\n%s", err, diff)
		}
		if _, err = s.DeclareRecusal(ctx, actor, recusalNumber(9), nil); errs.CodeOf(err) != "recusal.declared" {
			t.Errorf("another number of one's own: %v", err)
		}
		user := s.stored(t, actor.UserID)
		for n, avoids := range map[int]bool{1: true, 2: true, 3: true, 4: false} {
			if err := domain.Avoid(ActorOf(user, ""), recusalNumber(n)); (err != nil) != avoids || err != nil && errs.CodeOf(err) != "OWN_OR_RELATIVE" {
				t.Errorf("person %d: %v", n, err)
			}
		}

		if _, err = s.SetRecusal(ctx, actor, user.ID, user.Version, RecusalChange{}); errs.CodeOf(err) != "access.forbidden" {
			t.Errorf("withdrawn by oneself: %v", err)
		}
		if _, err = s.SetRecusal(ctx, security, user.ID, user.Version-1, RecusalChange{}); !errs.Is(err, errs.Stale) {
			t.Errorf("an older version: %v", err)
		}
		if _, err = s.SetRecusal(ctx, security, user.ID, user.Version, RecusalChange{Keep: []int{2}}); errs.CodeOf(err) != "recusal.keep" {
			t.Errorf("keeping nobody: %v", err)
		}
		none := domain.IDNumber("")
		user, err = s.SetRecusal(ctx, security, user.ID, user.Version, RecusalChange{IDNumber: &none, Keep: []int{1}, Add: []domain.DeclaredRelative{relative(4)}})
		want = domain.Recusal{Relatives: []domain.DeclaredRelative{relative(3), relative(4)}}
		if diff := cmp.Diff(want, s.stored(t, user.ID).Recusal); diff != "" || err != nil {
			t.Fatalf("corrected: %v\n%s", err, diff)
		}
		trailOfRecusal(t, s, user.ID)
	})
}

// trailOfRecusal expects an entry of each of three changes, which counts and names no number.
func trailOfRecusal(t *testing.T, s *Service, userID string) {
	t.Helper()
	entries, err := s.store.Audit().List(t.Context(), domain.AuditFilter{Action: domain.AuditUserChange, ObjectID: userID}, "", 9)
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	counts := func(entry domain.AuditEntry) bool {
		return entry.Detail == `{"recusal":2,"recusalBefore":3,"recusalOwn":false}`
	}
	if !slices.ContainsFunc(entries, counts) { // entries of one moment come in no order
		t.Errorf("no entry counts: %+v", entries)
	}
	for _, entry := range entries {
		if strings.Contains(entry.Detail, "2101") || strings.Contains(entry.Detail, "王梅") {
			t.Errorf("the trail names a person: %s", entry.Detail)
		}
	}
}

func TestSecurityOfficersKeepTheirOwnRecusal(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, _ *testkit.Clock) {
		ctx := t.Context()
		user, _, err := s.Create(ctx, security, NewUser{Login: "anquan", Name: "安全员", Grants: rolesOf(authz.SecurityOfficer)})
		if err != nil {
			t.Fatal(err)
		}
		own := recusalNumber(1)
		user, err = s.SetRecusal(ctx, ActorOf(user, ""), user.ID, user.Version, RecusalChange{IDNumber: &own, Add: []domain.DeclaredRelative{relative(2)}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.SetRecusal(ctx, ActorOf(user, ""), user.ID, user.Version, RecusalChange{})
		if errs.CodeOf(err) != "recusal.own_removal" || len(s.stored(t, user.ID).Recusal.Numbers()) != 2 {
			t.Errorf("withdrawn from oneself: %v", err)
		}
		if _, err = s.SetRecusal(ctx, security, user.ID, user.Version, RecusalChange{}); err != nil {
			t.Errorf("withdrawn by another: %v", err)
		}
	})
}

func TestDeclarationsAreChecked(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, _ *testkit.Clock) {
		ctx, actor := t.Context(), declarer(t, s)
		nameless, unrelated, wrong, oneself := relative(2), relative(2), relative(2), relative(1)
		nameless.Name, unrelated.Relation, wrong.IDNumber = " ", "", "219999195003090029"
		many := make([]domain.DeclaredRelative, 51)
		for n := range many {
			many[n] = relative(100 + n)
		}
		for name, c := range map[string]struct {
			own  domain.IDNumber
			add  []domain.DeclaredRelative
			code string
		}{
			"own number":       {"21010619500309", nil, "recusal.number"},
			"nameless":         {"", []domain.DeclaredRelative{nameless}, "recusal.relative"},
			"unrelated":        {"", []domain.DeclaredRelative{unrelated}, "recusal.relative"},
			"number":           {"", []domain.DeclaredRelative{wrong}, "recusal.number"},
			"one's own number": {recusalNumber(1), []domain.DeclaredRelative{oneself}, "recusal.number"},
			"too many":         {"", many, "recusal.too_many"},
		} {
			if _, err := s.DeclareRecusal(ctx, actor, c.own, c.add); errs.CodeOf(err) != c.code {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		}
		if user := s.stored(t, actor.UserID); len(user.Recusal.Numbers()) != 0 || user.Version != 1 {
			t.Errorf("refused declarations were stored: %+v", user.Recusal)
		}
	})
}

// TestTokensKeepAwayFromNobody: a token is no person.
func TestTokensKeepAwayFromNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, clock *testkit.Clock) {
		_, secret, err := s.CreateToken(t.Context(), security, NewToken{Name: "接口", Grants: rolesOf(authz.Archivist), ExpiresAt: clock.Now().AddDate(0, 1, 0)})
		if err != nil {
			t.Fatal(err)
		}
		actor, _, err := s.ResumeToken(t.Context(), secret, Origin{})
		if err != nil || len(actor.Recused) != 0 {
			t.Errorf("%v, %v", actor.Recused, err)
		}
	})
}

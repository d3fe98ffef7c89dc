package account

import (
	"testing"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/testkit"
)

func rolesOf(roles ...authz.Role) []domain.Grant {
	var grants []domain.Grant
	for _, role := range roles {
		grants = append(grants, domain.Grant{Role: string(role)})
	}
	return grants
}

func TestOfficersAreGrantedApart(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, _ *testkit.Clock) {
		for i, c := range []struct {
			grants []domain.Grant
			code   string
		}{
			{rolesOf(authz.AuditOfficer), ""},
			{rolesOf(authz.Archivist, authz.Approver), ""},
			{rolesOf(authz.SystemOfficer, authz.AuditOfficer), "user.officers_exclusive"},
			{rolesOf(authz.SecurityOfficer, authz.Archivist), "user.officer_content"},
			{[]domain.Grant{{Role: "audit_officer", Division: "210102"}, {Role: "cataloger", Division: "210106"}}, "user.officer_content"},
		} {
			login := string(rune('a' + i))
			_, _, err := s.Create(t.Context(), security, NewUser{Login: login, Name: "某人", Grants: c.grants})
			if err == nil && c.code != "" || err != nil && errs.CodeOf(err) != c.code {
				t.Errorf("create with %v: %v, want %q", c.grants, err, c.code)
			}
			user, _, err := s.Create(t.Context(), security, NewUser{Login: login + "2", Name: "某人", Grants: rolesOf(authz.Cataloger)})
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = s.Change(t.Context(), security, user.ID, 1, UserChange{Grants: &c.grants})
			if err == nil && c.code != "" || err != nil && errs.CodeOf(err) != c.code {
				t.Errorf("change to %v: %v, want %q", c.grants, err, c.code)
			}
		}
	})
}

// An installation begins with one person who holds everything, and leaves that state by the hand of a security officer of its own.
func TestFirstAdministratorHandsTheOfficesOut(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service, _ *testkit.Clock) {
		ctx := t.Context()
		if _, _, err := s.EnsureAdministrator(ctx, "a long password"); err != nil {
			t.Fatal(err)
		}
		admin, err := s.store.Users().ByLogin(ctx, "admin")
		if err != nil || !Combined(admin) {
			t.Fatalf("combined %t, %v", Combined(admin), err)
		}
		name := "演示管理员"
		if _, _, err := s.Change(ctx, ActorOf(admin, ""), admin.ID, 1, UserChange{Name: &name}); err != nil {
			t.Errorf("a change that leaves the roles alone: %v", err)
		}
		content := rolesOf(authz.Archivist)
		if _, _, err := s.Change(ctx, ActorOf(admin, ""), admin.ID, 2, UserChange{Grants: &content}); errs.CodeOf(err) != "user.last_security_officer" {
			t.Errorf("without another security officer: %v", err)
		}
		gone := true
		if _, _, err := s.Change(ctx, ActorOf(admin, ""), admin.ID, 2, UserChange{Disabled: &gone}); errs.CodeOf(err) != "user.last_security_officer" {
			t.Errorf("disabled without another security officer: %v", err)
		}
		officer, _, err := s.Create(ctx, ActorOf(admin, ""), NewUser{Login: "anquan", Name: "安全员", Grants: rolesOf(authz.SecurityOfficer)})
		if err != nil {
			t.Fatal(err)
		}
		fewer := rolesOf(authz.SystemOfficer, authz.AuditOfficer)
		if _, _, err := s.Change(ctx, ActorOf(officer, ""), admin.ID, 2, UserChange{Grants: &fewer}); errs.CodeOf(err) != "user.officers_exclusive" {
			t.Errorf("two offices left: %v", err)
		}
		changed, _, err := s.Change(ctx, ActorOf(officer, ""), admin.ID, 2, UserChange{Grants: &content})
		if err != nil || Combined(changed) {
			t.Fatalf("combined %t, %v", Combined(changed), err)
		}
		if _, _, err := s.Change(ctx, ActorOf(officer, ""), admin.ID, 3, UserChange{Grants: &firstGrants}); errs.CodeOf(err) != "user.officers_exclusive" {
			t.Errorf("back to the beginning: %v", err)
		}
	})
}

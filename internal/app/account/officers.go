package account

import (
	"context"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// checkSeparation holds whoever is granted something to the separation of the three officers. The first administrator of a new
// installation is created with all of them and is asked for nothing until somebody changes its roles: then the rule holds for
// it, too, so that an installation leaves that state once and never returns.
func checkSeparation(grants []domain.Grant) error {
	var code, message string
	switch authz.SeparationOf(policyGrants(grants)) {
	case authz.Separate:
		return nil
	case authz.SeveralOfficers:
		code, message = "user.officers_exclusive", "系统管理员、安全管理员、审计管理员不能由同一人兼任（三员分立），请只保留其中一个角色"
	case authz.OfficerAtWork:
		code, message = "user.officer_content", "系统管理员、安全管理员、审计管理员不得兼任业务角色（三员分立），请把业务角色授予其他人员"
	}
	return errs.New(errs.Unprocessable, code, "%s", message).WithFields(errs.Field{Name: "grants", Message: message})
}

// Combined reports whether a user who can sign in holds what the separation of the three officers keeps apart.
func Combined(user domain.User) bool {
	return !user.Disabled && authz.SeparationOf(policyGrants(user.Grants)) != authz.Separate
}

// keepManager refuses a change that leaves an installation without anybody who can manage users.
func keepManager(ctx context.Context, tx domain.Repos, before, changed domain.User) error {
	if managesUsers(changed) || !managesUsers(before) {
		return nil
	}
	users, err := tx.Users().List(ctx)
	if err != nil {
		return err
	}
	for _, user := range users {
		if user.ID != changed.ID && managesUsers(user) {
			return nil
		}
	}
	return errs.New(errs.Unprocessable, "user.last_security_officer", "这是最后一名安全管理员，请先把安全管理员授予其他人员（不限区划）").
		WithFields(errs.Field{Name: "grants", Message: "至少保留一名安全管理员"})
}

func managesUsers(user domain.User) bool {
	return !user.Disabled && ActorOf(user, "").Scope(authz.UserManage).All
}

package domain

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/errs"
)

// Bounds of what one user declares.
const (
	maxRelatives    = 50
	maxRelativeText = 50 // characters of a name or a relation
)

// Avoid refuses work with the dossier of somebody the actor must keep away from (R25).
func Avoid(actor authz.Actor, number IDNumber) error {
	if !actor.MustAvoid(number.Full()) {
		return nil
	}
	return RuleError(R25, "任何人不得查阅、借阅本人及亲属档案；经办人须回避，请由其他人员办理")
}

// With is the recusal with more declared. A number that is declared already stays as it is; another own number than the one
// declared is errs.Conflict.
func (r Recusal) With(own IDNumber, relatives []DeclaredRelative) (Recusal, error) {
	more := Recusal{IDNumber: r.IDNumber, Relatives: slices.Clone(r.Relatives)}
	own = NormalizeIDNumber(own.Full())
	if own != "" && r.IDNumber != "" && own != r.IDNumber {
		return Recusal{}, errs.New(errs.Conflict, "recusal.declared", "已登记另一个本人身份证号，如有错误请由安全管理员更正").
			WithFields(errs.Field{Name: "idNumber", Message: "与已登记的不同"})
	}
	if own != "" {
		more.IDNumber = own
	}
	for _, relative := range relatives {
		relative.IDNumber = NormalizeIDNumber(relative.IDNumber.Full())
		relative.Name, relative.Relation = strings.TrimSpace(relative.Name), strings.TrimSpace(relative.Relation)
		if !slices.ContainsFunc(more.Relatives, func(d DeclaredRelative) bool { return d.IDNumber == relative.IDNumber }) {
			more.Relatives = append(more.Relatives, relative)
		}
	}
	return more, nil
}

// Withdraws reports whether somebody whom r names may be worked with under next.
func (r Recusal) Withdraws(next Recusal) bool {
	left := next.Numbers()
	return slices.ContainsFunc(r.Numbers(), func(number string) bool { return !slices.Contains(left, number) })
}

// Check refuses what cannot be a declaration.
func (r Recusal) Check(today PartialDate) error {
	if len(r.Relatives) > maxRelatives {
		return errs.New(errs.Invalid, "recusal.too_many", "登记的亲属不能超过%d人", maxRelatives)
	}
	if fault := checkIDNumberOn(r.IDNumber.Full(), today); fault != nil && r.IDNumber != "" {
		return errs.New(errs.Unprocessable, "recusal.number", "本人身份证号不正确（%s），请核对", fault.Reason).
			WithFields(errs.Field{Name: "idNumber", Message: fault.Reason})
	}
	for i, relative := range r.Relatives {
		if relative.Name == "" || relative.Relation == "" || utf8.RuneCountInString(relative.Name) > maxRelativeText ||
			utf8.RuneCountInString(relative.Relation) > maxRelativeText {
			return errs.New(errs.Invalid, "recusal.relative", "第%d名亲属：请填写姓名和与本人的关系，各不超过%d个字", i+1, maxRelativeText).
				WithFields(errs.Field{Name: "relatives", Message: "姓名或关系缺失或过长"})
		}
		if fault := checkIDNumberOn(relative.IDNumber.Full(), today); fault != nil {
			return errs.New(errs.Unprocessable, "recusal.number", "第%d名亲属（%s）的身份证号不正确（%s），请核对", i+1, relative.Name, fault.Reason).
				WithFields(errs.Field{Name: "relatives", Message: fault.Reason})
		}
		if relative.IDNumber == r.IDNumber {
			return errs.New(errs.Unprocessable, "recusal.number", "第%d名亲属（%s）的身份证号与本人相同，请核对", i+1, relative.Name).
				WithFields(errs.Field{Name: "relatives", Message: "与本人身份证号相同"})
		}
	}
	return nil
}

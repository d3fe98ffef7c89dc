package transfer

import (
	"errors"

	"github.com/danganku/danganku/internal/errs"
)

// maxRefusals bounds how many refused lines one answer names.
const maxRefusals = 50

// refusals gathers what is refused of many lines. The first decides kind and code of the whole; all are named as fields.
type refusals struct {
	first  *errs.Error
	fields []errs.Field
	count  int
}

// add takes a refusal in; an error that is no refusal comes back.
func (r *refusals) add(field string, err error) error {
	if err == nil {
		return nil
	}
	var known *errs.Error
	if !errors.As(err, &known) || known.Kind == errs.Internal || known.Kind == errs.Unavailable {
		return err
	}
	if r.first == nil {
		r.first = known
	}
	r.count++
	if len(r.fields) < maxRefusals {
		r.fields = append(r.fields, errs.Field{Name: field, Message: known.Msg})
	}
	return nil
}

// err is the refusal of the whole; nil when nothing was refused.
func (r *refusals) err() error {
	switch r.count {
	case 0:
		return nil
	case 1:
		return errs.New(r.first.Kind, r.first.Code, "%s", r.first.Msg).WithFields(r.fields...)
	}
	return errs.New(r.first.Kind, r.first.Code, "共%d行不能办理，首先是：%s", r.count, r.first.Msg).WithFields(r.fields...)
}

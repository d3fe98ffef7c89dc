package api

import (
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// viewsOf shows each item; the list is never null.
func viewsOf[T, V any](items []T, view func(T) V) []V {
	views := make([]V, len(items))
	for i, item := range items {
		views[i] = view(item)
	}
	return views
}

// namesOf writes a list of codes as strings; the list is never null.
func namesOf[S ~string](codes []S) []string {
	return viewsOf(codes, func(code S) string { return string(code) })
}

// uuidView writes an identifier of ours as the contract's type.
func uuidView(id string) openapi_types.UUID {
	var view openapi_types.UUID
	_ = view.UnmarshalText([]byte(id)) // identifiers of ours are well formed; an empty one is the zero value
	return view
}

// dayView writes a full day as the contract's type.
func dayView(day domain.PartialDate) openapi_types.Date {
	return openapi_types.Date{Time: time.Date(day.Year, time.Month(day.Month), day.Day, 0, 0, 0, 0, time.UTC)}
}

// dayOf reads a day of the contract.
func dayOf(day openapi_types.Date) domain.PartialDate {
	return domain.Date(day.Year(), int(day.Month()), day.Day())
}

// optionalDay is dayOf for a day that may be left out.
func optionalDay(day *openapi_types.Date) domain.PartialDate {
	if day == nil {
		return domain.PartialDate{}
	}
	return dayOf(*day)
}

// optionalID is the text of an identifier that may be left out.
func optionalID(id *openapi_types.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// formReader reads the texts of a form that the contract cannot check, and collects those that cannot be read.
type formReader struct{ fields []errs.Field }

func (r *formReader) wrong(name, message string) {
	r.fields = append(r.fields, errs.Field{Name: name, Message: message})
}

func (r *formReader) date(name, text string) domain.PartialDate {
	date, err := domain.ParsePartialDate(text)
	if err != nil || !date.Valid() {
		r.wrong(name, "日期应写作1978、1978-03或1978-03-09")
		return domain.PartialDate{}
	}
	return date
}

func (r *formReader) sex(name, text string) domain.Sex {
	sex, known := domain.ParseSex(text)
	if !known {
		r.wrong(name, "性别应为男或女")
	}
	return sex
}

// err is the refusal that names all fields at fault, nil when there are none.
func (r *formReader) err() error {
	if len(r.fields) == 0 {
		return nil
	}
	return errs.New(errs.Invalid, "request.invalid", "请求内容不符合要求：%s %s", r.fields[0].Name, r.fields[0].Message).WithFields(r.fields...)
}

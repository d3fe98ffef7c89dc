package matter

import (
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/errs"
)

const maxText = 2000 // characters of any text of a matter

// Trim trims what was typed and refuses what is too long to have been meant.
func Trim(texts ...*string) error {
	for _, text := range texts {
		*text = strings.TrimSpace(*text)
		if utf8.RuneCountInString(*text) > maxText {
			return errs.New(errs.Invalid, "matter.too_long", "填写内容不能超过%d个字", maxText)
		}
	}
	return nil
}

// Required trims a text that must be given.
func Required(field, title string, text *string) error {
	if err := Trim(text); err != nil {
		return err
	}
	if *text == "" {
		return errs.New(errs.Invalid, "matter.missing", "请填写%s", title).WithFields(errs.Field{Name: field, Message: title + "缺失"})
	}
	return nil
}

// Bounded refuses a list that is longer than anyone means.
func Bounded(title string, length, most int) error {
	if length > most {
		return errs.New(errs.Invalid, "matter.too_many", "%s不能超过%d项", title, most)
	}
	return nil
}

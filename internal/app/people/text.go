package people

import (
	"strings"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/errs"
)

const maxText = 500 // characters of any text of the ledger

// required is a text that must be given.
func required(field, title, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", errs.New(errs.Invalid, "ledger.missing", "请填写%s", title).WithFields(errs.Field{Name: field, Message: title + "缺失"})
	}
	return text, short(field, title, text)
}

func short(field, title, text string) error {
	if utf8.RuneCountInString(text) > maxText {
		return errs.New(errs.Invalid, "ledger.too_long", "%s不能超过%d个字", title, maxText).
			WithFields(errs.Field{Name: field, Message: title + "过长"})
	}
	return nil
}

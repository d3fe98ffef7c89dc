package api

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const defaultLimit = 20

func limitOf(limit *int) int {
	if limit == nil {
		return defaultLimit
	}
	return *limit
}

// nextCursor marks the last entry of a full page of a list; a page that is not full is the last one and has none.
func nextCursor(list, last string, length, limit int) *string {
	if length < limit {
		return nil
	}
	cursor := base64.RawURLEncoding.EncodeToString([]byte(list + ":" + last))
	return &cursor
}

// readCursor returns the entry a cursor of this list marks; "" for none.
func readCursor(list string, cursor *string, valid func(string) bool) (string, error) {
	if cursor == nil || *cursor == "" {
		return "", nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(*cursor)
	last, ours := strings.CutPrefix(string(raw), list+":")
	if err != nil || !ours || !valid(last) {
		return "", errs.New(errs.Invalid, "request.cursor", "翻页位置已失效，请从第一页重新开始")
	}
	return last, nil
}

// idCursor is readCursor for lists walked by identifier.
func idCursor(list string, cursor *string) (string, error) {
	return readCursor(list, cursor, domain.ValidID)
}

// numberCursor is readCursor for lists walked by number.
func numberCursor(list string, cursor *string) (int, error) {
	last, err := readCursor(list, cursor, func(text string) bool {
		n, err := strconv.Atoi(text)
		return err == nil && n >= 0
	})
	if err != nil || last == "" {
		return 0, err
	}
	return strconv.Atoi(last)
}

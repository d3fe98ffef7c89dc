package domain

import (
	"fmt"
	"regexp"
	"strings"
)

// DefaultArchivalCodePattern admits the archival codes (档号) met in rosters: letters, digits, Chinese characters and
// the usual separators, up to 64 characters, at least one digit.
const DefaultArchivalCodePattern = `[\p{Han}A-Za-z0-9][\p{Han}A-Za-z0-9·.\-_/()（）〔〕]{0,63}`

// ArchivalCodeRule is the form an office's archival codes must have; the zero rule admits every code.
type ArchivalCodeRule struct{ pattern *regexp.Regexp }

// NewArchivalCodeRule compiles an office's pattern; the whole code must match. Empty means the default.
func NewArchivalCodeRule(pattern string) (ArchivalCodeRule, error) {
	if pattern == "" {
		pattern = DefaultArchivalCodePattern
	}
	compiled, err := regexp.Compile(`^(?:` + pattern + `)$`)
	if err != nil {
		return ArchivalCodeRule{}, fmt.Errorf("archival code pattern: %w", err)
	}
	return ArchivalCodeRule{compiled}, nil
}

// Allows reports whether the code has the required form.
func (r ArchivalCodeRule) Allows(code string) bool {
	return r.pattern == nil || r.pattern.MatchString(code) && strings.ContainsAny(code, "0123456789")
}

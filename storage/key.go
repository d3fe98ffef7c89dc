package storage

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits on keys: what S3 allows for a whole key, and what common file systems allow for one name.
const (
	MaxKeyBytes     = 1024
	MaxSegmentBytes = 255
)

// ValidKey refuses, with an error wrapping fs.ErrInvalid, keys that some store could not hold or could take for a path
// outside its root: absolute or over-long keys, empty, "." and ".." segments, invalid UTF-8, control characters.
func ValidKey(key string) error {
	if len(key) > MaxKeyBytes {
		return fmt.Errorf("key of %d bytes is longer than %d: %w", len(key), MaxKeyBytes, fs.ErrInvalid)
	}
	if !utf8.ValidString(key) || strings.ContainsFunc(key, forbiddenRune) {
		return fmt.Errorf("key %q is not printable UTF-8: %w", key, fs.ErrInvalid)
	}
	for segment := range strings.SplitSeq(key, "/") {
		if segment == "" || segment == "." || segment == ".." || len(segment) > MaxSegmentBytes {
			return fmt.Errorf("key %q has a bad segment %q: %w", key, segment, fs.ErrInvalid)
		}
	}
	return nil
}

// ValidPrefix is ValidKey for the prefix of a listing, which may be empty and may end anywhere in a segment.
func ValidPrefix(prefix string) error {
	// What a prefix may not contain is what no key made from it may contain.
	return ValidKey(prefix + "x")
}

// forbiddenRune reports characters that the XML of S3 cannot carry or that mislead a terminal. Go's XML encoder
// silently replaces the two non-characters, so a delete would hit another key.
func forbiddenRune(r rune) bool {
	return unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF'
}

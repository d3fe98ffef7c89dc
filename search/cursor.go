package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"

	"github.com/danganku/danganku/internal/errs"
)

// HitPosition is the place of a hit in the order of a query: the next page starts after it, whether or not the hit still exists.
type HitPosition struct {
	Score     int    // SortRelevance only, else 0
	Key       string // Keys.SortKey of the query's sort
	DossierID string
}

const (
	cursorVersion     = 1
	fingerprintLength = 8
	maxCursorLength   = 4096
)

// EncodeCursor is the cursor that continues this query after the position.
func (q Query) EncodeCursor(at HitPosition) string {
	raw := append([]byte{cursorVersion}, q.fingerprint()...)
	raw = binary.AppendUvarint(raw, uint64(at.Score))
	raw = binary.AppendUvarint(raw, uint64(len(at.Key)))
	raw = append(append(raw, at.Key...), at.DossierID...)
	return base64.RawURLEncoding.EncodeToString(raw)
}

// DecodeCursor reads q.Cursor. ok is false when the query starts at the first hit.
//
// Errors: errs.Invalid "search.cursor" when the cursor is damaged or belongs to another query.
func (q Query) DecodeCursor() (at HitPosition, ok bool, err error) {
	if q.Cursor == "" {
		return at, false, nil
	}
	refused := errs.New(errs.Invalid, "search.cursor", "翻页位置已失效，请重新检索")
	if len(q.Cursor) > maxCursorLength {
		return at, false, refused
	}
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	head := 1 + fingerprintLength
	if err != nil || len(raw) < head || raw[0] != cursorVersion || !slices.Equal(raw[1:head], q.fingerprint()) {
		return at, false, refused
	}
	raw = raw[head:]
	score, n := binary.Uvarint(raw)
	if n <= 0 || score > MaxTokens*uint64(len(MatchKinds())) {
		return at, false, refused
	}
	raw = raw[n:]
	length, n := binary.Uvarint(raw)
	if n <= 0 || length > uint64(len(raw)-n) {
		return at, false, refused
	}
	raw = raw[n:]
	return HitPosition{Score: int(score), Key: string(raw[:length]), DossierID: string(raw[length:])}, true, nil
}

// fingerprint tells apart queries whose hits or order may differ; the size of the page and the facets do not matter.
func (q Query) fingerprint() []byte {
	q.Limit, q.Cursor, q.Facets, q.FacetSize = 0, "", nil, 0
	text, err := json.Marshal(q)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	sum := sha256.Sum256(text)
	return sum[:fingerprintLength]
}

// Package audit writes the trail of who did what, seals it into a hash chain and finds any entry that was changed,
// removed, inserted or reordered afterwards. It anchors the chain in a file outside the database, and answers who had access to
// what.
//
// It may import domain, authz and errs.
package audit

import (
	"encoding/json"
	"maps"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

// Subject is what an entry is about.
type Subject struct {
	Object     string // "dossier", "ingest", "user", "search", "session", "installation"
	ID         string
	OfficeCode string
}

// Dossier is a dossier as a subject.
func Dossier(id, officeCode string) Subject { return Subject{"dossier", id, officeCode} }

// Ingest is an ingest as a subject.
func Ingest(id, officeCode string) Subject { return Subject{"ingest", id, officeCode} }

// Detail is what an entry adds in words of its own; it must never hold a full identity number: see domain.MaskNumbers.
type Detail map[string]any

// Entry makes the entry of one deed, to be appended in the transaction that does it.
func Entry(now time.Time, actor authz.Actor, action domain.AuditAction, subject Subject, detail Detail) domain.AuditEntry {
	return domain.AuditEntry{
		ID: domain.NewID(),
		// Both databases keep microseconds; the seal is computed over what they keep.
		At:    now.UTC().Truncate(time.Microsecond),
		Actor: actor.UserID, ActorName: actor.Name, Address: actor.Address,
		Action: action, Object: subject.Object, ObjectID: subject.ID, OfficeCode: subject.OfficeCode,
		Detail: detail.compact(),
	}
}

// With is the detail with one more value; the receiver stays as it is.
func (d Detail) With(key string, value any) Detail {
	more := maps.Clone(d)
	if more == nil {
		more = Detail{}
	}
	more[key] = value
	return more
}

func (d Detail) compact() string {
	if len(d) == 0 {
		return ""
	}
	text, err := json.Marshal(d) // map keys come out sorted
	if err != nil {
		return `{"detail":"unprintable"}`
	}
	return string(text)
}

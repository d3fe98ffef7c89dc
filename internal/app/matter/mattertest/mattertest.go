// Package mattertest is what the tests of the desks of circulation stand on: offices and people of two districts, dossiers on the
// shelf, and how refusals and the audit trail are looked at.
//
// It may import domain, authz and errs, and is imported by tests alone.
package mattertest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Start is a Monday on which everything begins.
var Start = time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)

// Day is how far a clock goes on from one day to the next.
const Day = 24 * time.Hour

// Two offices.
var (
	Tiexi = domain.ArchiveOffice{Code: "210106", Name: "铁西区档案管理部门", Division: "210106"}
	Shen  = domain.ArchiveOffice{Code: "210103", Name: "沈河区档案管理部门", Division: "210103"}
)

// Who works at them.
var (
	Clerk    = Granted("clerk", authz.ReadingRoomClerk, "210106")
	Keeper   = Granted("keeper", authz.Archivist, "210106")
	Approver = Granted("approver", authz.Approver, "2101")
	Stranger = Granted("stranger", authz.Archivist, "210103")
	Sorter   = Granted("sorter", authz.Cataloger, "210106") // reads dossiers, has nothing to do with matters
)

// Granted is an actor with one role.
func Granted(id string, role authz.Role, division string) authz.Actor {
	return authz.Actor{UserID: id, Name: "经办" + id, Grants: []authz.Grant{{Role: role, Division: division}}}
}

// With is an actor who holds the grants of another, too.
func With(actor, other authz.Actor) authz.Actor {
	actor.Grants = slices.Concat(actor.Grants, other.Grants)
	return actor
}

// Recused is an actor who must keep away from the n-th dossier.
func Recused(actor authz.Actor, n int) authz.Actor {
	actor.Recused = []string{Number(n).Full()}
	return actor
}

// Number is a sound identity number; the n-th dossier is about the person who has it.
func Number(n int) domain.IDNumber {
	digits := fmt.Sprintf("21010619500309%03d", n)
	return domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
}

// Must is for calls that a test takes for granted.
func Must[V any](value V, err error) V {
	if err != nil {
		panic(err)
	}
	return value
}

// Second is the error of a call.
func Second[V any](_ V, err error) error { return err }

// World is a database with the two offices.
type World struct {
	T     *testing.T
	Store domain.Store
}

// NewWorld makes the offices.
func NewWorld(t *testing.T, store domain.Store) World {
	t.Helper()
	for _, office := range []domain.ArchiveOffice{Tiexi, Shen} {
		if err := store.Places().SaveOffice(t.Context(), office); err != nil {
			t.Fatal(err)
		}
	}
	return World{T: t, Store: store}
}

// Shelve puts the n-th dossier on the shelf of an office: 1 volume, 2 materials, 3 pages, all of them of the first material.
func (w World) Shelve(n int, office domain.ArchiveOffice, category domain.Category) string {
	w.T.Helper()
	d := &domain.Dossier{ID: fmt.Sprintf("dossier-%04d", n), Office: office, ArchivalCode: fmt.Sprintf("TX-%04d", n), Scheme: domain.SchemeRetiree4,
		Category: category, Retention: "永久", Custody: domain.InStorage, Volumes: []domain.Volume{{No: 1, CopyKind: domain.Original}},
		Retiree: domain.Retiree{ID: fmt.Sprintf("retiree-%04d", n), Name: "王明", IDNumber: Number(n), Sex: domain.SexMale, BornOn: domain.Date(1950, 3, 9)},
		Materials: []domain.Material{
			{ID: "m1", VolumeNo: 1, Class: "1", ItemNo: 1, Title: "职工履历表", FormedOn: domain.Date(1970, 12, 1), PageCount: 3},
			{ID: "m2", VolumeNo: 1, Class: "2", ItemNo: 1, Title: "退休审批表", FormedOn: domain.Date(2010, 3, 1)}},
		Version: 1, MastersVersion: 1, CreatedAt: Start, UpdatedAt: Start, ReleasedAt: Start}
	for seq := range 3 {
		d.AddPage(domain.Page{MaterialID: "m1", Seq: seq + 1})
	}
	if err := w.Store.Dossiers().Put(w.T.Context(), d); err != nil {
		w.T.Fatal(err)
	}
	return d.ID
}

// Worker puts the n-th dossier on the shelf of Tiexi.
func (w World) Worker(n int) string {
	w.T.Helper()
	return w.Shelve(n, Tiexi, domain.CategoryWorker)
}

// Custody is the state of a dossier.
func (w World) Custody(dossierID string) domain.CustodyState {
	w.T.Helper()
	return Must(w.Store.Custody().Of(w.T.Context(), dossierID)).State
}

// Carry moves a dossier through states without any matter.
func (w World) Carry(dossierID string, through ...domain.CustodyState) {
	w.T.Helper()
	for _, to := range through {
		where := Must(w.Store.Custody().Of(w.T.Context(), dossierID))
		move := Must(where.Move(to, "", domain.Basis{}, "", "", Start))
		if err := w.Store.Custody().Record(w.T.Context(), move); err != nil {
			w.T.Fatal(err)
		}
	}
}

// Refused expects a refusal of a kind with a code.
func (w World) Refused(what string, err error, kind errs.Kind, code string) {
	w.T.Helper()
	if err == nil || errs.KindOf(err) != kind || errs.CodeOf(err) != code {
		w.T.Errorf("%s: have %v (%v), want %v, %s", what, err, errs.KindOf(err), kind, code)
	}
}

// Breaks expects a refusal by a rule, in words that hold says.
func (w World) Breaks(what string, err error, rule domain.RuleID, says string) {
	w.T.Helper()
	w.Refused(what, err, errs.Unprocessable, domain.RuleByID(rule).Code)
	if err != nil && !strings.Contains(err.Error(), says) {
		w.T.Errorf("%s: %v, want it to say %q", what, err, says)
	}
}

// Trail is all entries, newest first.
func (w World) Trail() []domain.AuditEntry {
	w.T.Helper()
	return Must(w.Store.Audit().List(w.T.Context(), domain.AuditFilter{}, "", 100_000))
}

// NoNumbersInTrail looks for whole identity numbers.
func (w World) NoNumbersInTrail() {
	w.T.Helper()
	whole := regexp.MustCompile(`\d{17}[\dX]`)
	for _, entry := range w.Trail() {
		if whole.MatchString(entry.Detail) {
			w.T.Errorf("the trail holds a number: %s %s", entry.Action, entry.Detail)
		}
	}
}

// AuditsOf compares what was done with an object, whatever the order.
func (w World) AuditsOf(object, id string, want ...domain.AuditAction) {
	w.T.Helper()
	var have []domain.AuditAction
	for _, entry := range w.Trail() {
		if entry.Object == object && entry.ObjectID == id {
			have = append(have, entry.Action)
		}
	}
	slices.Sort(have)
	slices.Sort(want)
	if diff := cmp.Diff(want, have); diff != "" {
		w.T.Errorf("audit entries (-want +have):\n%s", diff)
	}
}

// SameAsMissing expects what a stranger is told to be what anybody is told of something that is not there.
func (w World) SameAsMissing(what string, have, missing error) {
	w.T.Helper()
	if have == nil || errs.KindOf(have) != errs.NotFound || errs.CodeOf(have) != errs.CodeOf(missing) || message(have) != message(missing) {
		w.T.Errorf("%s: %v, of nothing: %v", what, have, missing)
	}
}

func message(err error) string {
	var known *errs.Error
	if errors.As(err, &known) {
		return known.Msg
	}
	return ""
}

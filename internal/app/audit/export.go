package audit

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"iter"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Export gives the entries from a time on and before another (zero: unbounded), oldest first, and logs that before the first is
// given out. Like List it is for those who may read the whole trail.
func (r *Reader) Export(ctx context.Context, actor authz.Actor, from, to time.Time) (iter.Seq2[domain.AuditEntry, error], error) {
	if !actor.Scope(authz.AuditRead).All {
		return nil, errForbidden
	}
	detail := Detail{}
	for name, moment := range map[string]time.Time{"from": from, "to": to} {
		if !moment.IsZero() {
			detail[name] = moment.UTC().Format(time.RFC3339)
		}
	}
	entry := Entry(r.Clock.Now(), actor, domain.AuditLogExport, Subject{Object: "audit"}, detail)
	if err := r.Store.Audit().Append(ctx, entry); err != nil {
		return nil, errs.Wrap("log export of the audit trail", err)
	}
	return r.Store.Audit().Walk(ctx, domain.AuditFilter{From: from, To: to}), nil
}

// line is an entry in an export. With previous seal, number and the fields in the order of sealOf a seal can be computed anew.
type line struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Actor     string    `json:"actor"`
	ActorName string    `json:"actorName"`
	Action    string    `json:"action"`
	Object    string    `json:"object"`
	ObjectID  string    `json:"objectId"`
	Office    string    `json:"office"`
	Detail    string    `json:"detail"`
	Address   string    `json:"address"`
	SealNo    uint64    `json:"sealNo"` // 0: not sealed yet
	Seal      string    `json:"seal"`
}

// WriteLines writes entries as JSON, one a line, as they come.
func WriteLines(w io.Writer, entries iter.Seq2[domain.AuditEntry, error]) error {
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for e, err := range entries {
		if err != nil {
			return errs.Wrap("export audit trail", err)
		}
		err := encoder.Encode(line{ID: e.ID, At: e.At.UTC(), Actor: e.Actor, ActorName: e.ActorName, Action: string(e.Action), Object: e.Object,
			ObjectID: e.ObjectID, Office: e.OfficeCode, Detail: e.Detail, Address: e.Address, SealNo: e.SealNo, Seal: e.Seal})
		if err != nil {
			return errs.Wrap("export audit trail", err)
		}
	}
	return errs.Wrap("export audit trail", buffered.Flush())
}

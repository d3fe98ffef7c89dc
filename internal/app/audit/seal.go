package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const sealBatch = 1000

// Sealer links entries into a chain, in batches, away from those who write them.
type Sealer struct{ Store domain.Store }

// SealPending seals what is committed and unsealed, and returns how many entries that were. Two sealers may run at
// once: the number of a seal is unique, so the slower one's batch is rolled back, and left to the faster one.
func (s Sealer) SealPending(ctx context.Context) (int, error) {
	total := 0
	for {
		sealed, err := s.sealBatch(ctx)
		total += sealed
		if err != nil || sealed < sealBatch {
			return total, errs.Wrap("seal audit entries", err)
		}
	}
}

func (s Sealer) sealBatch(ctx context.Context) (int, error) {
	var entries []domain.AuditEntry
	err := s.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		last, err := tx.Audit().LastSealed(ctx)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if entries, err = tx.Audit().Unsealed(ctx, sealBatch); err != nil || len(entries) == 0 {
			return err
		}
		no, seal := last.SealNo, last.Seal
		for i := range entries {
			no++
			seal = sealOf(seal, no, entries[i])
			entries[i].SealNo, entries[i].Seal = no, seal
		}
		return tx.Audit().SetSeals(ctx, entries)
	})
	if errs.Is(err, errs.Conflict) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return len(entries), nil
}

// sealOf is SHA-256 over the seal before, the entry's number and everything the entry says.
func sealOf(previous string, no uint64, e domain.AuditEntry) string {
	content, err := json.Marshal([]any{previous, no, e.ID, e.At.UTC().Format(time.RFC3339Nano), e.Actor, e.ActorName,
		e.Action, e.Object, e.ObjectID, e.OfficeCode, e.Detail, e.Address})
	if err != nil {
		panic("audit entry of plain strings cannot be encoded: " + err.Error())
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

package sqlstore

import (
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type basisColumns struct {
	Kind string
	ID   string
	No   string
}

// custodyRow exists from a dossier's first move on.
type custodyRow struct {
	DossierID string `gorm:"primaryKey"`
	State     string
	Holder    string
	Basis     basisColumns `gorm:"embedded;embeddedPrefix:basis_"`
	Since     time.Time
}

func (custodyRow) TableName() string { return "custody" }

func (r custodyRow) domain() domain.Whereabouts {
	return domain.Whereabouts{DossierID: r.DossierID, State: domain.CustodyState(r.State), Holder: r.Holder, Basis: domain.Basis(r.Basis),
		Since: r.Since.UTC()}
}

// custodyMoveRow is written without seq, which the database gives in the order of the moves of a dossier: each starts from the
// state the one before left behind.
type custodyMoveRow struct {
	Seq       uint64 `gorm:"primaryKey;autoIncrement:false;->"`
	ID        string
	DossierID string
	FromState string
	ToState   string
	Holder    string
	Basis     basisColumns `gorm:"embedded;embeddedPrefix:basis_"`
	Note      string
	ActorName string
	At        time.Time
}

func (custodyMoveRow) TableName() string { return "custody_moves" }

func rowFromMove(m domain.CustodyMove) custodyMoveRow {
	return custodyMoveRow{ID: m.ID, DossierID: m.DossierID, FromState: string(m.From), ToState: string(m.To), Holder: m.Holder,
		Basis: basisColumns(m.Basis), Note: m.Note, ActorName: m.ActorName, At: stamp(m.At)}
}

func (r custodyMoveRow) domain() domain.CustodyMove {
	return domain.CustodyMove{ID: r.ID, DossierID: r.DossierID, From: domain.CustodyState(r.FromState), To: domain.CustodyState(r.ToState),
		Holder: r.Holder, Basis: domain.Basis(r.Basis), Note: r.Note, ActorName: r.ActorName, At: r.At.UTC()}
}

type custodyRepo struct{ handle }

// Of takes the dossier's last change for the time since when it is where its record says.
func (r custodyRepo) Of(ctx context.Context, dossierID string) (domain.Whereabouts, error) {
	var d dossierRow
	var row custodyRow
	err := r.snapshot(ctx, "find where dossier is", func(db *gorm.DB) error {
		if err := take(db.Select("id, custody, updated_at").Where("id = ?", dossierID), &d, noDossier()); err != nil {
			return err
		}
		return take(db.Where("dossier_id = ?", dossierID), &row, nil)
	})
	if err == nil && row.DossierID == "" {
		row = custodyRow{DossierID: d.ID, State: d.Custody, Since: d.UpdatedAt}
	}
	return row.domain(), err
}

func (r custodyRepo) Record(ctx context.Context, move domain.CustodyMove) error {
	return r.atomic(ctx, "record move of dossier", func(db *gorm.DB) error {
		if err := moveRow(db, move); err != nil {
			return err
		}
		if err := insertAll(db, []custodyMoveRow{rowFromMove(move)}); err != nil {
			return err
		}
		if !active(move.To) {
			if err := db.Model(&dossierRow{}).Where("id = ?", move.DossierID).Update("active_id_number", nil).Error; err != nil {
				return err
			}
		}
		return insertAll(db, []changeRow{{DossierID: move.DossierID}})
	})
}

// moveRow changes the present state in statements that compare it in the same breath, so that of many at once one wins: those
// that wait for its row see what it left behind.
func moveRow(db *gorm.DB, move domain.CustodyMove) error {
	row := custodyRow{DossierID: move.DossierID, State: string(move.To), Holder: move.Holder, Basis: basisColumns(move.Basis), Since: stamp(move.At)}
	moved := db.Model(&custodyRow{}).Where("dossier_id = ? AND state = ?", move.DossierID, string(move.From)).Select("*").Updates(row)
	if moved.Error != nil || moved.RowsAffected == 1 {
		return moved.Error
	}
	var d dossierRow
	// The lock keeps the record's state from changing below the first move.
	err := take(db.Clauses(rowLock()).Select("custody").Where("id = ?", move.DossierID), &d, noDossier())
	if err != nil {
		return err
	}
	elsewhere := errs.New(errs.Conflict, "custody.moved", "该档案的保管状态已由他人变更，请刷新后重做")
	if d.Custody != string(move.From) {
		return elsewhere
	}
	once := clause.OnConflict{Columns: []clause.Column{{Name: "dossier_id"}}, DoNothing: true}
	return affected(db.Clauses(once).Create(&row), elsewhere)
}

// rowLock lets others refer to a row but not change it until the transaction ends. SQLite writes one at a time anyway.
func rowLock() clause.Locking { return clause.Locking{Strength: "NO KEY UPDATE"} }

// left reports whether the moves of a dossier took it away for good.
func left(db *gorm.DB, dossierID string) (bool, error) {
	var row custodyRow
	err := take(db.Where("dossier_id = ?", dossierID), &row, nil)
	return row.DossierID != "" && !active(domain.CustodyState(row.State)), err
}

// presentStates lays the present states over what the records of at most lookupKeys dossiers say.
func presentStates(db *gorm.DB, dossiers []*domain.Dossier) error {
	byID := make(map[string]*domain.Dossier, len(dossiers))
	for _, d := range dossiers {
		byID[d.ID] = d
	}
	var rows []custodyRow
	if err := db.Where("dossier_id IN ?", slices.Collect(maps.Keys(byID))).Find(&rows).Error; err != nil {
		return err
	}
	for _, row := range rows {
		byID[row.DossierID].Custody = domain.CustodyState(row.State)
	}
	return nil
}

func (r custodyRepo) Moves(ctx context.Context, dossierID string) ([]domain.CustodyMove, error) {
	var rows []custodyMoveRow
	err := r.read(ctx, "list moves of dossier", func(db *gorm.DB) error {
		return db.Where("dossier_id = ?", dossierID).Order("seq DESC").Find(&rows).Error
	})
	return mapAll(rows, custodyMoveRow.domain), err
}

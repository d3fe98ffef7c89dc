package sqlstore

import (
	"context"
	"strings"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// matterRepo keeps the matters of one kind, which is that of *T.
type matterRepo[T any, P interface {
	*T
	domain.Case
}] struct{ handle }

// mattersOf saves naming the pointer beside its type.
func mattersOf[T any, P interface {
	*T
	domain.Case
}](h handle) matterRepo[T, P] {
	return matterRepo[T, P]{h}
}

func (matterRepo[T, P]) kind() domain.MatterKind { return P(new(T)).Facts().Kind }

// code begins the codes of errors: "loan".
func (r matterRepo[T, P]) code() string { return strings.ToLower(string(r.kind())) }

func (r matterRepo[T, P]) missing() error {
	return notFound("该"+r.kind().Label(), r.code()+".not_found")
}

func (r matterRepo[T, P]) Create(ctx context.Context, matter T) error {
	op := "create " + r.code()
	row, err := rowFromMatter(P(&matter))
	if err != nil {
		return errs.Wrap(op, err)
	}
	return r.write(ctx, op, func(db *gorm.DB) error { return insertAll(db, []matterRow{row}) })
}

func (r matterRepo[T, P]) Update(ctx context.Context, matter *T) error {
	op := "update " + r.code()
	next := *matter
	version := P(matter).Common().Version
	P(&next).Common().Version++
	row, err := rowFromMatter(P(&next))
	if err != nil {
		return errs.Wrap(op, err)
	}
	err = r.atomic(ctx, op, func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, r.code()+".stale", "该%s已被他人办理，请刷新后重做", r.kind().Label())
		return replaceVersion(db, &row, version, r.missing(), stale, "id = ? AND kind = ?", row.ID, row.Kind)
	})
	if err == nil {
		P(matter).Common().Version = row.Version
	}
	return err
}

func (r matterRepo[T, P]) Get(ctx context.Context, id string) (T, error) {
	return r.one(ctx, "get", "id = ?", id)
}

func (r matterRepo[T, P]) ByRequestKey(ctx context.Context, userID, key string) (T, error) {
	return r.one(ctx, "find by request", "created_by = ? AND request_key = ?", userID, key)
}

// one reads the matter of this kind that a condition finds.
func (r matterRepo[T, P]) one(ctx context.Context, op, condition string, args ...any) (T, error) {
	return oneOf(ctx, r.handle, op+" "+r.code(), r.missing(), matterOf[T], func(db *gorm.DB) *gorm.DB {
		return db.Where("kind = ?", string(r.kind())).Where(condition, args...)
	})
}

func (r matterRepo[T, P]) List(ctx context.Context, scope authz.Scope, filter domain.MatterFilter, beforeID string, limit int) ([]T, error) {
	filter.Kinds = []domain.MatterKind{r.kind()}
	return listOf(ctx, r.handle, "list matters: "+r.code(), matterOf[T], func(db *gorm.DB) *gorm.DB {
		return newest(mattersWithin(db, scope, filter), "id", beforeID, limit)
	})
}

func (r matterRepo[T, P]) Due(ctx context.Context, on domain.PartialDate, afterID string, limit int) ([]T, error) {
	return listOf(ctx, r.handle, "list due matters: "+r.code(), matterOf[T], func(db *gorm.DB) *gorm.DB {
		return db.Where("kind = ? AND waits_for <> '' AND waits_for <= ? AND id > ?", string(r.kind()), on.String(), afterID).Order("id").Limit(limit)
	})
}

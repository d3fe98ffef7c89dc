package sqlstore

import (
	"context"
	"iter"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// attachedBatch is how many attachments a walk holds in memory.
const attachedBatch = 1000

type attachmentRow struct {
	ID         string `gorm:"primaryKey"`
	Digest     string
	Size       int64
	MediaType  string
	Name       string
	Subject    string
	SubjectID  string
	UploadedBy string
	UploadedAt time.Time
}

func (attachmentRow) TableName() string { return "attachments" }

func rowFromAttached(a domain.Attached) attachmentRow {
	row := attachmentRow(a)
	row.UploadedAt = stamp(a.UploadedAt)
	return row
}

func (r attachmentRow) domain() domain.Attached {
	attached := domain.Attached(r)
	attached.UploadedAt = r.UploadedAt.UTC()
	return attached
}

type attachmentRepo struct{ handle }

func noAttachment() error { return notFound("该附件，请重新上传", "attachment.not_found") }

func (r attachmentRepo) Create(ctx context.Context, attached domain.Attached) error {
	return r.write(ctx, "create attachment", func(db *gorm.DB) error {
		return insertAll(db, []attachmentRow{rowFromAttached(attached)})
	})
}

func (r attachmentRepo) Get(ctx context.Context, id string) (domain.Attached, error) {
	var row attachmentRow
	err := r.read(ctx, "get attachment", func(db *gorm.DB) error { return take(db.Where("id = ?", id), &row, noAttachment()) })
	return row.domain(), err
}

// Bind of what is tied to the subject already changes nothing.
func (r attachmentRepo) Bind(ctx context.Context, uploader, subject, subjectID string, ids ...string) error {
	distinct := slices.Compact(slices.Sorted(slices.Values(ids)))
	return r.atomic(ctx, "bind attachments", func(db *gorm.DB) error {
		return eachChunk(distinct, func(chunk []string) error {
			bound := db.Model(&attachmentRow{}).Where("id IN ? AND uploaded_by = ?", chunk, uploader).
				Where("(subject = '' OR (subject = ? AND subject_id = ?))", subject, subjectID).
				Updates(map[string]any{"subject": subject, "subject_id": subjectID})
			if bound.Error == nil && bound.RowsAffected != int64(len(chunk)) {
				return noAttachment()
			}
			return bound.Error
		})
	})
}

// All reads a batch at a time and holds no connection between batches.
func (r attachmentRepo) All(ctx context.Context) iter.Seq2[domain.Attached, error] {
	return func(yield func(domain.Attached, error) bool) {
		after := ""
		for {
			var rows []attachmentRow
			err := r.read(ctx, "walk attachments", func(db *gorm.DB) error {
				return db.Where("id > ?", after).Order("id").Limit(attachedBatch).Find(&rows).Error
			})
			if err != nil {
				yield(domain.Attached{}, err)
				return
			}
			for _, row := range rows {
				if !yield(row.domain(), nil) {
					return
				}
			}
			if len(rows) < attachedBatch {
				return
			}
			after = rows[len(rows)-1].ID
		}
	}
}

func (r attachmentRepo) Unused(ctx context.Context, before time.Time, limit int) ([]domain.Attached, error) {
	var rows []attachmentRow
	err := r.read(ctx, "list unused attachments", func(db *gorm.DB) error {
		return db.Where("subject = '' AND uploaded_at < ?", stamp(before)).Order("uploaded_at, id").Limit(limit).Find(&rows).Error
	})
	return mapAll(rows, attachmentRow.domain), err
}

func (r attachmentRepo) Delete(ctx context.Context, id string) error {
	return r.atomic(ctx, "delete attachment", func(db *gorm.DB) error {
		gone := db.Where("id = ? AND subject = ''", id).Delete(&attachmentRow{})
		if gone.Error != nil || gone.RowsAffected == 1 {
			return gone.Error
		}
		if err := take(db.Where("id = ?", id), &attachmentRow{}, noAttachment()); err != nil {
			return err
		}
		return errs.New(errs.Conflict, "attachment.used", "该附件已被使用，不能删除")
	})
}

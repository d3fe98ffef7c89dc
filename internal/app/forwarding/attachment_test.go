package forwarding

import (
	"io"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/app/matter/mattertest"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/filestore"
	"github.com/danganku/danganku/storage/local"
)

// TestScans: whoever works at the desk uploads; from when the scan hangs on a forwarding, those who may read that read it.
func TestScans(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		files := transfer.New(transfer.Config{Store: w.Store, Clock: w.clock, Files: filestore.New(must(local.New(t.TempDir())), t.TempDir())})
		upload := func(actor authz.Actor) (domain.Attached, error) {
			return files.Upload(ctx, actor, "调档函.pdf", strings.NewReader("%PDF-1.7 letter"))
		}
		read := func(actor authz.Actor, id string) error {
			_, content, err := files.OpenAttachment(ctx, actor, id)
			if err == nil {
				_, _ = io.Copy(io.Discard, content)
				err = content.Close()
			}
			return err
		}
		w.Refused("upload by a cataloguer", errOf(upload(sorter)), errs.Forbidden, "access.forbidden")
		must(upload(reader)) // of the reading room
		scan := must(upload(keeper))
		w.Refused("an unused scan by another", read(reader, scan.ID), errs.NotFound, "attachment.not_found")
		form := w.form()
		form.Letter.AttachmentID = scan.ID
		colleague := mattertest.Granted("colleague", authz.Archivist, "210106")
		w.Refused("another's scan", errOf(w.Receive(ctx, colleague, w.Worker(1), form, "")), errs.Unprocessable, "attachment.unusable")
		must(w.Receive(ctx, keeper, "dossier-0001", form, ""))
		for _, actor := range []authz.Actor{keeper, colleague, reader, approver} {
			if err := read(actor, scan.ID); err != nil {
				t.Errorf("%s: %v", actor.UserID, err)
			}
		}
		for _, actor := range []authz.Actor{stranger, sorter, {UserID: "none"}, mattertest.Granted("handler", authz.EnterpriseHandler, "")} {
			w.Refused("scan by "+actor.UserID, read(actor, scan.ID), errs.NotFound, "attachment.not_found")
		}
		kin := mattertest.Recused(keeper, 1)
		w.Breaks("scan by one who must keep away", read(kin, scan.ID), domain.R25, "")
		w.Refused("the same scan for another letter", errOf(w.Receive(ctx, keeper, w.Worker(2), form, "")), errs.Unprocessable, "attachment.unusable")
	})
}

package reading

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"slices"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/storage"
)

// Image answers a request for pixels. resolve turns what the client asked for into a Cut, knowing the page's size as shown.
// knownETag is the entity tag the client has already; when it still holds, the picture comes without content.
func (s *Service) Image(ctx context.Context, actor authz.Actor, dossierID string, pageNo int, resolve func(size image.Point) (Cut, error), knownETag func(string) bool) (Picture, error) {
	d, page, err := s.Pages.Page(ctx, actor, dossierID, pageNo)
	if err != nil {
		return Picture{}, err
	}
	cut, err := resolve(Size(page))
	if err != nil {
		return Picture{}, err
	}
	if err := s.logView(ctx, actor, d, page, cut); err != nil {
		return Picture{}, err
	}
	picture := Picture{MediaType: cut.Format.MediaType(), ETag: etag(page, cut)}
	if knownETag(picture.ETag) {
		return picture, nil
	}
	picture.Content, err = s.content(ctx, d.ID, page, cut)
	return picture, err
}

// Shown is a whole page as JPEG, at most width pixels wide, for a desk that allowed and logged its showing already.
func (s *Service) Shown(ctx context.Context, dossierID string, page domain.Page, width int) ([]byte, error) {
	size := Size(page)
	width = min(width, size.X)
	return s.content(ctx, dossierID, page, Cut{Region: image.Rectangle{Max: size}, Width: width, Height: scaledHeight(size, width),
		Quality: Color, Format: JPEG})
}

func (s *Service) content(ctx context.Context, dossierID string, page domain.Page, cut Cut) ([]byte, error) {
	if content, ok, err := s.prepared(ctx, dossierID, page, cut); err != nil || ok {
		return content, err
	}
	open := func(ctx context.Context) (Source, io.Closer, error) { return s.openMaster(ctx, dossierID, page) }
	content, err := s.Renderer.Cut(ctx, derivedFolder(dossierID, page), open, page.Frame, page.Rotation, cut)
	return content, errs.Wrap("cut image", err)
}

func etag(page domain.Page, cut Cut) string {
	return fmt.Sprintf("%s-%d-%d-%v-%dx%d-%t-%d-%s-%s", page.Digest[:16], page.Frame, page.Rotation, cut.Region,
		cut.Width, cut.Height, cut.Mirror, cut.Rotation, cut.Quality, cut.Format)
}

// prepared looks for the picture among those made at intake, or in the master itself. One that is not there is cut.
func (s *Service) prepared(ctx context.Context, dossierID string, page domain.Page, cut Cut) ([]byte, bool, error) {
	size := Size(page)
	whole := cut.Region == image.Rectangle{Max: size} && !cut.Mirror && cut.Rotation == 0 && cut.Quality == Color && cut.Format == JPEG
	if !whole || cut.Height != scaledHeight(size, cut.Width) {
		return nil, false, nil
	}
	if cut.Width == size.X && isItsOwnPicture(page) {
		return s.original(ctx, dossierID, page)
	}
	at := slices.IndexFunc(Widths[:], func(width int) bool { return width == cut.Width || cut.Width == size.X && width > size.X })
	if at < 0 {
		return nil, false, nil
	}
	content, err := readAll(ctx, s.Derivatives, derivedKey(dossierID, page, Widths[at]))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return content, err == nil, errs.Wrap("read derivative", err)
}

// isItsOwnPicture reports whether the master may be shown as it is at full size, as far as the record tells.
func isItsOwnPicture(page domain.Page) bool {
	return page.MediaType == "image/jpeg" && page.Rotation == 0
}

func (s *Service) original(ctx context.Context, dossierID string, page domain.Page) ([]byte, bool, error) {
	master, closer, err := s.openMaster(ctx, dossierID, page)
	if err != nil {
		return nil, false, err
	}
	defer closer.Close()
	content, ok, err := s.Renderer.Original(ctx, master, page.Frame)
	return content, ok, errs.Wrap("read original", err)
}

// preparedWidths are the widths to make of a page: those below its own, and its own unless the master serves for that.
func preparedWidths(page domain.Page) []int {
	var widths []int
	for _, width := range Widths {
		if width < Size(page).X {
			widths = append(widths, width)
			continue
		}
		if !isItsOwnPicture(page) {
			widths = append(widths, width)
		}
		break
	}
	return widths
}

func readAll(ctx context.Context, store storage.Store, key string) ([]byte, error) {
	reader, _, err := store.Get(ctx, key, 0, -1)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return io.ReadAll(reader)
}

// derivedFolder is where the pictures of one page lie. It names the master's digest, frame and rotation, so that a
// replaced or turned page gets new pictures and never shows old ones.
func derivedFolder(dossierID string, page domain.Page) string {
	return fmt.Sprintf("derived/%s/%s-%d-%d", dossierID, page.Digest[:24], page.Frame, page.Rotation)
}

func derivedKey(dossierID string, page domain.Page, width int) string {
	return fmt.Sprintf("%s/w%d.jpg", derivedFolder(dossierID, page), width)
}

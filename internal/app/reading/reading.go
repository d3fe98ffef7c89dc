// Package reading serves page images: three widths made once at intake, and any region, size or rotation cut on demand, as
// the IIIF Image API asks for them. Masters are never touched; everything made here can be made again.
//
// It may import domain, authz, errs, app/dossier and the interface of storage. Pixels come through the Renderer port.
package reading

import (
	"context"
	"image"
	"io"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/storage"
)

// Widths are the widths in pixels made of every page at intake: thumbnail, reading size, full size of an A4 page at 300 dpi.
// A JPEG master is its own full size.
var Widths = [...]int{200, 1240, 2480}

// Source is a master file being read.
type Source interface {
	io.ReaderAt
	Size() int64
}

// Cut is a finished request for pixels: take the region, scale it to the size, mirror, turn. All in pixels of the page as
// shown, that is after the page's own rotation.
type Cut struct {
	Region        image.Rectangle
	Width, Height int
	Mirror        bool
	Rotation      int // clockwise: 0, 90, 180, 270
	Quality       Quality
	Format        Format
}

// Quality is a IIIF quality.
type Quality string

const (
	Color   Quality = "color"
	Gray    Quality = "gray"
	Bitonal Quality = "bitonal"
)

// Format is an output format.
type Format string

const (
	JPEG Format = "jpg"
	PNG  Format = "png"
)

// MediaType is the format's media type.
func (f Format) MediaType() string {
	if f == PNG {
		return "image/png"
	}
	return "image/jpeg"
}

// Renderer works on pixels.
type Renderer interface {
	// Widths makes JPEGs of the given widths from one frame, turned clockwise by rotation; widths beyond the frame's own
	// are made at its own width. The results are in the order of the widths.
	Widths(ctx context.Context, master Source, frame, rotation int, widths []int) ([][]byte, error)
	// Cut answers one request from the frame. key names frame and rotation for caching of decoded pixels; open is called
	// only when they are not cached.
	Cut(ctx context.Context, key string, open func(context.Context) (Source, io.Closer, error), frame, rotation int, cut Cut) ([]byte, error)
	// Original is the JPEG that a frame is already, where browsers show it as it is; ok is false where they would not.
	Original(ctx context.Context, master Source, frame int) (content []byte, ok bool, err error)
	// Text is the text layer of a frame; empty when it has none.
	Text(ctx context.Context, master Source, frame int) (string, error)
	// TextEngine names the engine of Text and its version.
	TextEngine() (name, version string)
}

// Pages finds pages and opens masters under authorisation; app/dossier does it.
type Pages interface {
	Page(ctx context.Context, actor authz.Actor, dossierID string, pageNo int) (domain.DossierHead, domain.Page, error)
	LogPage(ctx context.Context, actor authz.Actor, action domain.AuditAction, head domain.DossierHead, pageNo int) error
}

// Config is what the package works with.
type Config struct {
	Store       domain.Store
	Archive     domain.Archive
	Derivatives storage.Store // outside the OCFL root
	Pages       Pages
	Renderer    Renderer
	Clock       domain.Clock
	Spool       string // folder for masters being decoded
}

// Service serves page images.
type Service struct {
	Config
	views views
}

// New makes the service.
func New(config Config) *Service { return &Service{Config: config} }

// Picture is an encoded image.
type Picture struct {
	Content   []byte
	MediaType string
	ETag      string // strong, without quotes
}

// Info is what a viewer has to know of a page's image service.
type Info struct {
	Width, Height int // as shown
	Sizes         []image.Point
}

// Size is the page's size in pixels as shown, after its rotation.
func Size(page domain.Page) image.Point {
	if page.Rotation%180 != 0 {
		return image.Pt(page.Height, page.Width)
	}
	return image.Pt(page.Width, page.Height)
}

// Info opens a page's image service; this is logged as looking at the page.
func (s *Service) Info(ctx context.Context, actor authz.Actor, dossierID string, pageNo int) (Info, error) {
	d, page, err := s.Pages.Page(ctx, actor, dossierID, pageNo)
	if err != nil {
		return Info{}, err
	}
	if err := s.Pages.LogPage(ctx, actor, domain.AuditPageView, d, pageNo); err != nil {
		return Info{}, err
	}
	size := Size(page)
	info := Info{Width: size.X, Height: size.Y}
	for _, width := range Widths {
		if width < size.X {
			info.Sizes = append(info.Sizes, image.Pt(width, scaledHeight(size, width)))
		}
	}
	info.Sizes = append(info.Sizes, size)
	return info, nil
}

func scaledHeight(size image.Point, width int) int {
	return max((size.Y*width+size.X/2)/size.X, 1)
}

package reading

import (
	"context"
	"fmt"
	"image"
	"sync"
	"time"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
)

const (
	viewWindow = 10 * time.Minute
	maxViews   = 10_000
)

// views remembers who looked at which page lately. A page is fetched in many pieces, and only the first of them is
// written to the audit trail.
type views struct {
	mu   sync.Mutex
	seen map[string]time.Time
}

// first reports whether this is the actor's first look at the page within the window, and remembers it.
func (v *views) first(key string, now time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if last, known := v.seen[key]; known && now.Sub(last) < viewWindow {
		return false
	}
	if len(v.seen) >= maxViews || v.seen == nil {
		v.seen = map[string]time.Time{} // forgetting costs an entry too many, never one too few
	}
	v.seen[key] = now
	return true
}

// forget takes back a look that could not be logged.
func (v *views) forget(key string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.seen, key)
}

// logView writes the entry of looking at a page, unless one was written a moment ago. Thumbnails of whole pages belong to
// looking at the dossier.
func (s *Service) logView(ctx context.Context, actor authz.Actor, head domain.DossierHead, page domain.Page, cut Cut) error {
	whole := cut.Region == image.Rectangle{Max: Size(page)}
	if whole && cut.Width <= Widths[0] {
		return nil
	}
	key := fmt.Sprintf("%s/%s/%d", actor.UserID, head.ID, page.No)
	if !s.views.first(key, s.Clock.Now()) {
		return nil
	}
	err := s.Pages.LogPage(ctx, actor, domain.AuditPageView, head, page.No)
	if err != nil {
		s.views.forget(key)
	}
	return err
}

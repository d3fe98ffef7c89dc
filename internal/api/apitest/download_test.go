package apitest

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

// TestFilesThatCannotBeMade lets the making of a workbook fail before its first byte and after it. Half a file must never
// look like a whole one.
func TestFilesThatCannotBeMade(t *testing.T) {
	w := newWorld(t)
	begun := false
	w.config.WriteRosterTemplate = func(_ context.Context, out io.Writer) error {
		if begun {
			_, _ = out.Write(make([]byte, 1<<16))
		}
		return errs.New(errs.Unavailable, "print.font", "没有可用的中文字体")
	}
	w.open()
	w.run(t, scenario{name: "before the first byte", as: "handler", path: "/api/v1/roster-template.xlsx", wantStatus: 503, wantCode: "print.font",
		wantHeader: map[string]string{"Content-Type": "application/problem+json", "Content-Disposition": ""}})
	begun = true
	request := must[*http.Request](t)(http.NewRequestWithContext(t.Context(), http.MethodGet, w.server.URL+"/api/v1/roster-template.xlsx", nil))
	request.AddCookie(&http.Cookie{Name: "danganku_session", Value: w.tokens["handler"]})
	response, err := w.server.Client().Do(request)
	check(t, err)
	defer response.Body.Close()
	if content, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("half a file of %d bytes looks whole", len(content))
	}
}

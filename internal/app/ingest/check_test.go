package ingest

import (
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

func TestFormatOfAPackageIsThatOfMostFiles(t *testing.T) {
	drafts := []domain.Draft{
		{Materials: []domain.MaterialDraft{{Files: []string{"1/1-1-01.TIF", "1/1-1-02.jpg"}}}},
		{Materials: []domain.MaterialDraft{{Files: []string{"2/1-1-01.JPEG", "2/notes"}}}, Orphans: []string{"2/x.jpg"}},
	}
	for name, c := range map[string]struct {
		drafts []domain.Draft
		want   string
	}{
		"most are JPEG": {drafts, "image/jpeg"}, "one TIFF": {drafts[:1], "image/tiff"}, "no files": {nil, ""},
	} {
		if got := formatOf(c.drafts); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

package bleveindex_test

import (
	"testing"

	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/bleveindex"
	"github.com/danganku/danganku/search/searchtest"
)

func open(t testing.TB, folder string) search.Index {
	t.Helper()
	index, err := bleveindex.Open(folder, bleveindex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func TestConformance(t *testing.T) { searchtest.Run(t, open) }

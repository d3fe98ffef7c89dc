package dossier

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func deskForEdits(t *testing.T) *Service {
	t.Helper()
	schemes, err := domain.ShippedSchemes()
	if err != nil {
		t.Fatal(err)
	}
	return New(Config{Schemes: schemes})
}

func twoMaterials() *domain.Dossier {
	d := &domain.Dossier{Scheme: domain.SchemeCadre2018, Volumes: []domain.Volume{{No: 1}}, Materials: []domain.Material{
		{ID: "a", VolumeNo: 1, Class: "1", ItemNo: 1, Title: "履历表", PageCount: 3},
		{ID: "b", VolumeNo: 1, Class: "9-1", ItemNo: 1, Title: "工资表", PageCount: 1},
	}}
	for i, material := range []string{"a", "a", "a", "b"} {
		d.AddPage(domain.Page{MaterialID: material, Seq: i%3 + 1})
	}
	return d
}

func layout(d *domain.Dossier) map[string][]int {
	pages := map[string][]int{}
	for _, material := range []string{"a", "b", ""} {
		for i, page := range d.PagesOf(material) {
			if page.Seq != i+1 {
				return map[string][]int{"broken numbering": {page.No, page.Seq}}
			}
			pages[material] = append(pages[material], page.No)
		}
	}
	return pages
}

func TestMovePage(t *testing.T) {
	for name, c := range map[string]struct {
		operation Operation
		want      map[string][]int
	}{
		"to the front":         {Operation{PageNo: 3, MaterialID: "a", Seq: 1}, map[string][]int{"a": {3, 1, 2}, "b": {4}}},
		"to the end":           {Operation{PageNo: 1, MaterialID: "a", Seq: 99}, map[string][]int{"a": {2, 3, 1}, "b": {4}}},
		"to another material":  {Operation{PageNo: 2, MaterialID: "b", Seq: 1}, map[string][]int{"a": {1, 3}, "b": {2, 4}}},
		"out of the catalogue": {Operation{PageNo: 4, Seq: 1}, map[string][]int{"a": {1, 2, 3}, "": {4}}},
		"where it is":          {Operation{PageNo: 2, MaterialID: "a", Seq: 2}, map[string][]int{"a": {1, 2, 3}, "b": {4}}},
	} {
		t.Run(name, func(t *testing.T) {
			d := twoMaterials()
			c.operation.Op = MovePage
			if err := deskForEdits(t).apply(d, c.operation); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, layout(d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEditsThatAreRefused(t *testing.T) {
	row := func(class string, item int, title string) domain.Material {
		return domain.Material{VolumeNo: 1, Class: class, ItemNo: item, Title: title, PageCount: 1}
	}
	for name, c := range map[string]struct {
		operation Operation
		code      string
	}{
		"row that is gone":          {Operation{Op: SetMaterial, MaterialID: "x", Material: row("1", 1, "表")}, "material.not_found"},
		"row with pages":            {Operation{Op: RemoveMaterial, MaterialID: "a"}, "material.has_pages"},
		"page that is gone":         {Operation{Op: RotatePage, PageNo: 9, Rotation: 90}, "page.not_found"},
		"number taken":              {Operation{Op: AddMaterial, Material: row("1", 1, "表")}, "NUMBERING_BROKEN"},
		"class with subclasses":     {Operation{Op: AddMaterial, Material: row("4", 1, "表")}, "NUMBERING_BROKEN"},
		"class of another scheme":   {Operation{Op: AddMaterial, Material: row("11", 1, "表")}, "NUMBERING_BROKEN"},
		"row without a name":        {Operation{Op: AddMaterial, Material: row("1", 2, "  ")}, "CATALOG_ROW_INVALID"},
		"item without a number":     {Operation{Op: AddMaterial, Material: row("1", 0, "表")}, "NUMBERING_BROKEN"},
		"number below one":          {Operation{Op: SetMaterial, MaterialID: "a", Material: row("1", -1, "表")}, "NUMBERING_BROKEN"},
		"volume that is not there":  {Operation{Op: AddMaterial, Material: domain.Material{VolumeNo: 2, Class: "1", ItemNo: 2, Title: "表", PageCount: 1}}, "NUMBERING_BROKEN"},
		"row of no volume":          {Operation{Op: AddMaterial, Material: domain.Material{Class: "1", ItemNo: 2, Title: "表", PageCount: 1}}, "NUMBERING_BROKEN"},
		"a turn by half a corner":   {Operation{Op: RotatePage, PageNo: 1, Rotation: 45}, "edit.rotation"},
		"operation nobody heard of": {Operation{Op: "shred"}, "edit.operation"},
	} {
		t.Run(name, func(t *testing.T) {
			d := twoMaterials()
			desk := deskForEdits(t)
			err := desk.apply(d, c.operation)
			if err == nil {
				err = desk.checkCatalog(d)
			}
			if errs.CodeOf(err) != c.code {
				t.Errorf("got %v, want code %s", err, c.code)
			}
		})
	}
}

// plainFolder folds nothing but case, which is enough to see places being traced back.
type plainFolder struct{}

func (plainFolder) Text(text string) string { return strings.ToLower(text) }

func (plainFolder) Traced(text string) (key []rune, offsets []int) {
	for i, r := range text {
		key = append(key, r)
		offsets = append(offsets, i)
	}
	return key, append(offsets, len(text))
}

func TestHighlightPieces(t *testing.T) {
	m := &marker{folder: plainFolder{}, words: []string{"工资", "𬭎"}}
	for text, want := range map[string][]string{
		"工资变动审批表": {"", "工资", "变动审批表"},
		"刘𬭎的工资":   {"刘", "𬭎", "的", "工资"},
		"没有":      {"没有"},
		"":        {""},
		"工资工资":    {"", "工资工资"},
	} {
		if diff := cmp.Diff(want, m.pieces(text)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestClipPieces(t *testing.T) {
	got := clipPieces([]string{strings.Repeat("前", 100), "中", strings.Repeat("后", 100)})
	want := []string{"…" + strings.Repeat("前", textContext), "中", strings.Repeat("后", textContext) + "…"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

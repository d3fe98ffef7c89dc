package demo_test

import (
	"context"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/goregular"

	"github.com/danganku/danganku/internal/demo"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/imaging"
	"github.com/danganku/danganku/internal/pack"
)

// testFont is the font that the web interface ships when it is built, else a small one without Chinese: then every
// Chinese character is the box for a missing glyph, and all but the look of the pages can be tested.
func testFont(t testing.TB) []byte {
	t.Helper()
	font, err := os.ReadFile(filepath.Join("..", "..", "web", "dist", "fonts", "NotoSansSC-Regular.ttf"))
	if errors.Is(err, os.ErrNotExist) {
		return goregular.TTF
	}
	if err != nil {
		t.Fatal(err)
	}
	return font
}

// found are the violations of a package by the folder of the person, "" for those of the package itself.
type found map[string][]domain.Violation

// inspect reads a package and applies the rules to it with the parts that the intake uses.
func inspect(t *testing.T, written demo.Package) (pack.Reading, found) {
	t.Helper()
	p, err := pack.Open(written.Path, pack.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	reading, err := pack.Read(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := imaging.New(imaging.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	schemes, err := domain.ShippedSchemes()
	if err != nil {
		t.Fatal(err)
	}
	policy := domain.DefaultPolicy(schemes[domain.SchemeCadre2018], time.Date(2021, 1, 4, 0, 0, 0, 0, time.UTC))
	policy.RequireMaterials = true
	if policy.CodeRule, err = domain.NewArchivalCodeRule(""); err != nil {
		t.Fatal(err)
	}
	all := found{"": reading.Violations}
	inFile := domain.CheckPackage(reading.Drafts)
	for i := range reading.Drafts {
		draft := &reading.Drafts[i]
		facts := map[string]domain.FileFacts{}
		for _, name := range draft.Files() {
			facts[name] = factsOf(t.Context(), t, engine, p, name)
		}
		if violations := append(domain.CheckDraft(draft, facts, policy), inFile[i]...); len(violations) > 0 {
			all[draft.Folder] = append(all[draft.Folder], violations...)
		}
	}
	return reading, all
}

func factsOf(ctx context.Context, t *testing.T, engine *imaging.Engine, p *pack.Package, name string) domain.FileFacts {
	t.Helper()
	file, err := p.OpenAt(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	facts := domain.FileFacts{Name: name, Size: file.Size()}
	hash := sha512.New()
	if _, err := io.Copy(hash, io.NewSectionReader(file, 0, file.Size())); err != nil {
		t.Fatal(err)
	}
	facts.Digest = hex.EncodeToString(hash.Sum(nil))
	report, err := engine.Inspect(ctx, file, name)
	var known *errs.Error
	switch {
	case errors.As(err, &known):
		facts.Problem = known.Msg
	case err != nil:
		t.Fatal(err)
	}
	if facts.Problem != "" {
		return facts
	}
	facts.MediaType = imaging.MediaType(report.Kind)
	for _, finding := range report.Findings {
		facts.Wrong += finding.Message
	}
	for _, f := range report.Frames {
		facts.Frames = append(facts.Frames, domain.FrameFacts{Width: f.Width, Height: f.Height, DPI: int(min(f.DPIX, f.DPIY) + 0.5), Color: f.Color, Skew: f.Skew,
			SkewKnown: f.SkewKnown, Blank: f.Blank, HasText: f.Text})
	}
	return facts
}

// TestPackagesPassTheIntake is the promise of the demo: every layout is recognised and no rule finds anything in it, except
// that folders are no catalogue and that their long documents are in another format. The planted defects show that a
// mistake would be noticed.
func TestPackagesPassTheIntake(t *testing.T) {
	layouts := []demo.Layout{demo.ClassFolders, demo.TransferSheet, demo.FolderWorkbook, demo.ScanStation}
	calls, want := 0, 5+9
	sum, err := demo.Write(t.Context(), t.TempDir(), demo.Options{Dossiers: 5, Seed: 7, PagesPerDossier: 6, Layouts: layouts, Font: testFont(t),
		Defects: true}, func(done, total int) {
		calls++
		if done != calls || total != want {
			t.Errorf("progress %d of %d at call %d", done, total, calls)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls != want || sum.Dossiers != want || len(sum.Packages) != len(layouts)+1 {
		t.Fatalf("%d calls, summary %+v", calls, sum)
	}
	for _, written := range sum.Packages[:len(layouts)] {
		t.Run(string(written.Layout), func(t *testing.T) { passes(t, written) })
	}
	t.Run("defects", func(t *testing.T) { defectsAreFound(t, sum.Packages[len(layouts)], sum.Defects) })
}

func passes(t *testing.T, written demo.Package) {
	reading, violations := inspect(t, written)
	if reading.Layout != string(written.Layout) || len(reading.Drafts) != written.Dossiers {
		t.Errorf("read as %q with %d dossiers, want %d", reading.Layout, len(reading.Drafts), written.Dossiers)
	}
	pages := 0
	for _, d := range reading.Drafts {
		for _, m := range d.Materials {
			pages += m.PageCount
		}
		if len(d.Orphans) > 0 || d.Name == "" || d.IDNumber == "" {
			t.Errorf("%s: name %q, number %s, orphans %v", d.Folder, d.Name, d.IDNumber, d.Orphans)
		}
	}
	// Folders alone state no number of pages.
	if written.Layout != demo.ClassFolders && pages != written.Pages {
		t.Errorf("catalogues say %d pages, summary %d", pages, written.Pages)
	}
	for folder, list := range violations {
		for _, v := range list {
			if written.Layout != demo.ClassFolders || v.Level != domain.Warn {
				t.Errorf("%s: %s", folder, v)
			}
		}
	}
}

func defectsAreFound(t *testing.T, written demo.Package, defects []demo.Defect) {
	_, violations := inspect(t, written)
	planted := map[string]bool{}
	for _, defect := range defects {
		planted[defect.Folder] = true
		var rules []string
		for _, v := range violations[defect.Folder] {
			rules = append(rules, string(v.Rule))
		}
		if !slices.Contains(rules, string(defect.Rule)) {
			t.Errorf("%s: %s not found in %s, only %v", defect.What, defect.Rule, defect.Folder, rules)
		}
	}
	if len(planted) != written.Dossiers-1 {
		t.Errorf("%d defects in %d dossiers", len(planted), written.Dossiers)
	}
	for folder, list := range violations {
		for _, v := range list {
			// The double of a person is found on both dossiers.
			if !planted[folder] && v.Rule != domain.R10 {
				t.Errorf("%s was left whole, but: %s", folder, v)
			}
		}
	}
}

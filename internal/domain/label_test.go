package domain

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/errs"
)

func TestLabelsOfADossier(t *testing.T) {
	d := &Dossier{ID: "0193f5c8-7b1a-7c3d-9e4f-1234567890ab", ArchivalCode: "TX-2024-00123", Office: ArchiveOffice{Code: "210106", Name: "铁西区"},
		Retiree: Retiree{Name: "刘𬭎", IDNumber: "219999196001000001"}, Volumes: []Volume{{1, Original}, {2, Duplicate}}}
	want := []VolumeLabel{
		{Office: "铁西区", ArchivalCode: "TX-2024-00123", Name: "刘𬭎", No: 1, Of: 2, CopyKind: Original, Code: "TX-2024-00123"},
		{Office: "铁西区", ArchivalCode: "TX-2024-00123", Name: "刘𬭎", No: 2, Of: 2, CopyKind: Duplicate, Code: "TX-2024-00123"},
	}
	if diff := cmp.Diff(want, LabelsOf(d)); diff != "" {
		t.Error(diff)
	}
	for code, typed := range map[string]bool{"": false, "铁西-001": false, "TX·001": false, "TX 001": false, "TX/1_(2).3": true} {
		d.ArchivalCode, d.Volumes = code, nil
		labels := LabelsOf(d)
		if len(labels) != 1 || labels[0].Of != 0 {
			t.Errorf("without volumes: %+v", labels)
		}
		if got := labels[0].Code; (got == code) != typed || !typed && got != strings.ToUpper(d.ID) {
			t.Errorf("%q: a scanner types %q", code, got)
		}
	}
}

func TestLabelRunsThatCannotBePrinted(t *testing.T) {
	for run, code := range map[LabelRun]string{
		{Kind: LabelSpine, SpineWidth: 20}: "", {Kind: LabelSpine, SpineWidth: 50, Start: 99}: "", {Kind: LabelQR, Start: 24}: "", {Kind: LabelQR, Start: 1, SpineWidth: 7}: "",
		{Kind: LabelSpine, SpineWidth: 25}: "label.spine_width", {Kind: LabelSpine}: "label.spine_width",
		{Kind: LabelQR}: "label.start", {Kind: LabelQR, Start: 25}: "label.start", {Kind: "BOX"}: "label.kind",
	} {
		if err := run.Check(); errs.CodeOf(err) != code && (code != "" || err != nil) {
			t.Errorf("%+v: %v, want %q", run, err, code)
		}
	}
}

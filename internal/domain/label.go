package domain

import (
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// Label is the kind of copy as labels and lists have it.
func (k CopyKind) Label() string {
	if k == Duplicate {
		return "副本"
	}
	return "正本"
}

// LabelKind is a kind of label that is stuck on volumes.
type LabelKind string

const (
	LabelSpine LabelKind = "SPINE" // on the spine of a box, cut from plain paper
	LabelQR    LabelKind = "QR"    // small ones on sheets of stickers
)

// AuditLabelPrint is an entry for each dossier of a run.
const AuditLabelPrint AuditAction = "label.print"

// Bounds of one run of labels.
const (
	MaxLabels        = 2000
	MaxLabelDossiers = 500
	LabelsPerSheet   = 24 // of QR labels: three columns of eight
)

// LabelRun says how labels are printed.
type LabelRun struct {
	Kind       LabelKind
	SpineWidth int // millimetres, of spine labels: one of the widths of boxes
	Start      int // of QR labels: the first free sticker of the first sheet, 1..LabelsPerSheet
}

// SpineWidths are those of archive boxes in millimetres (DA/T 22).
func SpineWidths() []int { return []int{20, 30, 40, 50} }

// Check reports what is wrong with the run.
func (r LabelRun) Check() error {
	switch {
	case r.Kind == LabelSpine && !slices.Contains(SpineWidths(), r.SpineWidth):
		return errs.New(errs.Invalid, "label.spine_width", "脊宽应为20、30、40或50毫米").WithFields(errs.Field{Name: "spineWidth", Message: "应为20、30、40或50"})
	case r.Kind == LabelQR && (r.Start < 1 || r.Start > LabelsPerSheet):
		return errs.New(errs.Invalid, "label.start", "起始位置应在1至%d之间", LabelsPerSheet).WithFields(errs.Field{Name: "start", Message: "应在1至24之间"})
	case r.Kind != LabelSpine && r.Kind != LabelQR:
		return errs.New(errs.Invalid, "label.kind", "请选择卷脊标签或二维码标签").WithFields(errs.Field{Name: "kind", Message: "不是允许的值"})
	}
	return nil
}

// VolumeLabel is what stands on the label of one volume. It bears no identity number: shelves are seen by many.
type VolumeLabel struct {
	Office       string
	ArchivalCode string
	Name         string
	No, Of       int // volume No of Of; 0 where the dossier's volumes are not recorded
	CopyKind     CopyKind
	Code         string // of the QR code
}

// LabelsOf are the labels of a dossier's volumes, one for a dossier without recorded volumes.
func LabelsOf(d *Dossier) []VolumeLabel {
	label := VolumeLabel{Office: d.Office.Name, ArchivalCode: d.ArchivalCode, Name: d.Retiree.Name, Code: labelCode(d)}
	if len(d.Volumes) == 0 {
		return []VolumeLabel{label}
	}
	labels := make([]VolumeLabel, len(d.Volumes))
	for i, volume := range d.Volumes {
		labels[i] = label
		labels[i].No, labels[i].Of, labels[i].CopyKind = volume.No, len(d.Volumes), volume.CopyKind
	}
	return labels
}

// labelCode is the archival code where a scanner that types like a keyboard can type it, else the dossier's identifier in
// capitals, for which a QR code is smaller.
func labelCode(d *Dossier) string {
	typed := func(r rune) bool { return r > ' ' && r <= '~' }
	if d.ArchivalCode != "" && strings.IndexFunc(d.ArchivalCode, func(r rune) bool { return !typed(r) }) < 0 {
		return d.ArchivalCode
	}
	return strings.ToUpper(d.ID)
}

package iiif

import (
	"fmt"

	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/domain"
)

const (
	presentationContext = "http://iiif.io/api/presentation/3/context.json"
	thumbnailWidth      = 200 // one of reading.Widths, so it is ready made
)

// Label is a text by language.
type Label map[string][]string

func zh(text string) Label { return Label{"zh": {text}} }

// Pair is a labelled value.
type Pair struct {
	Label Label `json:"label"`
	Value Label `json:"value"`
}

// Manifest is a dossier for viewers: a canvas for each page and a range for each class and material of the catalogue.
type Manifest struct {
	Context           string   `json:"@context"`
	ID                string   `json:"id"`
	Type              string   `json:"type"`
	Label             Label    `json:"label"`
	Metadata          []Pair   `json:"metadata"`
	RequiredStatement Pair     `json:"requiredStatement"`
	Behavior          []string `json:"behavior"`
	Thumbnail         []Image  `json:"thumbnail,omitempty"`
	Items             []Canvas `json:"items"`
	Structures        []Range  `json:"structures,omitempty"`
}

// Canvas is the surface of one page, in pixels as shown.
type Canvas struct {
	ID        string           `json:"id"`
	Type      string           `json:"type"`
	Label     Label            `json:"label"`
	Width     int              `json:"width"`
	Height    int              `json:"height"`
	Thumbnail []Image          `json:"thumbnail"`
	Items     []AnnotationPage `json:"items"`
}

// AnnotationPage holds the painting of a canvas.
type AnnotationPage struct {
	ID    string       `json:"id"`
	Type  string       `json:"type"`
	Items []Annotation `json:"items"`
}

// Annotation paints an image onto a canvas.
type Annotation struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Motivation string `json:"motivation"`
	Target     string `json:"target"`
	Body       Image  `json:"body"`
}

// Image is a picture with the service that cuts it.
type Image struct {
	ID      string    `json:"id"`
	Type    string    `json:"type"`
	Format  string    `json:"format"`
	Width   int       `json:"width"`
	Height  int       `json:"height"`
	Service []Service `json:"service"`
}

// Service names an image service.
type Service struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Profile string `json:"profile"`
}

// Range is a part of the catalogue; its items are ranges and canvases.
type Range struct {
	ID    string `json:"id"`
	Type  string `json:"type"`
	Label *Label `json:"label,omitempty"`
	Items []any  `json:"items"` // Range or reference
}

type reference struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Addresses give the absolute addresses a manifest needs.
type Addresses struct {
	Manifest string                  // of the manifest itself
	Image    func(pageNo int) string // base address of a page's image service
}

// NewManifest describes a dossier whose catalogue and pages are in order.
func NewManifest(d *domain.Dossier, scheme domain.Scheme, at Addresses) Manifest {
	b := builder{dossier: d, scheme: scheme, at: at}
	manifest := Manifest{Context: presentationContext, ID: at.Manifest, Type: "Manifest", Label: zh(b.title()), Metadata: b.metadata(),
		RequiredStatement: Pair{zh("使用须知"), zh("人事档案影像仅供经批准的查阅使用，不得翻拍、外传；每次查阅均有记录。")},
		Behavior:          []string{"paged"}, Items: []Canvas{}, Structures: b.ranges()}
	for _, page := range d.Pages {
		manifest.Items = append(manifest.Items, b.canvas(page))
	}
	if len(manifest.Items) > 0 {
		manifest.Thumbnail = manifest.Items[0].Thumbnail
	}
	return manifest
}

type builder struct {
	dossier *domain.Dossier
	scheme  domain.Scheme
	at      Addresses
}

func (b builder) title() string {
	if b.dossier.ArchivalCode == "" {
		return b.dossier.Retiree.Name
	}
	return b.dossier.Retiree.Name + "　" + b.dossier.ArchivalCode
}

func (b builder) metadata() []Pair {
	d := b.dossier
	pairs := []Pair{}
	for _, row := range []struct{ name, value string }{
		{"姓名", d.Retiree.Name}, {"身份证号码", d.Retiree.IDNumber.Masked()}, {"档号", d.ArchivalCode}, {"档案管理部门", d.Office.Name},
		{"所属单位", d.Enterprise.Name}, {"分类方案", b.scheme.Name}, {"版本", fmt.Sprint(d.Version)},
	} {
		if row.value != "" {
			pairs = append(pairs, Pair{zh(row.name), zh(row.value)})
		}
	}
	return pairs
}

func (b builder) canvasID(no int) string { return fmt.Sprintf("%s/canvas/%d", b.at.Manifest, no) }

func (b builder) canvas(page domain.Page) Canvas {
	id, size := b.canvasID(page.No), reading.Size(page)
	thumbnail := min(thumbnailWidth, size.X)
	return Canvas{ID: id, Type: "Canvas", Label: zh(b.pageLabel(page)), Width: size.X, Height: size.Y,
		Thumbnail: []Image{b.image(page, fmt.Sprintf("%d,", thumbnail), thumbnail, scaled(size.Y, float64(thumbnail)/float64(size.X)))},
		Items: []AnnotationPage{{ID: id + "/painting", Type: "AnnotationPage", Items: []Annotation{{
			ID: id + "/painting/image", Type: "Annotation", Motivation: "painting", Target: id, Body: b.image(page, "max", size.X, size.Y)}}}}}
}

func (b builder) image(page domain.Page, size string, width, height int) Image {
	base := b.at.Image(page.No)
	return Image{ID: base + "/full/" + size + "/0/default.jpg", Type: "Image", Format: "image/jpeg", Width: width, Height: height,
		Service: []Service{{ID: base, Type: "ImageService3", Profile: "level2"}}}
}

func (b builder) pageLabel(page domain.Page) string {
	material, known := b.dossier.MaterialByID(page.MaterialID)
	if !known {
		return fmt.Sprintf("未编目影像 %d", page.Seq)
	}
	return fmt.Sprintf("%s 第%d页", material.Number(), page.Seq)
}

// ranges are the catalogue: classes that hold anything, in them the materials, last the pages of no material.
func (b builder) ranges() []Range {
	var ranges []Range
	for _, class := range b.scheme.Classes {
		if part := b.class(class); len(part.Items) > 0 {
			ranges = append(ranges, part)
		}
	}
	if loose := b.pages("orphans", "未编目影像", ""); len(loose.Items) > 0 {
		ranges = append(ranges, loose)
	}
	return ranges
}

func (b builder) class(class domain.MaterialClass) Range {
	label := zh(domain.ClassLabel(class.Code) + " " + class.Name)
	part := Range{ID: b.at.Manifest + "/range/class-" + class.Code, Type: "Range", Label: &label, Items: []any{}}
	for _, material := range b.dossier.Materials {
		if material.Class != class.Code {
			continue
		}
		if row := b.pages(material.ID, material.Number()+" "+material.Title, material.ID); len(row.Items) > 0 {
			part.Items = append(part.Items, row)
		}
	}
	return part
}

func (b builder) pages(name, title, materialID string) Range {
	label := zh(title)
	part := Range{ID: b.at.Manifest + "/range/" + name, Type: "Range", Label: &label, Items: []any{}}
	for _, page := range b.dossier.PagesOf(materialID) {
		part.Items = append(part.Items, reference{b.canvasID(page.No), "Canvas"})
	}
	return part
}

package imaging

import (
	"context"
	"fmt"
	"image"
)

// Finding is something about a readable file that a person should know.
type Finding struct {
	Code    string // one of the Finding constants
	Frame   int    // the page it is about, -1 for the whole file
	Message string // zh-CN
}

// Inspection is the result of reading a master once from end to end.
type Inspection struct {
	Kind     Kind
	Size     int64 // bytes
	Frames   []Frame
	Findings []Finding
}

// Page is one decoded frame, passed on so that nobody has to decode it a second time.
type Page struct {
	Frame Frame
	Image image.Image // see Decode; valid after the call, and to be treated as read-only
	Text  string      // see Text
}

// Inspect decodes every frame of a master once and reports what it found; name is only compared with the format. The
// error is an *errs.Error naming the page and the fault when the file is damaged, over a limit, or not acceptable.
func (e *Engine) Inspect(ctx context.Context, src Source, name string) (Inspection, error) {
	return e.InspectEach(ctx, src, name, nil)
}

// InspectEach is Inspect that also hands each page to visit, in order, before the next is decoded; an error of visit
// ends the inspection and is returned as it is. visit must not use the Engine on a PDF: the instances may all be held
// by callers such as itself.
func (e *Engine) InspectEach(ctx context.Context, src Source, name string, visit func(Page) error) (Inspection, error) {
	o, err := e.open(ctx, src)
	if err != nil {
		return Inspection{}, err
	}
	defer o.close()
	report := Inspection{Kind: o.kind, Size: src.Size(), Findings: o.findings()}
	if !ExtensionAgrees(o.kind, name) {
		report.Findings = append(report.Findings, Finding{Code: FindingExtension, Frame: -1,
			Message: fmt.Sprintf("文件扩展名与内容不符：实际为 %s 格式", formatOf(o.kind).label)})
	}
	for i := range o.count() {
		page, err := o.inspectFrame(ctx, i)
		if err != nil {
			return Inspection{}, err
		}
		report.Frames = append(report.Frames, page.Frame)
		if page.Frame.Orientation != Upright {
			report.Findings = append(report.Findings, Finding{Code: FindingRotated, Frame: i,
				Message: fmt.Sprintf("第%d页带有方向标记，将旋转后显示", i+1)})
		}
		if visit == nil {
			continue
		}
		if err := visit(page); err != nil {
			return Inspection{}, err
		}
	}
	return report, nil
}

func (o *opened) inspectFrame(ctx context.Context, frame int) (Page, error) {
	img, head, err := o.pixels(ctx, frame)
	if err != nil {
		return Page{}, err
	}
	page := Page{Frame: head.Frame, Image: img}
	err = o.onFrame(ctx, frame, func() (err error) {
		page.Frame.analyse(img)
		page.Text, err = o.text(frame)
		return err
	})
	return page, err
}

// analyse adds what only the pixels tell.
func (f *Frame) analyse(img image.Image) {
	size := img.Bounds()
	f.Width, f.Height = size.Dx(), size.Dy()
	ink := findInk(rasterOf(img))
	f.Blank = ink.blank()
	if !f.Blank {
		f.Skew, f.SkewKnown = skewOf(&ink)
	}
}

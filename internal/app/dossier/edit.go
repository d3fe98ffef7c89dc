package dossier

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Op is one operation of an edit.
type Op string

const (
	SetMaterial    Op = "setMaterial"
	AddMaterial    Op = "addMaterial"
	RemoveMaterial Op = "removeMaterial"
	MovePage       Op = "movePage"
	RotatePage     Op = "rotatePage"
)

// Operation is one step of an edit; each Op uses its own fields.
type Operation struct {
	Op         Op
	MaterialID string          // setMaterial, removeMaterial; movePage: where to, empty: out of the catalogue
	Material   domain.Material // setMaterial, addMaterial; its ID is ignored
	PageNo     int             // movePage, rotatePage
	Seq        int             // movePage: place in the material, 1..n
	Rotation   int             // rotatePage: clockwise, absolute
}

// Edit applies the operations to version fromVersion and saves the result as the next version, all or nothing.
func (s *Service) Edit(ctx context.Context, actor authz.Actor, id string, fromVersion int, reason string, operations []Operation) (*domain.Dossier, error) {
	d, err := s.load(ctx, actor, authz.DossierEdit, id)
	if err != nil {
		return nil, err
	}
	return s.save(ctx, change{actor: actor, from: fromVersion, action: domain.AuditDossierEdit, message: reason,
		detail: audit.Detail{"operations": len(operations), "reason": domain.MaskNumbers(reason)}}, d, func(_ context.Context, d *domain.Dossier) error {
		for i, operation := range operations {
			if err := s.apply(d, operation); err != nil {
				return atOperation(i, err)
			}
		}
		return s.checkCatalog(d)
	})
}

// Release puts a dossier that passed quality control on the shelf; its ingest can no longer be undone.
func (s *Service) Release(ctx context.Context, actor authz.Actor, id string, fromVersion int) (*domain.Dossier, error) {
	d, err := s.load(ctx, actor, authz.DossierRelease, id)
	if err != nil {
		return nil, err
	}
	return s.save(ctx, change{actor: actor, from: fromVersion, action: domain.AuditDossierRelease, message: "发布"}, d,
		func(_ context.Context, d *domain.Dossier) error {
			d.ReleasedAt = s.Clock.Now().UTC()
			return d.MoveTo(domain.InStorage)
		})
}

func atOperation(i int, err error) error {
	var known *errs.Error
	if !errors.As(err, &known) {
		return err
	}
	return errs.New(known.Kind, known.Code, "第%d项修改：%s", i+1, known.Msg).WithFields(known.Fields...).Because(known.Err)
}

func (s *Service) apply(d *domain.Dossier, operation Operation) error {
	switch operation.Op {
	case SetMaterial:
		return setMaterial(d, operation)
	case AddMaterial:
		material := operation.Material
		material.ID = domain.NewID()
		d.Materials = append(d.Materials, material)
		return nil
	case RemoveMaterial:
		return removeMaterial(d, operation.MaterialID)
	case MovePage:
		return movePage(d, operation)
	case RotatePage:
		return rotatePage(d, operation)
	}
	return errs.New(errs.Invalid, "edit.operation", "不认识的修改方式“%s”", operation.Op)
}

func rotatePage(d *domain.Dossier, operation Operation) error {
	page, ok := d.PageByNo(operation.PageNo)
	if !ok {
		return errNoPage
	}
	switch operation.Rotation {
	case 0, 90, 180, 270:
		page.Rotation = operation.Rotation
		return nil
	}
	return errs.New(errs.Invalid, "edit.rotation", "旋转角度须为0、90、180或270")
}

func setMaterial(d *domain.Dossier, operation Operation) error {
	material, ok := d.MaterialByID(operation.MaterialID)
	if !ok {
		return errNoMaterial
	}
	id := material.ID
	*material = operation.Material
	material.ID = id
	return nil
}

var errNoMaterial = errs.New(errs.NotFound, "material.not_found", "目录中没有这一条，可能已被他人删除，请刷新")

func removeMaterial(d *domain.Dossier, id string) error {
	if _, ok := d.MaterialByID(id); !ok {
		return errNoMaterial
	}
	if pages := d.PagesOf(id); len(pages) > 0 {
		return errs.New(errs.Conflict, "material.has_pages", "该条目下还有%d页影像，请先移到其他条目", len(pages))
	}
	d.Materials = slices.DeleteFunc(d.Materials, func(m domain.Material) bool { return m.ID == id })
	return nil
}

// movePage takes a page out of where it is, puts it at its new place and numbers both materials anew.
func movePage(d *domain.Dossier, operation Operation) error {
	page, ok := d.PageByNo(operation.PageNo)
	if !ok {
		return errNoPage
	}
	if operation.MaterialID != "" {
		if _, ok := d.MaterialByID(operation.MaterialID); !ok {
			return errNoMaterial
		}
	}
	from := page.MaterialID
	page.MaterialID = operation.MaterialID
	target := slices.DeleteFunc(d.PagesOf(operation.MaterialID), func(p domain.Page) bool { return p.No == operation.PageNo })
	at := min(max(operation.Seq-1, 0), len(target))
	renumber(d, slices.Insert(target, at, *page))
	if from != operation.MaterialID {
		renumber(d, d.PagesOf(from))
	}
	return nil
}

func renumber(d *domain.Dossier, ordered []domain.Page) {
	for i, moved := range ordered {
		if page, ok := d.PageByNo(moved.No); ok {
			page.Seq = i + 1
		}
	}
}

// checkCatalog holds the edited catalogue to the rules a row must obey. Page counts may differ from the images while an
// edit is under way over several saves; that is reported by inspection, not refused here.
func (s *Service) checkCatalog(d *domain.Dossier) error {
	scheme := s.Schemes[d.Scheme]
	seen := map[string]bool{}
	for _, material := range d.Materials {
		class, known := scheme.Class(material.Class)
		if !known || class.Divided {
			return domain.RuleError(domain.R15, "《%s》的类号“%s”不在本档案的分类方案中或应填小类", material.Title, material.Class)
		}
		if strings.TrimSpace(material.Title) == "" || material.PageCount < 1 || !material.FormedOn.Valid() {
			return domain.RuleError(domain.R14, "%s：材料名称、页数或日期缺失或不合理", material.Number())
		}
		if material.ItemNo < 1 {
			return domain.RuleError(domain.R15, "《%s》的份号为%d，应从1起编", material.Title, material.ItemNo)
		}
		if !slices.ContainsFunc(d.Volumes, func(v domain.Volume) bool { return v.No == material.VolumeNo }) {
			return domain.RuleError(domain.R15, "《%s》所在的第%d卷不存在，该档案共%d卷，请改填已有的卷", material.Title, material.VolumeNo, len(d.Volumes))
		}
		if seen[material.Number()] {
			return domain.RuleError(domain.R15, "%s类编号重复：%d", domain.ClassLabel(material.Class), material.ItemNo)
		}
		seen[material.Number()] = true
	}
	d.Arrange(scheme)
	return nil
}

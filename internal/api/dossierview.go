package api

import (
	"cmp"
	"context"
	"fmt"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/domain"
)

const imageBase = "/iiif/image/3"

// imagePath is the base path of a page's image service. The identifier is made of a UUID and digits, so no part of it
// needs escaping.
func imagePath(dossierID string, pageNo int) string {
	return fmt.Sprintf("%s/%s:%d", imageBase, dossierID, pageNo)
}

func headView(head domain.DossierHead) apigen.DossierHead {
	return apigen.DossierHead{
		Id: head.ID, Office: head.OfficeCode, Division: head.Division, ArchivalCode: head.ArchivalCode, Name: head.Name,
		IdNumber: head.IDNumber.Masked(), Sex: head.Sex.Label(), BornOn: head.BornOn.String(), RetiredOn: head.RetiredOn.String(),
		Survival: apigen.DossierHeadSurvival(head.Survival), Employer: head.EnterpriseName, Custody: string(head.Custody),
		CustodyLabel: head.Custody.Label(), VolumeCount: head.VolumeCount, MaterialCount: head.MaterialCount,
		PageCount: head.PageCount, Version: head.Version, UpdatedAt: head.UpdatedAt.UTC(),
	}
}

// dossierView is a dossier as the contract shows it.
func (s *server) dossierView(ctx context.Context, d *domain.Dossier, current bool) (apigen.Dossier, error) {
	names, err := s.placeNames(ctx)
	if err != nil {
		return apigen.Dossier{}, err
	}
	withText, err := s.Dossier.PagesWithText(ctx, d)
	if err != nil {
		return apigen.Dossier{}, err
	}
	scheme := s.Schemes[d.Scheme]
	view := apigen.Dossier{
		Head: headView(d.Head()), OfficeName: cmp.Or(names.offices[d.Office.Code], d.Office.Name), DivisionName: names.divisions[d.Office.Division],
		Scheme: string(d.Scheme), SchemeName: scheme.Name, Classes: classViews(scheme), Category: string(d.Category),
		Retention: d.Retention, Remark: masked(d.Remark), DiedOn: d.Retiree.DiedOn.String(), HukouPlace: d.Retiree.HukouPlace,
		Released: !d.ReleasedAt.IsZero(), ReleasedAt: optionalTime(d.ReleasedAt), IngestId: d.IngestID, Current: current,
		Volumes: make([]apigen.Volume, len(d.Volumes)), Materials: make([]apigen.Material, len(d.Materials)),
		Pages: make([]apigen.Page, len(d.Pages)),
	}
	for i, volume := range d.Volumes {
		view.Volumes[i] = apigen.Volume{No: volume.No, CopyKind: apigen.VolumeCopyKind(volume.CopyKind)}
	}
	for i, material := range d.Materials {
		view.Materials[i] = materialView(material)
	}
	for i, page := range d.Pages {
		view.Pages[i] = pageView(d.ID, page, withText[page.No])
	}
	return view, nil
}

func classViews(scheme domain.Scheme) []apigen.MaterialClass {
	views := make([]apigen.MaterialClass, len(scheme.Classes))
	for i, class := range scheme.Classes {
		views[i] = apigen.MaterialClass{Code: class.Code, Label: domain.ClassLabel(class.Code), Name: class.Name, Divided: class.Divided}
	}
	return views
}

func materialView(m domain.Material) apigen.Material {
	return apigen.Material{Id: m.ID, VolumeNo: m.VolumeNo, Class: m.Class, ItemNo: m.ItemNo, Number: m.Number(), Title: m.Title,
		FormedOn: m.FormedOn.String(), PageCount: m.PageCount, CopyCount: m.CopyCount, Remark: m.Remark}
}

func pageView(dossierID string, page domain.Page, hasText bool) apigen.Page {
	size := reading.Size(page)
	return apigen.Page{No: page.No, MaterialId: page.MaterialID, Seq: page.Seq, Iiif: imagePath(dossierID, page.No),
		MediaType: page.MediaType, Width: size.X, Height: size.Y, Dpi: page.DPI, Size: page.Size,
		Rotation: apigen.PageRotation(page.Rotation), SourceName: masked(page.SourceName), HasText: hasText}
}

package api

import (
	"strings"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// infoFormView shows a basic information form. Identity numbers are masked wherever they stand: many people write them into
// fields meant for other things, and the number at the agency is often the same.
func infoFormView(form *domain.InfoForm) apigen.InfoForm {
	shown := *form
	shown.Contacts = append([]domain.Relative(nil), form.Contacts...)
	for _, text := range textsOf(&shown) {
		*text = masked(*text)
	}
	f := &shown
	return apigen.InfoForm{Level: apigen.EnterpriseLevel(f.Level), RunningNo: f.RunningNo, Name: f.Name, Sex: f.Sex.Label(), Ethnicity: f.Ethnicity,
		BornOn: f.BornOn.String(), IdNumber: f.IDNumber.Masked(), Political: f.Political, Health: f.Health, Employer: f.Employer,
		EmployerUscc: f.EmployerUSCC, Post: f.Post, WorkedFrom: f.WorkedFrom.String(), RetiredOn: f.RetiredOn.String(),
		DossierKeptAt: f.DossierKeptAt, Education: f.Education, Skills: f.Skills, RetirementType: f.RetirementType, Hobbies: f.Hobbies,
		Special: specialViews(f.Special), InsuranceNo: f.InsuranceNo, PensionPlace: f.PensionPlace, MedicalPlace: f.MedicalPlace,
		InjuryGrade: f.InjuryGrade, InsurancePlace: f.InsurancePlace, Hukou: addressView(f.Hukou),
		Residence: addressView(f.Residence), Away: addressView(f.Away), OutOfCity: f.OutOfCity, Spouse: relativeView(f.Spouse),
		Contacts: viewsOf(f.Contacts, relativeView), Employment: apigen.InfoFormEmployment(f.Employment), DiedOn: f.DiedOn.String(),
		CompanySeal: f.CompanySeal, Signed: f.Signed, Proxy: f.Proxy, ProxyVerified: f.ProxyVerified, Paper: f.Paper,
		Electronic: f.Electronic, Roster: countedView(f.Roster)}
}

// infoFormOf reads a form as it was sent; errors name the fields that cannot be read.
func infoFormOf(view apigen.InfoForm) (domain.InfoForm, error) {
	var r formReader
	form := domain.InfoForm{Level: domain.EnterpriseLevel(view.Level), RunningNo: view.RunningNo, Name: view.Name, Sex: r.sex("sex", view.Sex),
		Ethnicity: view.Ethnicity, BornOn: r.date("bornOn", view.BornOn), IDNumber: domain.NormalizeIDNumber(view.IdNumber), IDGiven: view.IdNumber,
		Political: view.Political, Health: view.Health, Employer: view.Employer, EmployerUSCC: view.EmployerUscc, Post: view.Post,
		WorkedFrom: r.date("workedFrom", view.WorkedFrom), RetiredOn: r.date("retiredOn", view.RetiredOn),
		DossierKeptAt: view.DossierKeptAt, Education: view.Education, Skills: view.Skills, RetirementType: view.RetirementType,
		Hobbies: view.Hobbies, Special: specialOf(view.Special), InsuranceNo: view.InsuranceNo, PensionPlace: view.PensionPlace,
		MedicalPlace: view.MedicalPlace, InjuryGrade: view.InjuryGrade, InsurancePlace: view.InsurancePlace, Hukou: addressOf(view.Hukou),
		Residence: addressOf(view.Residence), Away: addressOf(view.Away), OutOfCity: view.OutOfCity, Spouse: r.relative("spouse", view.Spouse),
		Employment: domain.Employment(view.Employment), DiedOn: r.date("diedOn", view.DiedOn), CompanySeal: view.CompanySeal,
		Signed: view.Signed, Proxy: view.Proxy, ProxyVerified: view.ProxyVerified, Paper: view.Paper, Electronic: view.Electronic,
		Roster: countedOf(view.Roster)}
	for _, contact := range view.Contacts {
		form.Contacts = append(form.Contacts, r.relative("contacts", contact))
	}
	return form, r.err()
}

// textsOf are the free texts of a form, in an order that depends on the number of contacts alone.
func textsOf(f *domain.InfoForm) []*string {
	texts := []*string{&f.RunningNo, &f.Ethnicity, &f.Political, &f.Health, &f.Employer, &f.Post, &f.DossierKeptAt, &f.Education, &f.Skills,
		&f.RetirementType, &f.Hobbies, &f.InsuranceNo, &f.PensionPlace, &f.MedicalPlace, &f.InjuryGrade, &f.Proxy, &f.Roster.ArchivalCode,
		&f.Roster.Remark}
	for _, address := range []*domain.Address{&f.Hukou, &f.Residence, &f.Away} {
		texts = append(texts, &address.Place, &address.Division, &address.Subdistrict, &address.Community, &address.Phone)
	}
	texts = append(texts, relativeTexts(&f.Spouse)...)
	for i := range f.Contacts {
		texts = append(texts, relativeTexts(&f.Contacts[i])...)
	}
	return texts
}

func relativeTexts(r *domain.Relative) []*string {
	return []*string{&r.Name, &r.Relation, &r.Employer, &r.Health, &r.Phone, &r.Address, &r.Postcode}
}

// keepMasked puts back what the sender of an edited form saw masked and left alone. A number with asterisks that is not the
// stored one is refused: it can only be a mistake.
func keepMasked(edited, stored *domain.InfoForm) error {
	if strings.Contains(edited.IDGiven, "*") {
		if edited.IDGiven != stored.IDNumber.Masked() {
			return errs.New(errs.Unprocessable, "line.id_number", "身份证号中有星号，请填写完整的号码，或保持原样不改").
				WithFields(errs.Field{Name: "idNumber", Message: "请填写完整的号码"})
		}
		edited.IDNumber, edited.IDGiven = stored.IDNumber, stored.IDGiven
	}
	before := textsOf(stored)
	for i, text := range textsOf(edited) {
		if i < len(before) && *text == masked(*before[i]) {
			*text = *before[i]
		}
	}
	return nil
}

func specialViews(categories []domain.SpecialCategory) []apigen.SpecialCategory {
	return viewsOf(categories, func(c domain.SpecialCategory) apigen.SpecialCategory { return apigen.SpecialCategory(c) })
}

func specialOf(views []apigen.SpecialCategory) []domain.SpecialCategory {
	return viewsOf(views, func(c apigen.SpecialCategory) domain.SpecialCategory { return domain.SpecialCategory(c) })
}

func addressView(a domain.Address) apigen.Address {
	return apigen.Address{Place: a.Place, Division: a.Division, Subdistrict: a.Subdistrict, Community: a.Community, Phone: a.Phone}
}

func addressOf(view apigen.Address) domain.Address {
	return domain.Address{Place: view.Place, Division: view.Division, Subdistrict: view.Subdistrict, Community: view.Community, Phone: view.Phone}
}

func relativeView(r domain.Relative) apigen.Relative {
	return apigen.Relative{Name: r.Name, Relation: r.Relation, BornOn: r.BornOn.String(), Employer: r.Employer, Health: r.Health, Phone: r.Phone,
		Address: r.Address, Postcode: r.Postcode}
}

func (r *formReader) relative(name string, view apigen.Relative) domain.Relative {
	return domain.Relative{Name: view.Name, Relation: view.Relation, BornOn: r.date(name+".bornOn", view.BornOn), Employer: view.Employer,
		Health: view.Health, Phone: view.Phone, Address: view.Address, Postcode: view.Postcode}
}

package transfer

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/filestore"
	workbook "github.com/danganku/danganku/internal/roster"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/storage/local"
)

const (
	tiexi   = "210106"
	huanggu = "210105"
)

// world is the desk on real stores, with the divisions and offices of Shenyang and people who work there.
type world struct {
	*Service
	t     testing.TB
	clock *testkit.Clock
	made  int // enterprises and persons

	agency, elsewhere, province, leading, clerk, archivist authz.Actor
}

func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		w := newWorld(t, store)
		test(t, w)
		noNumbersIn(t, store)
	})
}

func newWorld(t testing.TB, store domain.Store) *world {
	t.Helper()
	divisions := append(must(domain.ShenyangDivisions()), domain.Division{Code: "210106001", Name: "昆明湖街道"}, domain.Division{Code: "210106001002", Name: "湖西社区"})
	check(t, store.Places().SaveDivisions(t.Context(), divisions))
	for _, office := range domain.OfficesOf(divisions) {
		check(t, store.Places().SaveOffice(t.Context(), office))
	}
	spool := t.TempDir()
	w := &world{t: t, clock: testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	w.Service = New(Config{Store: store, Files: filestore.New(must(local.New(t.TempDir())), spool), Clock: w.clock,
		ReadRoster: workbook.ReadAmong, Schemes: must(domain.ShippedSchemes()),
		Late: domain.DefaultLatePolicy(), Spool: spool})
	w.agency, w.elsewhere, w.province = w.hire(authz.AgencyOfficer, tiexi), w.hire(authz.AgencyOfficer, huanggu), w.hire(authz.AgencyOfficer, "21")
	w.leading, w.clerk, w.archivist = w.hire(authz.LeadingGroupOffice, "2101"), w.hire(authz.IntakeClerk, tiexi), w.hire(authz.Archivist, tiexi)
	return w
}

// must gives what a step that has to succeed returns.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused checks that a step is refused with a code and a Chinese message that says so much.
func refused(t testing.TB, err error, code string, says ...string) {
	t.Helper()
	var known *errs.Error
	if !errors.As(err, &known) || known.Code != code {
		t.Errorf("got %v, want code %s", err, code)
		return
	}
	whole := known.Msg
	for _, field := range known.Fields {
		whole += "\n" + field.Name + " " + field.Message
	}
	for _, words := range says {
		if !strings.Contains(whole, words) {
			t.Errorf("%q does not say %q", whole, words)
		}
	}
}

// noNumbersIn looks for whole identity numbers in the audit trail.
func noNumbersIn(t *testing.T, store domain.Store) {
	t.Helper()
	whole := regexp.MustCompile(`\d{17}[\dX]`)
	for _, entry := range must(store.Audit().List(t.Context(), domain.AuditFilter{}, "", 10_000)) {
		if whole.MatchString(entry.Detail) {
			t.Errorf("the trail holds a number: %s %s", entry.Action, entry.Detail)
		}
	}
}

// hire makes a user with one role in a division.
func (w *world) hire(role authz.Role, division string) authz.Actor {
	return w.user(string(role)+division, domain.Grant{Role: string(role), Division: division})
}

// handler makes a user who handles the affairs of enterprises.
func (w *world) handler(enterprises ...domain.Enterprise) authz.Actor {
	var grants []domain.Grant
	for _, e := range enterprises {
		grants = append(grants, domain.Grant{Role: string(authz.EnterpriseHandler), Enterprise: e.ID})
	}
	return w.user("经办"+enterprises[0].Name, grants...)
}

func (w *world) user(name string, grants ...domain.Grant) authz.Actor {
	w.t.Helper()
	user := domain.User{ID: domain.NewID(), Login: fmt.Sprintf("%s-%d", name, w.next()), Name: name, Grants: grants, CreatedAt: w.clock.Now(), Version: 1}
	check(w.t, w.Store.Users().Create(w.t.Context(), user))
	return account.ActorOf(user, "")
}

func (w *world) next() int { w.made++; return w.made }

// enterprise registers an enterprise insured and registered in Tiexi.
func (w *world) enterprise(change ...func(*domain.Enterprise)) domain.Enterprise {
	w.t.Helper()
	n := w.next()
	e := domain.Enterprise{ID: domain.NewID(), Name: fmt.Sprintf("沈阳第%d机床厂", n), USCC: uscc(n), Level: domain.LevelCity,
		RegistrationDivision: tiexi, InsuranceDivision: tiexi, Version: 1}
	for _, fn := range change {
		fn(&e)
	}
	check(w.t, w.Store.Enterprises().Save(w.t.Context(), e))
	return e
}

func uscc(n int) string {
	stem := fmt.Sprintf("91210100MA%07d", n)
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if domain.CheckUSCC(stem+string(last)) == domain.USCCValid {
			return stem + string(last)
		}
	}
	panic("no check character fits " + stem)
}

func number(n int) domain.IDNumber {
	digits := fmt.Sprintf("210106%04d%02d%02d%03d", 1940+n/300_000, n/28_000%12+1, n/1000%28+1, n%1000)
	return domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
}

// form is a complete, signed basic information form.
func (w *world) form(e domain.Enterprise, change ...func(*domain.InfoForm)) domain.InfoForm {
	n := w.next()
	f := domain.InfoForm{Name: fmt.Sprintf("张%d", n), IDNumber: number(n), IDGiven: number(n).Full(), Sex: number(n).Sex(), BornOn: number(n).Birth(),
		Employer: e.Name, EmployerUSCC: e.USCC, RetiredOn: domain.Date(2020, 6, 0), InsurancePlace: e.InsuranceDivision,
		Residence:  domain.Address{Division: "铁西区", Subdistrict: "昆明湖街道", Community: "湖西社区", Place: "1号", Phone: "024-1"},
		Employment: domain.RegularStaff, CompanySeal: true, Signed: true, Paper: true, Electronic: true,
		Spouse: domain.Relative{Name: "王芳", Phone: "13900000000"},
		Roster: domain.RosterCount{ArchivalCode: fmt.Sprintf("TX-%06d", n), Originals: 1, Materials: 12, Pages: 60, Electronic: true}}
	for _, fn := range change {
		fn(&f)
	}
	return f
}

// scan uploads a scanned page.
func (w *world) scan(actor authz.Actor) string {
	w.t.Helper()
	return must(w.Upload(w.t.Context(), actor, "盖章页.pdf", strings.NewReader("%PDF-1.7 盖章"))).ID
}

// workbook uploads forms as a workbook.
func (w *world) workbook(actor authz.Actor, forms ...domain.InfoForm) string {
	w.t.Helper()
	var book bytes.Buffer
	check(w.t, workbook.WriteForms(&book, workbook.TemplateOptions{}, slices.Values(forms)))
	return must(w.Upload(w.t.Context(), actor, "名册.xlsx", &book)).ID
}

// sealed has the nature form of an enterprise confirmed.
func (w *world) sealed(e domain.Enterprise) domain.NatureForm {
	w.t.Helper()
	ctx, handler := w.t.Context(), w.handler(e)
	form := must(w.SaveNature(ctx, handler, domain.NatureForm{EnterpriseID: e.ID, Level: e.Level, Owner: "市国资委", AttachmentID: w.scan(handler),
		RegistrationDivision: e.RegistrationDivision, InsuranceDivision: e.InsuranceDivision}))
	form = must(w.SubmitNature(ctx, handler, form.ID, form.Version))
	return must(w.DecideNature(ctx, w.leading, form.ID, form.Version, NatureDecision{Confirm: true, Confirmation: w.paper()}))
}

func (w *world) paper() domain.Confirmation {
	return domain.Confirmation{No: "沈国资〔2026〕1号", By: "市领导小组办公室", On: w.today()}
}

// draft opens a batch of an enterprise with these persons.
func (w *world) draft(e domain.Enterprise, forms ...domain.InfoForm) domain.TransferBatch {
	w.t.Helper()
	b := must(w.CreateBatch(w.t.Context(), w.handler(e), BatchRequest{EnterpriseID: e.ID}))
	lines := make([]domain.BatchLine, len(forms))
	for i, f := range forms {
		lines[i] = domain.BatchLine{State: domain.LinePending, Form: f}
	}
	must(w.Store.Batches().AddLines(w.t.Context(), b.ID, lines))
	return b
}

// verifying is draft, submitted and being verified.
func (w *world) verifying(e domain.Enterprise, forms ...domain.InfoForm) domain.TransferBatch {
	w.t.Helper()
	w.sealed(e)
	b := w.draft(e, forms...)
	b = must(w.Submit(w.t.Context(), w.agency, b.ID, b.Version))
	return must(w.StartVerifying(w.t.Context(), w.agency, b.ID, b.Version, ""))
}

// listed is verifying with everyone verified and on the acceptance list.
func (w *world) listed(e domain.Enterprise, forms ...domain.InfoForm) domain.TransferBatch {
	w.t.Helper()
	b := w.verifying(e, forms...)
	for after := 0; after < len(forms); after += maxVerdicts {
		var verdicts []LineVerdict
		for _, l := range must(w.Lines(w.t.Context(), w.agency, b.ID, domain.LineFilter{}, after, maxVerdicts)) {
			verdicts = append(verdicts, LineVerdict{Seq: l.Seq, Version: l.Version, Verified: true})
		}
		must(w.VerifyLines(w.t.Context(), w.agency, b.ID, verdicts))
	}
	return must(w.IssueList(w.t.Context(), w.agency, b.ID, b.Version))
}

func terms(volumes int) domain.AgreementTerms {
	return domain.AgreementTerms{LegalBasis: "沈人社发〔2020〕3号", Scope: "全部退休人员档案", Persons: 1, Volumes: volumes, Arrangement: "一人一卷",
		Plan: []domain.PlannedDelivery{{On: domain.Date(2026, 3, 20), Persons: 1, Volumes: volumes}}, EcopyFormat: "双层PDF", GapHandling: "书面说明",
		GapDays: 30, Responsibility: "签收前由企业负责", Copies: 2}
}

// agreed is an effective agreement about so many volumes.
func (w *world) agreed(e domain.Enterprise, volumes int, change ...func(*domain.AgreementTerms)) domain.TransferAgreement {
	w.t.Helper()
	ctx, wanted := w.t.Context(), terms(volumes)
	for _, fn := range change {
		fn(&wanted)
	}
	a := must(w.SaveAgreement(ctx, w.archivist, AgreementRequest{EnterpriseID: e.ID, OfficeCode: tiexi, Terms: wanted}))
	a = must(w.MoveAgreement(ctx, w.archivist, a.ID, a.Version, domain.AgreementReview, ""))
	return w.signed(a)
}

// signed has an agreement under review signed by both sides.
func (w *world) signed(a domain.TransferAgreement) domain.TransferAgreement {
	w.t.Helper()
	for _, side := range []Side{EnterpriseSide, ArchiveSide} {
		signature := domain.AgreementSignature{By: "李厂长", On: w.today(), AttachmentID: w.scan(w.archivist)}
		a = must(w.SignAgreement(w.t.Context(), w.archivist, a.ID, a.Version, side, signature))
	}
	return a
}

func (w *world) courier() domain.Delivery {
	return domain.Delivery{By: "刘送", IDNumber: number(899_999), Phone: "13800000000", Channel: domain.ChannelCourier}
}

// checking is listed, delivered under an agreement and being checked.
func (w *world) checking(e domain.Enterprise, change func(*domain.AgreementTerms), forms ...domain.InfoForm) domain.TransferBatch {
	w.t.Helper()
	b := w.listed(e, forms...)
	a := w.agreed(e, len(forms), change)
	b = must(w.JoinAgreement(w.t.Context(), w.clerk, b.ID, b.Version, a.ID))
	b = must(w.Deliver(w.t.Context(), w.clerk, b.ID, b.Version, w.courier()))
	return must(w.StartCheck(w.t.Context(), w.clerk, b.ID, b.Version))
}

func asAgreed(*domain.AgreementTerms) {}

// whole is what the counter finds of a dossier that is in order.
func (w *world) whole(l domain.BatchLine) domain.CounterCheck {
	return domain.CounterCheck{SealIntact: true, CoverMatches: true, HasCatalogue: true, NumberingWhole: true, Ecopy: domain.EcopyDelivered,
		Counted: l.Form.Roster, Materials: w.RequiredMaterials(), Decision: domain.DecideAccept}
}

// decide takes a decision about a line as it is now.
func (w *world) decide(batchID string, seq int, change ...func(*domain.CounterCheck)) (LineOutcome, error) {
	w.t.Helper()
	l := must(w.Store.Batches().Line(w.t.Context(), batchID, seq))
	c := w.whole(l)
	for _, fn := range change {
		fn(&c)
	}
	return w.Decide(w.t.Context(), w.clerk, batchID, seq, l.Version, c)
}

func (w *world) bothSides() domain.Signoff {
	return domain.Signoff{HandoverBy: "刘送", ReceivedBy: "陈收", HandoverSealed: true, ReceivedSealed: true}
}

// stored takes in the electronic dossier of a line, as ingest does.
func (w *world) stored(b domain.TransferBatch, seq int) {
	w.t.Helper()
	l := must(w.Store.Batches().Line(w.t.Context(), b.ID, seq))
	d := w.dossier(l.Form)
	check(w.t, w.Store.Batches().SetDossier(w.t.Context(), b.ID, seq, d.ID, domain.EcopyStored))
}

// dossier puts an active dossier of a person into the catalogue of an office elsewhere.
func (w *world) dossier(f domain.InfoForm) *domain.Dossier {
	w.t.Helper()
	return w.dossierAt(huanggu, f)
}

func (w *world) dossierAt(office string, f domain.InfoForm) *domain.Dossier {
	w.t.Helper()
	enterprise := w.enterprise()
	d := &domain.Dossier{ID: domain.NewID(), Office: must(w.Store.Places().Office(w.t.Context(), office)), ArchivalCode: f.Roster.ArchivalCode,
		Scheme: domain.SchemeCadre2018, Category: domain.CategoryWorker, Enterprise: enterprise, Custody: domain.QC, Version: 1, MastersVersion: 1,
		Retiree:   domain.Retiree{ID: domain.NewID(), Name: f.Name, IDNumber: f.IDNumber, Sex: f.Sex, EnterpriseID: enterprise.ID},
		Volumes:   []domain.Volume{{No: 1, CopyKind: domain.Original}},
		CreatedAt: w.clock.Now(), UpdatedAt: w.clock.Now()}
	check(w.t, w.Store.Dossiers().Put(w.t.Context(), d))
	return d
}

// inspected is the dry run of a workbook with these forms.
func (w *world) inspected(actor authz.Actor, forms ...domain.InfoForm) domain.RosterImport {
	w.t.Helper()
	r := must(w.UploadRoster(w.t.Context(), actor, RosterRequest{AttachmentID: w.workbook(actor, forms...)}))
	return must(w.InspectRoster(w.t.Context(), r.ID, nil))
}

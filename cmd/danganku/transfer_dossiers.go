package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type agreementCmd struct {
	Draft  agreementDraftCmd `cmd:"" help:"Draft an agreement from a JSON file of its terms, and send it to review."`
	Sign   agreementSignCmd  `cmd:"" help:"Record the signature of one side with the scanned page."`
	List   agreementListCmd  `cmd:"" help:"List agreements."`
	Amend  agreementAmendCmd `cmd:"" help:"Draft the next version."`
	Fulfil agreementEndCmd   `cmd:"" help:"Mark an agreement as fulfilled, or with --terminate REASON as terminated."`
}

type agreementDraftCmd struct {
	Enterprise string `required:"" help:"Name or unified social credit code."`
	Office     string `required:"" help:"Code of the archive office."`
	Terms      string `required:"" help:"JSON file of the terms." type:"existingfile"`
}

func (c *agreementDraftCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		enterprise, err := desk.enterprise(ctx, c.Enterprise)
		if err != nil {
			return err
		}
		terms, err := readTerms(c.Terms)
		if err != nil {
			return err
		}
		agreement, err := desk.transfers.SaveAgreement(ctx, localOperator(),
			transfer.AgreementRequest{EnterpriseID: enterprise.ID, OfficeCode: c.Office, Terms: terms})
		if err != nil {
			return err
		}
		agreement, err = desk.transfers.MoveAgreement(ctx, localOperator(), agreement.ID, agreement.Version, domain.AgreementReview, "")
		return tellAgreement(agreement, err)
	})
}

func readTerms(path string) (domain.AgreementTerms, error) {
	file, err := os.Open(path)
	if err != nil {
		return domain.AgreementTerms{}, errs.Wrap("read terms", err)
	}
	defer file.Close()
	var form termsFile
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&form); err != nil {
		return domain.AgreementTerms{}, errs.New(errs.Invalid, "agreement.file", "协议内容文件有误：%v", err)
	}
	return form.terms()
}

// termsFile is the JSON form of an agreement's terms, with the names of the HTTP interface.
type termsFile struct {
	LegalBasis, Scope, Arrangement, EcopyFormat, EcopyStandard, EcopyLaterBy, GapHandling string
	Responsibility, Confidential, LaterAdditions, Queries                                 string
	Persons, Volumes, GapDays, Copies                                                     int
	Plan                                                                                  []struct {
		On               string
		Persons, Volumes int
	}
}

func (f termsFile) terms() (domain.AgreementTerms, error) {
	later, err := domain.ParsePartialDate(f.EcopyLaterBy)
	if err != nil {
		return domain.AgreementTerms{}, errs.New(errs.Invalid, "agreement.file", "电子档案后补期限“%s”不是日期", f.EcopyLaterBy)
	}
	terms := domain.AgreementTerms{LegalBasis: f.LegalBasis, Scope: f.Scope, Persons: f.Persons, Volumes: f.Volumes, Arrangement: f.Arrangement,
		EcopyFormat: f.EcopyFormat, EcopyStandard: f.EcopyStandard, EcopyLaterBy: later, GapHandling: f.GapHandling, GapDays: f.GapDays,
		Responsibility: f.Responsibility, Confidential: f.Confidential, LaterAdditions: f.LaterAdditions, Queries: f.Queries, Copies: f.Copies}
	for i, step := range f.Plan {
		on, err := domain.ParsePartialDate(step.On)
		if err != nil {
			return terms, errs.New(errs.Invalid, "agreement.file", "移交计划第%d项的日期“%s”不是日期", i+1, step.On)
		}
		terms.Plan = append(terms.Plan, domain.PlannedDelivery{On: on, Persons: step.Persons, Volumes: step.Volumes})
	}
	return terms, nil
}

func tellAgreement(agreement domain.TransferAgreement, err error) error {
	if err == nil {
		fmt.Printf("%s　第%d版　%s　%s\n", agreement.No, agreement.VersionNo, agreement.EnterpriseName, agreement.State.Label())
	}
	return err
}

// agreement finds the newest version of an agreement by its number.
func (d *handoverDesk) agreement(ctx context.Context, no string) (domain.TransferAgreement, error) {
	const step = 100
	for before := ""; ; {
		page, err := d.transfers.Agreements(ctx, localOperator(), domain.AgreementFilter{}, before, step)
		if err != nil {
			return domain.TransferAgreement{}, err
		}
		for _, agreement := range page {
			before = agreement.ID
			if agreement.No == no {
				return agreement, nil
			}
		}
		if len(page) < step {
			return domain.TransferAgreement{}, errs.New(errs.NotFound, "agreement.not_found", "没有编号为“%s”的移交协议", no)
		}
	}
}

type agreementSignCmd struct {
	No   string `arg:"" help:"Number of the agreement."`
	Side string `required:"" help:"Who signs." enum:"ENTERPRISE,ARCHIVE"`
	By   string `required:"" help:"Name of the person who signed."`
	On   string `required:"" help:"Day of the signature."`
	Scan string `required:"" help:"Scan of the signature page." type:"existingfile"`
}

func (c *agreementSignCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		agreement, err := desk.agreement(ctx, c.No)
		if err != nil {
			return err
		}
		on, err := parseDay(c.On)
		if err != nil {
			return err
		}
		scan, err := desk.attach(ctx, c.Scan)
		if err != nil {
			return err
		}
		return tellAgreement(desk.transfers.SignAgreement(ctx, localOperator(), agreement.ID, agreement.Version, transfer.Side(c.Side),
			domain.AgreementSignature{By: c.By, On: on, AttachmentID: scan}))
	})
}

type agreementListCmd struct{}

func (c *agreementListCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		const step = 100
		for before := ""; ; {
			page, err := desk.transfers.Agreements(ctx, localOperator(), domain.AgreementFilter{}, before, step)
			if err != nil {
				return err
			}
			for _, agreement := range page {
				before = agreement.ID
				if err := tellAgreement(agreement, nil); err != nil {
					return err
				}
			}
			if len(page) < step {
				return nil
			}
		}
	})
}

type agreementAmendCmd struct {
	No     string `arg:"" help:"Number of the agreement."`
	Reason string `required:"" help:"Why."`
}

func (c *agreementAmendCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		agreement, err := desk.agreement(ctx, c.No)
		if err != nil {
			return err
		}
		return tellAgreement(desk.transfers.AmendAgreement(ctx, localOperator(), agreement.ID, agreement.Version, c.Reason))
	})
}

type agreementEndCmd struct {
	No        string `arg:"" help:"Number of the agreement."`
	Terminate string `help:"Terminate it instead, for this reason."`
}

func (c *agreementEndCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		agreement, err := desk.agreement(ctx, c.No)
		if err != nil {
			return err
		}
		to := domain.AgreementFulfilled
		if c.Terminate != "" {
			to = domain.AgreementTerminated
		}
		return tellAgreement(desk.transfers.MoveAgreement(ctx, localOperator(), agreement.ID, agreement.Version, to, c.Terminate))
	})
}

type joinCmd struct {
	No        string `arg:"" help:"Number of the batch."`
	Agreement string `arg:"" help:"Number of the agreement."`
}

func (c *joinCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		agreement, err := desk.agreement(ctx, c.Agreement)
		if err != nil {
			return b, err
		}
		return desk.transfers.JoinAgreement(ctx, localOperator(), b.ID, b.Version, agreement.ID)
	})
}

type deliverCmd struct {
	No       string `arg:"" help:"Number of the batch."`
	By       string `required:"" help:"Name of the bearer."`
	IDNumber string `help:"Identity number of the bearer."`
	Phone    string `help:"Telephone of the bearer."`
	Relation string `help:"Relation of the bearer to a person of the roster, if any."`
	Channel  string `help:"How." enum:"UNIT_COURIER,CONFIDENTIAL_MAIL,SELF" default:"UNIT_COURIER"`
	On       string `required:"" help:"Day of the delivery."`
	Seq      []int  `help:"Places of the dossiers that came; unset: all that are due." sep:","`
	Check    bool   `help:"Begin the counter check at once." default:"true" negatable:""`
}

func (c *deliverCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		on, err := parseDay(c.On)
		if err != nil {
			return b, err
		}
		delivered, err := desk.transfers.Deliver(ctx, localOperator(), b.ID, b.Version, domain.Delivery{By: c.By, Phone: c.Phone, Relation: c.Relation,
			IDNumber: domain.NormalizeIDNumber(c.IDNumber), Channel: domain.Channel(c.Channel), On: on, Lines: c.Seq})
		if err != nil || !c.Check {
			return delivered, err
		}
		return desk.transfers.StartCheck(ctx, localOperator(), b.ID, delivered.Version)
	})
}

type decideCmd struct {
	No         string   `arg:"" help:"Number of the batch."`
	Code       string   `arg:"" help:"Barcode, place, identity number or archival code."`
	Decision   string   `required:"" help:"What." enum:"ACCEPT,ACCEPT_WITH_GAPS,RETURN,MISSING"`
	Faults     []string `help:"What is not as it should be." enum:"seal,cover,catalogue,numbering" sep:","`
	Ecopy      string   `help:"Electronic copy." enum:"DELIVERED,LATER,ABSENT" default:"DELIVERED"`
	Originals  int      `help:"Original volumes counted; unset: as the roster says." default:"-1"`
	Duplicates int      `help:"Duplicate volumes counted." default:"-1"`
	Materials  int      `help:"Materials counted." default:"-1"`
	Pages      int      `help:"Pages counted." default:"-1"`
	Absent     []string `help:"Required materials that are not there." sep:","`
	Gap        []string `help:"Statement of the enterprise about one of them, MATERIAL=REASON; may be repeated." sep:"none"`
	Correction string   `help:"Both sides agree that the roster was wrong; why."`
	Reason     string   `help:"Why it is returned or missing."`
	Due        string   `help:"Day by which a returned dossier is to come back."`
}

func (c *decideCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		detail, err := desk.transfers.BatchByNo(ctx, localOperator(), c.No)
		if err != nil {
			return err
		}
		found, err := desk.transfers.FindLine(ctx, localOperator(), detail.Batch.ID, c.Code)
		if err != nil {
			return err
		}
		check, err := c.check(found.Line, desk.transfers.RequiredMaterials())
		if err != nil {
			return err
		}
		outcome, err := desk.transfers.Decide(ctx, localOperator(), detail.Batch.ID, found.Line.Seq, found.Line.Version, check)
		if err != nil {
			return err
		}
		fmt.Printf("第%d行　%s　%s\n", outcome.Line.Seq, outcome.Line.Form.Name, outcome.Line.State.Label())
		for _, warning := range outcome.Warnings {
			fmt.Println("  " + warning.String())
		}
		return nil
	})
}

func (c *decideCmd) check(line domain.BatchLine, required []string) (domain.CounterCheck, error) {
	due, err := parseDay(c.Due)
	if err != nil {
		return domain.CounterCheck{}, err
	}
	check := domain.CounterCheck{SealIntact: !slices.Contains(c.Faults, "seal"), CoverMatches: !slices.Contains(c.Faults, "cover"),
		HasCatalogue: !slices.Contains(c.Faults, "catalogue"), NumberingWhole: !slices.Contains(c.Faults, "numbering"), Ecopy: domain.EcopyState(c.Ecopy),
		Counted: c.counted(line.Form.Roster), Correction: c.Correction, Decision: domain.Decision(c.Decision), Reason: c.Reason, DueOn: due}
	for _, material := range required {
		if !slices.Contains(c.Absent, material) {
			check.Materials = append(check.Materials, material)
		}
	}
	check.Gaps, err = c.gaps()
	return check, err
}

// counted is the roster's count with what was found to differ.
func (c *decideCmd) counted(roster domain.RosterCount) domain.RosterCount {
	for _, n := range []struct {
		counted int
		into    *int
	}{{c.Originals, &roster.Originals}, {c.Duplicates, &roster.Duplicates}, {c.Materials, &roster.Materials}, {c.Pages, &roster.Pages}} {
		if n.counted >= 0 {
			*n.into = n.counted
		}
	}
	return roster
}

func (c *decideCmd) gaps() ([]domain.Gap, error) {
	var gaps []domain.Gap
	for _, text := range c.Gap {
		material, reason, ok := strings.Cut(text, "=")
		if !ok {
			return nil, errs.New(errs.Invalid, "line.gap", "缺件说明“%s”应写作 材料名称=原因", text)
		}
		gaps = append(gaps, domain.Gap{Material: material, Reason: reason, Sealed: true})
	}
	return gaps, nil
}

type signCmd struct {
	No       string `arg:"" help:"Number of the batch."`
	Handover string `help:"Who signed for the enterprise."`
	Received string `help:"Who signed for the archive office."`
	Sealed   bool   `help:"Both seals are on the papers."`
	On       string `required:"" help:"Day of the signatures."`
}

func (c *signCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		on, err := parseDay(c.On)
		if err != nil {
			return b, err
		}
		signed, err := desk.transfers.SignCheck(ctx, localOperator(), b.ID, b.Version, domain.Signoff{HandoverBy: c.Handover, ReceivedBy: c.Received,
			HandoverSealed: c.Sealed, ReceivedSealed: c.Sealed, On: on})
		if err == nil {
			tellPapers(signed.Signoffs[len(signed.Signoffs)-1])
		}
		return signed, err
	})
}

func tellPapers(signoff domain.Signoff) {
	for _, number := range []string{signoff.ReceiptNo, signoff.RosterNo, signoff.ReturnedNo} {
		if number != "" {
			fmt.Println(number)
		}
	}
}

type closeCmd struct {
	No   string `arg:"" help:"Number of the batch."`
	Scan string `arg:"" help:"Scan of the roster with both seals." type:"existingfile"`
}

func (c *closeCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		scan, err := desk.attach(ctx, c.Scan)
		if err != nil {
			return b, err
		}
		return desk.transfers.AddSignedRoster(ctx, localOperator(), b.ID, b.Version, scan)
	})
}

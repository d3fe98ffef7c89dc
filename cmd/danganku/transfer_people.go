package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/report"
)

type transferEnterpriseCmd struct {
	Name         string `arg:"" help:"Name."`
	USCC         string `name:"uscc" help:"Unified social credit code (统一社会信用代码)."`
	NoUSCC       string `name:"no-uscc" help:"Why there is no code."`
	Override     string `help:"Why a code with a wrong check character is right all the same."`
	Level        string `help:"Who owns it." enum:",CENTRAL,PROVINCIAL,CITY,DISTRICT" default:""`
	Registration string `help:"Division of registration (工商注册地)."`
	Insurance    string `help:"Division of insurance (参保地); two digits: the provincial agency."`
}

func (c *transferEnterpriseCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		enterprise, err := desk.store.Enterprises().ByName(ctx, c.Name)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		saved, err := desk.registry.SaveEnterprise(ctx, localOperator(), c.change(enterprise))
		if err != nil {
			return err
		}
		fmt.Printf("已登记 %s %s\n", saved.Name, saved.USCC)
		return nil
	})
}

// change is the enterprise with what the command says; what it does not mention stays.
func (c *transferEnterpriseCmd) change(e domain.Enterprise) domain.Enterprise {
	e.Name = c.Name
	e.USCC, e.NoUSCCReason, e.USCCOverride = either(c.USCC, e.USCC), either(c.NoUSCC, e.NoUSCCReason), either(c.Override, e.USCCOverride)
	e.Level = domain.EnterpriseLevel(either(c.Level, string(e.Level)))
	e.RegistrationDivision, e.InsuranceDivision = either(c.Registration, e.RegistrationDivision), either(c.Insurance, e.InsuranceDivision)
	return e
}

type natureCmd struct {
	Submit natureSubmitCmd `cmd:"" help:"Fill in a form and submit it to the leading-group office."`
	Decide natureDecideCmd `cmd:"" help:"Confirm or refuse the form of an enterprise, as the leading-group office."`
}

type natureSubmitCmd struct {
	Enterprise   string `arg:"" help:"Name or unified social credit code."`
	Level        string `help:"Who owns it." enum:",CENTRAL,PROVINCIAL,CITY,DISTRICT" default:""`
	Owner        string `help:"Owner or superior unit (主管单位或出资人)."`
	Registration string `help:"Division of registration; unset: as registered."`
	Insurance    string `help:"Division of insurance; unset: as registered."`
	Scan         string `help:"Scan of the sealed form." type:"path"`
}

func (c *natureSubmitCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		enterprise, err := desk.enterprise(ctx, c.Enterprise)
		if err != nil {
			return err
		}
		scan, err := desk.attach(ctx, c.Scan)
		if err != nil {
			return err
		}
		form := domain.NatureForm{EnterpriseID: enterprise.ID, Level: domain.EnterpriseLevel(c.Level), Owner: c.Owner, AttachmentID: scan,
			RegistrationDivision: either(c.Registration, enterprise.RegistrationDivision), InsuranceDivision: either(c.Insurance, enterprise.InsuranceDivision)}
		if form.Level == "" {
			form.Level = enterprise.Level
		}
		if form, err = desk.transfers.SaveNature(ctx, localOperator(), form); err != nil {
			return err
		}
		form, err = desk.transfers.SubmitNature(ctx, localOperator(), form.ID, form.Version)
		return told(form, err)
	})
}

func told(form domain.NatureForm, err error) error {
	if err == nil {
		fmt.Printf("%s　企业性质界定表%s\n", form.EnterpriseName, form.State.Label())
	}
	return err
}

func either(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

type natureDecideCmd struct {
	Enterprise string `arg:"" help:"Name or unified social credit code."`
	Refuse     string `help:"Refuse, for this reason." xor:"decision"`
	No         string `help:"Number of the confirmation."`
	By         string `help:"Who confirmed, as the paper says."`
	On         string `help:"Day of the confirmation."`
	Scan       string `help:"Scan of the confirmed form." type:"path"`
}

func (c *natureDecideCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		form, err := desk.submittedForm(ctx, c.Enterprise)
		if err != nil {
			return err
		}
		confirmation, err := desk.confirmation(ctx, c.No, c.By, c.On, c.Scan)
		if err != nil {
			return err
		}
		form, err = desk.transfers.DecideNature(ctx, localOperator(), form.ID, form.Version,
			transfer.NatureDecision{Confirm: c.Refuse == "", Confirmation: confirmation, Reason: c.Refuse})
		return told(form, err)
	})
}

// submittedForm is the newest form of the enterprise that waits for the leading-group office.
func (d *handoverDesk) submittedForm(ctx context.Context, enterprise string) (domain.NatureForm, error) {
	found, err := d.enterprise(ctx, enterprise)
	if err != nil {
		return domain.NatureForm{}, err
	}
	const step = 100
	for before := ""; ; {
		forms, err := d.transfers.Natures(ctx, localOperator(), domain.NatureSubmitted, before, step)
		if err != nil {
			return domain.NatureForm{}, err
		}
		for _, form := range forms {
			before = form.ID
			if form.EnterpriseID == found.ID {
				return form, nil
			}
		}
		if len(forms) < step {
			return domain.NatureForm{}, errs.New(errs.NotFound, "nature.not_found", "%s没有待确认的《企业性质界定表》", found.Name)
		}
	}
}

func (d *handoverDesk) confirmation(ctx context.Context, no, by, on, scan string) (domain.Confirmation, error) {
	day, err := parseDay(on)
	if err != nil {
		return domain.Confirmation{}, err
	}
	attached, err := d.attach(ctx, scan)
	return domain.Confirmation{No: no, By: by, On: day, AttachmentID: attached}, err
}

type rosterTemplateCmd struct {
	File string `arg:"" help:"Workbook to write." type:"path"`
}

func (c *rosterTemplateCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		return writeWhole(c.File, func(w io.Writer) error { return desk.writeTemplate(ctx, w) })
	})
}

// writeWhole writes a file whole or not at all.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".danganku-*")
	if err != nil {
		return errs.New(errs.Invalid, "file.write", "不能写入%s", path).Because(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	if err := write(file); err != nil {
		_ = file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

type rosterCmd struct {
	File   string `arg:"" help:"Filled workbook (xlsx or CSV)." type:"existingfile"`
	Batch  string `help:"Number of the draft batch all persons go to; unset: to each enterprise's own."`
	DryRun bool   `xor:"mode" help:"Only report."`
	Yes    bool   `xor:"mode" help:"Put the good rows into batches."`
	Report string `help:"Write the report to this xlsx file." type:"path"`
	JSON   bool   `name:"json" help:"Print the outcome as JSON."`
}

func (c *rosterCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		roster, err := c.inspect(ctx, desk)
		if err != nil {
			return err
		}
		if c.Report != "" {
			if err := writeWhole(c.Report, func(w io.Writer) error { return report.WriteRosterErrors(w, roster) }); err != nil {
				return err
			}
		}
		if c.Yes && roster.Accepted > 0 {
			if _, err := desk.transfers.ConfirmRoster(ctx, localOperator(), roster.ID, false); err != nil {
				return err
			}
			if roster, err = desk.transfers.ImportRoster(ctx, roster.ID); err != nil {
				return err
			}
		}
		return c.tell(ctx, desk, roster)
	})
}

func (c *rosterCmd) inspect(ctx context.Context, desk *handoverDesk) (domain.RosterImport, error) {
	attached, err := desk.attach(ctx, c.File)
	if err != nil {
		return domain.RosterImport{}, err
	}
	request := transfer.RosterRequest{Name: filepath.Base(c.File), AttachmentID: attached}
	if c.Batch != "" {
		detail, err := desk.transfers.BatchByNo(ctx, localOperator(), c.Batch)
		if err != nil {
			return domain.RosterImport{}, err
		}
		request.BatchID = detail.Batch.ID
	}
	roster, err := desk.transfers.UploadRoster(ctx, localOperator(), request)
	if err != nil {
		return roster, err
	}
	bar := newBar(c.JSON, "核对", "人")
	defer bar.finish()
	return desk.transfers.InspectRoster(ctx, roster.ID, func(rows int) { bar.of(rows, 0) })
}

func (c *rosterCmd) tell(ctx context.Context, desk *handoverDesk, roster domain.RosterImport) error {
	var numbers []string
	for _, id := range roster.Batches {
		detail, err := desk.transfers.Batch(ctx, localOperator(), id)
		if err != nil {
			return err
		}
		numbers = append(numbers, detail.Batch.No)
	}
	if c.JSON {
		return printJSON(map[string]any{"state": roster.State, "rows": roster.Rows, "accepted": roster.Accepted, "refused": roster.Refused,
			"skipped": roster.Skipped, "warnings": roster.Warnings, "enterprises": roster.Enterprises, "batches": numbers,
			"violations": violationsJSON(roster.Violations)})
	}
	fmt.Printf("共%d人：可导入%d，不合格%d，已在批次中%d，提示%d；涉及%d家单位\n", roster.Rows, roster.Accepted, roster.Refused, roster.Skipped, roster.Warnings, roster.Enterprises)
	const shown = 50
	for _, violation := range roster.Violations[:min(len(roster.Violations), shown)] {
		fmt.Println("  " + violation.String())
	}
	if more := len(roster.Violations) - shown; more > 0 {
		fmt.Printf("  另有%d条，见报告（--report 文件.xlsx）\n", more)
	}
	for _, no := range numbers {
		fmt.Println("批次 " + no)
	}
	if roster.State == domain.RosterFailed {
		return errs.New(errs.Unprocessable, "roster.failed", "%s", roster.Problem)
	}
	if roster.Accepted == 0 && roster.Refused > 0 {
		return errs.New(errs.Unprocessable, "roster.all_refused", "全部%d人都不合格，没有导入；请按报告改正后再次导入", roster.Refused)
	}
	return nil
}

func violationsJSON(violations []domain.Violation) []map[string]any {
	shown := make([]map[string]any, len(violations))
	for i, v := range violations {
		shown[i] = map[string]any{"rule": v.Rule, "code": domain.RuleByID(v.Rule).Code, "level": v.Level, "row": v.Row, "field": v.Field,
			"message": domain.MaskNumbers(v.Message)}
	}
	return shown
}

type submitCmd struct {
	No string `arg:"" help:"Number of the batch."`
}

func (c *submitCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		return desk.transfers.Submit(ctx, localOperator(), b.ID, b.Version)
	})
}

type provinceCmd struct {
	No           string `arg:"" help:"Number of the batch."`
	Confirmation string `required:"" help:"Number of the confirmation."`
	By           string `required:"" help:"Who confirmed."`
	On           string `required:"" help:"Day of the confirmation."`
	Scan         string `help:"Scan of the confirmation." type:"path"`
}

func (c *provinceCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		confirmation, err := desk.confirmation(ctx, c.Confirmation, c.By, c.On, c.Scan)
		if err != nil {
			return b, err
		}
		return desk.transfers.ConfirmProvince(ctx, localOperator(), b.ID, b.Version, confirmation)
	})
}

type verifyLinesCmd struct {
	No         string `arg:"" help:"Number of the batch."`
	Seq        []int  `help:"Places of the persons; unset: all that wait." sep:","`
	Reject     string `help:"Reject them, for this reason."`
	UnitRecord string `help:"Number of the unit in the agency's system, when verification begins."`
}

// verifyStep is how many persons are verified in one transaction.
const verifyStep = 500

func (c *verifyLinesCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		if b.State == domain.BatchSubmitted || b.State == domain.BatchProvinceConfirmed {
			begun, err := desk.transfers.StartVerifying(ctx, localOperator(), b.ID, b.Version, c.UnitRecord)
			if err != nil {
				return b, err
			}
			b = begun
		}
		met := map[int]bool{}
		for after := 0; ; {
			lines, err := desk.transfers.Lines(ctx, localOperator(), b.ID, domain.LineFilter{States: c.states()}, after, verifyStep)
			if err != nil {
				return b, err
			}
			if len(lines) == 0 {
				return b, c.unmet(met)
			}
			after = lines[len(lines)-1].Seq
			for _, line := range lines {
				met[line.Seq] = true
			}
			if verdicts := c.verdicts(lines); len(verdicts) > 0 {
				if _, err := desk.transfers.VerifyLines(ctx, localOperator(), b.ID, verdicts); err != nil {
					return b, err
				}
			}
		}
	})
}

// unmet refuses chosen places that the batch does not have.
func (c *verifyLinesCmd) unmet(met map[int]bool) error {
	for _, seq := range c.Seq {
		if !met[seq] {
			return errs.New(errs.NotFound, "line.not_found", "批次%s中没有第%d行，请核对--seq；其余各行已核实", c.No, seq)
		}
	}
	return nil
}

func (c *verifyLinesCmd) states() []domain.LineState {
	if len(c.Seq) > 0 {
		return nil
	}
	return []domain.LineState{domain.LinePending}
}

func (c *verifyLinesCmd) verdicts(lines []domain.BatchLine) []transfer.LineVerdict {
	chosen := map[int]bool{}
	for _, seq := range c.Seq {
		chosen[seq] = true
	}
	var verdicts []transfer.LineVerdict
	for _, line := range lines {
		if len(chosen) == 0 || chosen[line.Seq] {
			verdicts = append(verdicts, transfer.LineVerdict{Seq: line.Seq, Version: line.Version, Verified: c.Reject == "", Reason: c.Reject})
		}
	}
	return verdicts
}

type issueCmd struct {
	No string `arg:"" help:"Number of the batch."`
}

func (c *issueCmd) Run(ctx context.Context, config *Config) error {
	return onBatch(ctx, config, c.No, func(desk *handoverDesk, b domain.TransferBatch) (domain.TransferBatch, error) {
		return desk.transfers.IssueList(ctx, localOperator(), b.ID, b.Version)
	})
}

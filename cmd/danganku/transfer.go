package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/app/registry"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// transferCmd is the handover from the command line, step by step in the order of the work.
type transferCmd struct {
	Enterprise transferEnterpriseCmd `cmd:"" help:"Register an enterprise, or change it by its name."`
	Nature     natureCmd             `cmd:"" help:"Enterprise nature forms."`
	Template   rosterTemplateCmd     `cmd:"" help:"Write the workbook of basic information forms to be filled in."`
	Roster     rosterCmd             `cmd:"" help:"Check a filled workbook of basic information forms and put its persons into draft batches."`
	List       batchListCmd          `cmd:"" help:"List transfer batches."`
	Show       batchShowCmd          `cmd:"" help:"Show a batch."`
	Submit     submitCmd             `cmd:"" help:"Submit a batch to the agency."`
	Province   provinceCmd           `cmd:"" help:"Record the confirmation of the provincial agency."`
	Verify     verifyLinesCmd        `cmd:"" help:"Verify persons one by one, or reject them."`
	Issue      issueCmd              `cmd:"" help:"Issue the acceptance list."`
	Agreement  agreementCmd          `cmd:"" help:"Transfer agreements."`
	Join       joinCmd               `cmd:"" help:"Tie a batch to an effective agreement."`
	Deliver    deliverCmd            `cmd:"" help:"Record a delivery of dossiers."`
	Decide     decideCmd             `cmd:"" help:"Decide about one dossier at the counter."`
	Sign       signCmd               `cmd:"" help:"Sign the counter check by both sides."`
	Close      closeCmd              `cmd:"" help:"Attach the roster with both seals; the batch is closed once all electronic copies are in."`
	Paper      paperCmd              `cmd:"" help:"Write an issued paper as PDF."`
	Counts     countsCmd             `cmd:"" help:"Count what was handed over and what is outstanding, at any date."`
	Demo       demoHandoverCmd       `cmd:"" help:"Register synthetic enterprises and write a roster of their retirees, to try the handover with."`
	Match      matchCmd              `cmd:"" help:"Match a list of another department against the ledger."`
}

// handoverDesk is an installation opened for handover work.
type handoverDesk struct {
	*installation
	registry *registry.Service
}

func openHandover(ctx context.Context, config *Config) (*handoverDesk, error) {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return nil, err
	}
	return &handoverDesk{in, &registry.Service{Store: in.store, Clock: in.clock}}, nil
}

// on runs work with an open desk.
func onHandover(ctx context.Context, config *Config, work func(*handoverDesk) error) error {
	desk, err := openHandover(ctx, config)
	if err != nil {
		return err
	}
	defer desk.Close()
	return work(desk)
}

// onBatch runs one step of a batch and tells where the batch stands then.
func onBatch(ctx context.Context, config *Config, no string, step func(*handoverDesk, domain.TransferBatch) (domain.TransferBatch, error)) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		detail, err := desk.transfers.BatchByNo(ctx, localOperator(), no)
		if err != nil {
			return err
		}
		batch, err := step(desk, detail.Batch)
		if err != nil {
			return err
		}
		fmt.Printf("%s　%s　%s\n", batch.No, batch.EnterpriseName, batch.State.Label())
		return nil
	})
}

// attach uploads a scan that accompanies a step; an empty path is none.
func (d *handoverDesk) attach(ctx context.Context, path string) (string, error) {
	if path == "" {
		return "", nil
	}
	file, err := os.Open(path)
	if err != nil {
		return "", errs.New(errs.Invalid, "file.open", "不能打开文件%s", path).Because(err)
	}
	defer file.Close()
	attached, err := d.transfers.Upload(ctx, localOperator(), filepath.Base(path), file)
	return attached.ID, err
}

// enterprise finds an enterprise by name or unified social credit code.
func (d *handoverDesk) enterprise(ctx context.Context, text string) (domain.Enterprise, error) {
	found, err := d.store.Enterprises().ByName(ctx, text)
	if !errs.Is(err, errs.NotFound) {
		return found, err
	}
	byCode, err := d.store.Enterprises().ByUSCCs(ctx, []string{strings.ToUpper(text)})
	if err != nil {
		return found, err
	}
	if found, known := byCode[strings.ToUpper(text)]; known {
		return found, nil
	}
	return found, errs.New(errs.NotFound, "enterprise.not_found", "没有名称或统一社会信用代码为“%s”的单位，请先登记", text)
}

func parseDay(text string) (domain.PartialDate, error) {
	day, err := domain.ParsePartialDate(text)
	if err != nil || text != "" && day.Day == 0 {
		return day, errs.New(errs.Invalid, "date", "日期“%s”应写作2026-03-09的样子", text)
	}
	return day, nil
}

func printJSON(value any) error {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

type batchListCmd struct {
	State string `help:"Only batches in this state."`
	Text  string `help:"Part of the number or of the enterprise's name."`
	JSON  bool   `name:"json" help:"Print as JSON."`
}

func (c *batchListCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		const step = 100
		if state := domain.BatchState(c.State); c.State != "" && !slices.Contains(domain.BatchMachine().States(), state) {
			return errs.New(errs.Invalid, "batch.state", "没有“%s”这个批次状态，可用的有%v", state, domain.BatchMachine().States())
		}
		shown := []map[string]any{}
		for before := ""; ; {
			page, err := desk.transfers.Batches(ctx, localOperator(), domain.BatchFilter{State: domain.BatchState(c.State), Text: c.Text}, before, step)
			if err != nil {
				return err
			}
			for _, summary := range page {
				before = summary.Batch.ID
				if c.JSON {
					shown = append(shown, batchJSON(summary.Batch, summary.Tally))
					continue
				}
				fmt.Printf("%s\t%s\t%s\t%d人\n", summary.Batch.No, summary.Batch.State.Label(), summary.Batch.EnterpriseName, summary.Tally.Total())
			}
			if len(page) < step {
				break
			}
		}
		if c.JSON {
			return printJSON(shown)
		}
		return nil
	})
}

func batchJSON(batch domain.TransferBatch, tally domain.LineTally) map[string]any {
	return map[string]any{"no": batch.No, "enterprise": batch.EnterpriseName, "office": batch.OfficeCode, "state": batch.State,
		"list_no": batch.ListNo, "round": batch.Round, "lines": tally}
}

type batchShowCmd struct {
	No   string `arg:"" help:"Number of the batch."`
	JSON bool   `name:"json" help:"Print as JSON."`
}

func (c *batchShowCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		detail, err := desk.transfers.BatchByNo(ctx, localOperator(), c.No)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(batchJSON(detail.Batch, detail.Tally))
		}
		printBatch(detail)
		return nil
	})
}

func printBatch(detail transfer.BatchDetail) {
	batch := detail.Batch
	fmt.Printf("%s　%s\n移交单位：%s\n接收单位：%s\n", batch.No, batch.State.Label(), batch.EnterpriseName, batch.OfficeCode)
	for _, state := range domain.LineMachine().States() {
		if n := detail.Tally[state]; n > 0 {
			fmt.Printf("  %s\t%d人\n", state.Label(), n)
		}
	}
	for _, paper := range detail.Papers {
		fmt.Printf("%s　%s　%s\n", paper.IssuedOn, paper.Number, paper.Kind.Title())
	}
	for _, gap := range detail.Gaps {
		if gap.ResolvedOn.IsZero() {
			fmt.Printf("缺件　第%d行　%s（%s）　限%s前补齐\n", gap.Seq, gap.Material, gap.Reason, gap.DueOn)
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/writing"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/report"
)

type ingestCmd struct {
	Path     string `arg:"" help:"Folder or zip." type:"existingpath"`
	Office   string `required:"" help:"Code of the archive office that receives the dossiers."`
	Scheme   string `help:"Classification scheme where the package does not tell." default:"CADRE_2018" enum:"CADRE_2018,CADRE_2009,WORKER_1992,RETIREE_4"`
	Category string `help:"Rules of use that apply." default:"WORKER" enum:"WORKER,CADRE"`
	Batch    string `help:"Number of the transfer batch; every dossier must stand on its acceptance list."`
	DryRun   bool   `xor:"mode" help:"Only report; store nothing."`
	Yes      bool   `xor:"mode" help:"Store what the dry run accepts without asking."`
	JSON     bool   `name:"json" help:"Print the outcome as JSON."`
	Report   string `help:"Write the dry-run report to this xlsx file." type:"path"`
}

func (c *ingestCmd) Run(ctx context.Context, config *Config) error {
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	path, err := filepath.Abs(c.Path)
	if err != nil {
		return errs.Wrap("ingest", err)
	}
	desk := intake{installation: in, actor: localOperator(), quiet: c.JSON}
	request := ingest.Request{Office: c.Office, Name: filepath.Base(path), Source: path, Scheme: domain.SchemeCode(c.Scheme),
		Category: domain.Category(c.Category), Batch: c.Batch}
	taken, err := desk.take(ctx, request, func(ctx context.Context, inspected domain.Ingest) (bool, error) {
		if c.Report != "" {
			if err := desk.writeReport(ctx, inspected.ID, c.Report); err != nil {
				return false, err
			}
		}
		if !c.JSON {
			if err := desk.printReport(ctx, inspected, os.Stdout); err != nil {
				return false, err
			}
		}
		return c.confirmed(inspected), nil
	})
	if err != nil {
		return err
	}
	if c.JSON {
		if err := desk.printJSON(ctx, taken, os.Stdout); err != nil {
			return err
		}
	} else {
		fmt.Println(outcome(taken))
	}
	return c.refusal(taken)
}

// refusal is the error of a package of which nothing can be stored, so that scripts see it. A dry run succeeds by its report.
func (c *ingestCmd) refusal(taken domain.Ingest) error {
	if c.DryRun || taken.Refused == 0 || taken.Accepted > 0 || taken.Skipped > 0 {
		return nil
	}
	return errs.New(errs.Unprocessable, "ingest.all_refused", "全部%d份档案都不合格，没有入库；请按报告改正后再次导入", taken.Refused)
}

// confirmed asks the person at the terminal; without one, storing needs --yes.
func (c *ingestCmd) confirmed(inspected domain.Ingest) bool {
	if c.DryRun || inspected.Accepted == 0 {
		return false
	}
	if c.Yes {
		return true
	}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		fmt.Fprintln(os.Stderr, "未加 --yes，没有入库。")
		return false
	}
	fmt.Printf("确认入库 %d 份档案？[y/N] ", inspected.Accepted)
	var answer string
	if _, err := fmt.Scanln(&answer); err != nil {
		return false
	}
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes")
}

// localOperator is whoever can run the program on the installation's own machine with its data at hand.
func localOperator() authz.Actor { return authz.System("命令行") }

// intake takes one package in from end to end, in this process.
type intake struct {
	*installation
	actor authz.Actor
	quiet bool
}

// take runs the dry run, asks confirm, and stores. Of a package whose storing was interrupted earlier it asks about the rest.
func (d intake) take(ctx context.Context, request ingest.Request, confirm func(context.Context, domain.Ingest) (bool, error)) (domain.Ingest, error) {
	if _, err := d.integrity.RecoverExpired(ctx); err != nil {
		return domain.Ingest{}, err
	}
	taken, err := d.store.Ingests().Unfinished(ctx, request.Source, request.Office)
	if errs.Is(err, errs.NotFound) {
		taken, err = d.inspect(ctx, request)
	}
	if err != nil || taken.State == domain.IngestFailed {
		return taken, failure(taken, err)
	}
	if yes, err := confirm(ctx, taken); err != nil || !yes {
		return taken, err
	}
	if taken, err = d.ingests.Confirm(ctx, d.actor, taken.ID, false); err != nil {
		return taken, err
	}
	return d.commit(ctx, taken)
}

func failure(taken domain.Ingest, err error) error {
	if err != nil {
		return err
	}
	return errs.New(errs.Unprocessable, "ingest.failed", "%s", taken.Problem)
}

func (d intake) inspect(ctx context.Context, request ingest.Request) (domain.Ingest, error) {
	taken, err := d.ingests.Create(ctx, d.actor, request)
	if err != nil {
		return taken, err
	}
	bar := newBar(d.quiet, "检测", "个文件")
	defer bar.finish()
	return d.ingests.Inspect(ctx, taken.ID, func(done, total domain.IngestCount) { bar.of(done.Files, total.Files) })
}

func (d intake) commit(ctx context.Context, taken domain.Ingest) (domain.Ingest, error) {
	bar := newBar(d.quiet, "入库", "页")
	committed, err := d.patiently(ctx, func() (domain.Ingest, error) {
		return d.ingests.Commit(ctx, d.actor, taken.ID, func(done, total domain.IngestCount) { bar.of(done.Pages, total.Pages) })
	})
	bar.finish()
	if err != nil {
		return committed, err
	}
	return committed, d.settle(ctx)
}

// patiently repeats what another writer holds up, for as long as one that was killed a moment ago keeps its lease.
func (d intake) patiently(ctx context.Context, commit func() (domain.Ingest, error)) (domain.Ingest, error) {
	const pause = 500 * time.Millisecond
	for deadline := time.Now().Add(2 * d.config.Lease); ; {
		committed, err := commit()
		if !writing.Held(err) || time.Now().After(deadline) {
			return committed, err
		}
		select {
		case <-ctx.Done():
			return committed, err
		case <-time.After(pause):
		}
	}
}

// settle makes the page images for reading and brings the index up to date, unless a running server does. What fails here is
// tried again later: the package is stored.
func (d intake) settle(ctx context.Context) error {
	if d.index == nil {
		return nil // the server that holds the index also works through the jobs
	}
	runner := d.newRunner(d.config.logger())
	if err := runner.Drain(ctx, domain.JobDerive, domain.JobSettleBatch); err != nil {
		if ctx.Err() != nil {
			return err
		}
		d.config.logger().Warn("page images are not complete", "error", err)
	}
	_, err := indexing.Follower{Store: d.store, Index: d.index}.CatchUp(ctx)
	return err
}

// writeReport writes the dry-run report as a workbook.
func (d intake) writeReport(ctx context.Context, id, path string) error {
	in, err := d.ingests.OpenReport(ctx, d.actor, id)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return errs.New(errs.Invalid, "ingest.report_file", "不能写入报告%s", path).Because(err)
	}
	return errors.Join(report.WriteIngest(file, in, d.ingests.Report(ctx, id)), file.Close())
}

// printReport lists every violated rule of a dry run.
func (d intake) printReport(ctx context.Context, in domain.Ingest, out io.Writer) error {
	fmt.Fprintf(out, "%s：%d 份档案，%d 个文件，%d 页（%s）\n", in.Name, in.Total.Dossiers, in.Total.Files, in.Total.Pages, in.Layout)
	for _, violation := range in.Violations {
		fmt.Fprintf(out, "  %s\n", violation)
	}
	err := d.ingests.EachItem(ctx, in.ID, "", func(item domain.IngestItem) error {
		for _, violation := range item.Violations {
			fmt.Fprintf(out, "  %s %s %s\n", verdictMark(violation.Level), item.Draft.Name, violation)
		}
		return nil
	})
	fmt.Fprintf(out, "可入库 %d 份，已在库 %d 份，不合格 %d 份，提示 %d 条\n", in.Accepted, in.Skipped, in.Refused, in.Warnings)
	return err
}

func verdictMark(level domain.Level) string {
	if level == domain.Block {
		return "✗"
	}
	return "!"
}

func outcome(in domain.Ingest) string {
	if in.State == domain.IngestCommitted {
		return fmt.Sprintf("已入库 %d 份档案，%d 页。批次 %s", in.Done.Dossiers, in.Done.Pages, in.ID)
	}
	return "没有入库。批次 " + in.ID
}

// printJSON is the outcome for scripts.
func (d intake) printJSON(ctx context.Context, in domain.Ingest, out io.Writer) error {
	type violation struct {
		Dossier string `json:"dossier,omitempty"`
		Rule    string `json:"rule"`
		Code    string `json:"code"`
		Level   string `json:"level"`
		Row     int    `json:"row,omitempty"`
		Page    int    `json:"page,omitempty"`
		File    string `json:"file,omitempty"`
		Field   string `json:"field,omitempty"`
		Message string `json:"message"`
	}
	result := struct {
		ID         string      `json:"id"`
		State      string      `json:"state"`
		Dossiers   int         `json:"dossiers"`
		Files      int         `json:"files"`
		Pages      int         `json:"pages"`
		Bytes      int64       `json:"bytes"`
		Accepted   int         `json:"accepted"`
		Skipped    int         `json:"skipped"`
		Refused    int         `json:"refused"`
		Stored     int         `json:"stored"`
		Violations []violation `json:"violations"`
	}{ID: in.ID, State: string(in.State), Dossiers: in.Total.Dossiers, Files: in.Total.Files, Pages: in.Total.Pages, Bytes: in.Total.Bytes,
		Accepted: in.Accepted, Skipped: in.Skipped, Refused: in.Refused, Violations: []violation{}}
	if in.State == domain.IngestCommitted {
		result.Stored = in.Done.Dossiers
	}
	add := func(name string, found []domain.Violation) {
		for _, v := range found {
			result.Violations = append(result.Violations, violation{name, string(v.Rule), domain.RuleByID(v.Rule).Code, string(v.Level),
				v.Row, v.Page, v.File, v.Field, v.Message})
		}
	}
	add("", in.Violations)
	err := d.ingests.EachItem(ctx, in.ID, "", func(item domain.IngestItem) error {
		add(item.Draft.Name, item.Violations)
		return nil
	})
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(result)
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/errs"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Verify the chain of the audit trail and hold it to its anchors."`
	Export auditExportCmd `cmd:"" help:"Write the audit trail as JSON lines, oldest first."`
}

type auditVerifyCmd struct {
	Anchor []string `help:"Anchor file of another node, or a copy kept elsewhere; may be given repeatedly." type:"existingfile"`
	JSON   bool     `name:"json" help:"Print the report as JSON."`
}

const shownFaults = 1000

func (c *auditVerifyCmd) Run(ctx context.Context, config *Config) error {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	verifier := in.trail.Verifier
	for _, path := range c.Anchor {
		verifier.Anchors = append(verifier.Anchors, audit.AnchorFile{Path: path, Needed: true})
	}
	found, err := verifier.VerifyAndLog(ctx, localOperator(), shownFaults)
	if err != nil {
		return err
	}
	if err := c.print(&found); err != nil {
		return err
	}
	if !found.Clean() {
		return errDifferences
	}
	return nil
}

func (c *auditVerifyCmd) print(found *audit.Verification) error {
	if c.JSON {
		return printJSON(trailJSON(found))
	}
	rate := float64(found.Entries) / max(found.Took.Seconds(), 1e-3)
	fmt.Printf("核对 %d 条审计（至第 %d 号封印）、%d 个锚点，用时 %s，每秒 %.0f 条\n", found.Entries, found.Last, found.Anchors,
		found.Took.Round(time.Millisecond), rate)
	for _, late := range found.Late {
		fmt.Printf("！第 %d 至 %d 号的时间（%s）早于之前的条目（%s）：时钟曾回拨，或条目为事后补入\n", late.From, late.To,
			late.At.Local().Format(time.DateTime), late.After.Local().Format(time.DateTime))
	}
	for _, fault := range found.Faults {
		fmt.Println("✗", fault)
	}
	if found.Anchors == 0 {
		fmt.Println("没有锚点：尾部被截去或整链重写不能发现")
	}
	if found.Clean() {
		fmt.Println("一致")
	}
	return nil
}

func trailJSON(found *audit.Verification) map[string]any {
	faults, late := []map[string]any{}, []map[string]any{}
	for _, fault := range found.Faults {
		faults = append(faults, map[string]any{"seal_no": fault.SealNo, "entry": fault.EntryID, "reason": fault.Reason})
	}
	for _, run := range found.Late {
		late = append(late, map[string]any{"from": run.From, "to": run.To, "at": run.At.UTC(), "after": run.After.UTC()})
	}
	return map[string]any{"at": found.At.UTC(), "seconds": found.Took.Seconds(), "entries": found.Entries, "last": found.Last,
		"anchors": found.Anchors, "clean": found.Clean(), "faults": faults, "late": late}
}

type auditExportCmd struct {
	From string `help:"First day, YYYY-MM-DD, or a moment as RFC 3339; unset: from the beginning."`
	To   string `help:"Last day, or the first moment that is left out; unset: to the end."`
	Out  string `arg:"" optional:"" help:"File to write; default: standard output." type:"path"`
}

func (c *auditExportCmd) Run(ctx context.Context, config *Config) error {
	from, err := parseMoment(c.From, 0)
	if err != nil {
		return err
	}
	to, err := parseMoment(c.To, 1)
	if err != nil {
		return err
	}
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	reader := audit.Reader{Store: in.store, Clock: in.clock}
	entries, err := reader.Export(ctx, localOperator(), from, to)
	if err != nil {
		return err
	}
	if c.Out == "" {
		return audit.WriteLines(os.Stdout, entries)
	}
	return writeWhole(c.Out, func(w io.Writer) error { return audit.WriteLines(w, entries) })
}

// parseMoment reads a moment, or the local midnight at which a day begins and as many days later; the zero time for none.
func parseMoment(text string, days int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if moment, err := time.Parse(time.RFC3339, text); err == nil {
		return moment, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		return time.Time{}, errs.New(errs.Invalid, "audit.moment", "“%s”不是日期，请写成2026-01-31或RFC 3339时刻", text)
	}
	return day.AddDate(0, 0, days), nil
}

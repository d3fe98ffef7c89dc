package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/danganku/danganku/internal/app/people"
	"github.com/danganku/danganku/internal/domain"
)

type paperCmd struct {
	Number string `arg:"" help:"Number of the paper."`
	File   string `arg:"" help:"PDF to write." type:"path"`
}

func (c *paperCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		content, err := desk.transfers.OpenPaper(ctx, localOperator(), c.Number)
		if err != nil {
			return err
		}
		return writeWhole(c.File, func(w io.Writer) error { return desk.printPaper(ctx, w, content) })
	})
}

type countsCmd struct {
	From string `help:"First day counted; unset: from the beginning."`
	At   string `help:"Last day counted; unset: today."`
	XLSX string `name:"xlsx" help:"Write the counts to this workbook." type:"path"`
	JSON bool   `name:"json" help:"Print as JSON."`
}

func (c *countsCmd) Run(ctx context.Context, config *Config) error {
	from, err := parseDay(c.From)
	if err != nil {
		return err
	}
	at, err := parseDay(c.At)
	if err != nil {
		return err
	}
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		if at.IsZero() {
			at = domain.DateOf(desk.clock.Now())
		}
		statistics, err := desk.transfers.Statistics(ctx, localOperator(), from, at)
		if err != nil {
			return err
		}
		if c.XLSX != "" {
			return writeWhole(c.XLSX, func(w io.Writer) error { return desk.writeStatistics(ctx, w, statistics) })
		}
		if c.JSON {
			return printJSON(statisticsJSON(statistics))
		}
		printStatistics(statistics)
		return nil
	})
}

func statisticsJSON(s domain.TransferStatistics) map[string]any {
	transferred, outstanding := []map[string]any{}, []map[string]any{}
	for _, t := range s.Transferred {
		transferred = append(transferred, map[string]any{"enterprise": t.EnterpriseName, "level": t.Level, "office": t.OfficeCode, "district": t.Division,
			"month": t.Month, "persons": t.Persons, "volumes": t.Volumes, "materials": t.Materials, "pages": t.Pages, "with_gaps": t.WithGaps})
	}
	for _, o := range s.Outstanding {
		outstanding = append(outstanding, map[string]any{"enterprise": o.EnterpriseName, "office": o.OfficeCode, "district": o.Division,
			"without_dossier": o.WithoutDossier, "late": o.Late, "open_gaps": o.OpenGaps, "overdue_gaps": o.OverdueGaps,
			"without_ecopy": o.WithoutEcopy, "returned_overdue": o.ReturnedOverdue})
	}
	return map[string]any{"from": s.From.String(), "at": s.At.String(), "transferred": transferred, "outstanding": outstanding}
}

func printStatistics(s domain.TransferStatistics) {
	persons, volumes := 0, 0
	for _, t := range s.Transferred {
		fmt.Printf("%s\t%s\t%s\t%d人\t%d卷\n", t.Month, t.Division, t.EnterpriseName, t.Persons, t.Volumes)
		persons, volumes = persons+t.Persons, volumes+t.Volumes
	}
	fmt.Printf("至%s合计移交%d人、%d卷\n", s.At, persons, volumes)
	for _, o := range s.Outstanding {
		fmt.Printf("未结　%s\t%s\t未交档%d　逾期%d　缺件%d（超期%d）　缺电子档案%d　退回超期%d\n", o.Division, o.EnterpriseName, o.WithoutDossier, o.Late,
			o.OpenGaps, o.OverdueGaps, o.WithoutEcopy, o.ReturnedOverdue)
	}
}

type matchCmd struct {
	File       string `arg:"" help:"List as a workbook or CSV." type:"existingfile"`
	Department string `required:"" help:"Who sent it." enum:"CIVIL_AFFAIRS,PUBLIC_SECURITY,JUSTICE,HEALTH,MEDICAL_INSURANCE"`
	Kind       string `required:"" help:"What it tells." enum:"DEATHS,RESIDENCES"`
	Division   string `help:"Match against persons of this division only."`
}

func (c *matchCmd) Run(ctx context.Context, config *Config) error {
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		name := filepath.Base(c.File)
		run, err := desk.people.RunMatchFile(ctx, localOperator(), people.MatchRequest{Department: domain.Department(c.Department),
			Kind: domain.MatchKind(c.Kind), Name: name, Division: c.Division}, c.File, name)
		if err != nil {
			return err
		}
		fmt.Printf("共%d行：完全一致%d，疑似%d，未找到%d；请在界面中逐条核对后生效\n", run.Rows, run.Exact, run.Probable, run.None)
		return nil
	})
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

type searchCmd struct {
	Query string `arg:"" help:"What to look for: name, pinyin, identity number, archival code, employer, catalogue text."`
	Limit int    `help:"Hits to show." default:"20"`
	JSON  bool   `name:"json" help:"Print hits as JSON."`
}

func (c *searchCmd) Run(ctx context.Context, config *Config) error {
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	if in.index == nil {
		return errs.New(errs.Unavailable, "search.busy", "索引正由运行中的服务使用，请在网页上查找，或停止服务后再试")
	}
	if _, err := (indexing.Follower{Store: in.store, Index: in.index}).CatchUp(ctx); err != nil {
		return err
	}
	found, err := in.dossiers.Search(ctx, localOperator(), search.Query{Text: c.Query, Limit: c.Limit, Sort: search.SortRelevance})
	if err != nil {
		return err
	}
	if c.JSON {
		return printHits(found.Total, hitsOf(found.Found))
	}
	for _, hit := range hitsOf(found.Found) {
		fmt.Printf("%s\t%s\t%s\t%s\t%s\n", hit.Name, hit.IDNumber, hit.ArchivalCode, hit.Employer, hit.ID)
	}
	fmt.Printf("共 %d 条\n", found.Total)
	return nil
}

type hitJSON struct {
	ID           string             `json:"id"`
	Name         string             `json:"name"`
	IDNumber     string             `json:"idNumber"` // masked
	ArchivalCode string             `json:"archivalCode"`
	Employer     string             `json:"employer"`
	Office       string             `json:"office"`
	Pages        int                `json:"pages"`
	Matches      []search.MatchKind `json:"matches"`
}

func printHits(total int, hits []hitJSON) error {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Total int       `json:"total"`
		Hits  []hitJSON `json:"hits"`
	}{total, hits})
}

func hitsOf(found []dossier.Found) []hitJSON {
	hits := make([]hitJSON, len(found))
	for i, f := range found {
		hits[i] = hitJSON{ID: f.Head.ID, Name: f.Head.Name, IDNumber: f.Head.IDNumber.Masked(), ArchivalCode: f.Head.ArchivalCode,
			Employer: f.Head.EnterpriseName, Office: f.Head.OfficeCode, Pages: f.Head.PageCount, Matches: f.Matches}
	}
	return hits
}

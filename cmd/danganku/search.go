package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/search"
)

type searchCmd struct {
	Query string `arg:"" help:"What to look for: name, pinyin, identity number, archival code, employer, catalogue text."`
	Limit int    `help:"Hits to show, at most 100." default:"20"`
	JSON  bool   `name:"json" help:"Print hits as JSON."`
}

func (c *searchCmd) Run(ctx context.Context, config *Config) error {
	found, err := c.find(ctx, config)
	if err != nil {
		return err
	}
	if c.JSON {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(found)
	}
	for _, hit := range found.Hits {
		fmt.Printf("%s\t%s\t%s\t%s\t%s\n", hit.Name, hit.IDNumber, hit.ArchivalCode, hit.Employer, hit.ID)
	}
	fmt.Printf("共 %d 条\n", found.Total)
	return nil
}

// find asks the server that holds the index, or opens the index itself.
func (c *searchCmd) find(ctx context.Context, config *Config) (hitList, error) {
	query := controlQuery{Text: c.Query, Limit: c.Limit}
	in, err := open(ctx, config)
	if err != nil {
		return hitList{}, err
	}
	defer in.Close()
	if in.index == nil {
		return askServer(ctx, config, query)
	}
	if _, err := (indexing.Follower{Store: in.store, Index: in.index}).CatchUp(ctx); err != nil {
		return hitList{}, err
	}
	return in.lookUp(ctx, query)
}

// hitList is the answer of the search command, for scripts too.
type hitList struct {
	Total int       `json:"total"`
	Hits  []hitJSON `json:"hits"`
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

func hitsOf(found []dossier.Found) []hitJSON {
	hits := make([]hitJSON, len(found))
	for i, f := range found {
		hits[i] = hitJSON{ID: f.Head.ID, Name: f.Head.Name, IDNumber: f.Head.IDNumber.Masked(), ArchivalCode: f.Head.ArchivalCode,
			Employer: f.Head.EnterpriseName, Office: f.Head.OfficeCode, Pages: f.Head.PageCount, Matches: f.Matches}
	}
	return hits
}

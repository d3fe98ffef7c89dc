package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/demo"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/web"
)

type demoCmd struct {
	Dossiers  int    `help:"Persons to invent." default:"20"`
	Pages     int    `help:"Pages of each dossier, about." default:"20"`
	Seed      uint64 `help:"Equal seeds give equal dossiers." default:"1"`
	Office    string `help:"Code of the archive office that receives them." default:"210106"`
	Defects   bool   `help:"Add a package with planted defects, which is written but not taken in."`
	Out       string `help:"Folder to write the packages to; unset: a folder below the data folder that is removed afterwards." type:"path"`
	OnlyWrite bool   `help:"Write the packages and stop."`
	Font      string `help:"TrueType font with Chinese characters; unset: the one built in with the web interface." type:"existingfile"`
}

const builtInFont = "fonts/NotoSansSC-Regular.ttf"

func (c *demoCmd) Run(ctx context.Context, config *Config) error {
	font, err := c.font()
	if err != nil {
		return err
	}
	folder := c.Out
	if folder == "" {
		folder = config.path("demo")
		defer os.RemoveAll(folder)
	}
	written, err := c.write(ctx, folder, font)
	if err != nil || c.OnlyWrite {
		return err
	}
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	desk := intake{installation: in, actor: localOperator()}
	for _, pkg := range written.Packages {
		if pkg.Layout == demo.Defective {
			continue
		}
		if err := c.takeIn(ctx, desk, pkg.Path); err != nil {
			return err
		}
	}
	return nil
}

func (c *demoCmd) font() ([]byte, error) {
	if c.Font != "" {
		return os.ReadFile(c.Font)
	}
	font, err := fs.ReadFile(web.Dist(), builtInFont)
	if err != nil {
		return nil, errs.New(errs.Unavailable, "demo.font", "没有中文字体：请先运行 make ui，或用 --font 指定一个 TrueType 字体")
	}
	return font, nil
}

func (c *demoCmd) write(ctx context.Context, folder string, font []byte) (demo.Summary, error) {
	bar := newBar(false, "绘制", "份")
	defer bar.finish()
	options := demo.Options{Dossiers: c.Dossiers, PagesPerDossier: c.Pages, Seed: c.Seed, Defects: c.Defects, Font: font}
	written, err := demo.Write(ctx, folder, options, bar.of)
	if err == nil {
		fmt.Printf("已绘制 %d 份档案，%d 页，在 %s\n", written.Dossiers, written.Pages, folder)
	}
	return written, err
}

func (c *demoCmd) takeIn(ctx context.Context, desk intake, path string) error {
	request := ingest.Request{Office: c.Office, Name: filepath.Base(path), Source: path, Scheme: domain.SchemeCadre2018}
	taken, err := desk.take(ctx, request, func(ctx context.Context, inspected domain.Ingest) (bool, error) {
		return inspected.Accepted > 0, desk.printReport(ctx, inspected, os.Stdout)
	})
	if err != nil {
		return err
	}
	fmt.Println(outcome(taken))
	return nil
}

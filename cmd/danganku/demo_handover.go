package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/demo"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// demoHandoverCmd makes a handover to try: enterprises with confirmed nature forms, and a filled roster of their retirees.
type demoHandoverCmd struct {
	Persons     int    `help:"Persons to invent." default:"60"`
	Enterprises int    `help:"Enterprises they come from." default:"3"`
	Seed        uint64 `help:"Equal seeds give equal persons." default:"1"`
	Defects     bool   `help:"Plant one fault of each kind."`
	Out         string `help:"Roster to write." default:"演示名册.xlsx" type:"path"`
}

func (c *demoHandoverCmd) Run(ctx context.Context, config *Config) error {
	enterprises, planted, err := c.write()
	if err != nil {
		return err
	}
	fmt.Printf("已写出 %d 人、%d 家单位的名册 %s\n", c.Persons, len(enterprises), c.Out)
	for _, fault := range planted {
		fmt.Printf("  第%d行　%s　%s\n", fault.Row, fault.Rule, fault.What)
	}
	return onHandover(ctx, config, func(desk *handoverDesk) error {
		for _, enterprise := range enterprises {
			if err := desk.confirmed(ctx, enterprise); err != nil {
				return err
			}
		}
		fmt.Printf("已登记这些单位及其经确认的《企业性质界定表》；下一步：danganku transfer roster %s --yes\n", filepath.Base(c.Out))
		return nil
	})
}

func (c *demoHandoverCmd) write() (enterprises []domain.Enterprise, planted []demo.Planted, err error) {
	file, err := os.Create(c.Out)
	if err != nil {
		return nil, nil, errs.New(errs.Invalid, "file.write", "不能写入%s", c.Out).Because(err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return demo.WriteRoster(file, demo.RosterOptions{Persons: c.Persons, Enterprises: c.Enterprises, Seed: c.Seed, Defects: c.Defects})
}

// confirmed registers an enterprise with a confirmed nature form; one that is known is left alone.
func (d *handoverDesk) confirmed(ctx context.Context, enterprise domain.Enterprise) error {
	if _, err := d.store.Enterprises().ByName(ctx, enterprise.Name); !errs.Is(err, errs.NotFound) {
		return err
	}
	enterprise.ID, enterprise.Version = "", 0
	saved, err := d.registry.SaveEnterprise(ctx, localOperator(), enterprise)
	if err != nil {
		return err
	}
	scan, err := d.transfers.Upload(ctx, localOperator(), "演示.pdf", strings.NewReader(blankPDF))
	if err != nil {
		return err
	}
	form, err := d.transfers.SaveNature(ctx, localOperator(), domain.NatureForm{EnterpriseID: saved.ID, Level: saved.Level, Owner: "演示主管单位",
		RegistrationDivision: saved.RegistrationDivision, InsuranceDivision: saved.InsuranceDivision, AttachmentID: scan.ID})
	if err != nil {
		return err
	}
	if form, err = d.transfers.SubmitNature(ctx, localOperator(), form.ID, form.Version); err != nil {
		return err
	}
	_, err = d.transfers.DecideNature(ctx, localOperator(), form.ID, form.Version, transfer.NatureDecision{Confirm: true,
		Confirmation: domain.Confirmation{No: "演示确认", By: "演示", On: domain.DateOf(d.clock.Now())}})
	return err
}

// blankPDF is a page with nothing on it, where a demo needs a scan.
const blankPDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
164
%%EOF
`

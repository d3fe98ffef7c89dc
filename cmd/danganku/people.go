package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/app/registry"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type userCmd struct {
	Add   userAddCmd   `cmd:"" help:"Add a user and print a one-time password."`
	List  userListCmd  `cmd:"" help:"List users."`
	Reset userResetCmd `cmd:"" help:"Hand out a new one-time password and unlock the account."`
}

type userAddCmd struct {
	Login string   `arg:"" help:"Name to sign in with."`
	Name  string   `required:"" help:"The person's name."`
	Grant []string `required:"" help:"role, role@division, role@office:CODE or enterprise_handler@enterprise:ID; may be repeated."`
}

func (c *userAddCmd) Run(ctx context.Context, config *Config) error {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	request := account.NewUser{Login: c.Login, Name: c.Name}
	for _, text := range c.Grant {
		request.Grants = append(request.Grants, parseGrant(text))
	}
	_, password, err := in.accounts.Create(ctx, localOperator(), request)
	if err != nil {
		return err
	}
	fmt.Printf("已添加 %s，一次性密码 %s\n", c.Login, password)
	return nil
}

func parseGrant(text string) domain.Grant {
	role, place, _ := strings.Cut(text, "@")
	if office, ok := strings.CutPrefix(place, "office:"); ok {
		return domain.Grant{Role: role, Office: office}
	}
	if enterprise, ok := strings.CutPrefix(place, "enterprise:"); ok {
		return domain.Grant{Role: role, Enterprise: enterprise}
	}
	return domain.Grant{Role: role, Division: place}
}

type userListCmd struct{}

func (c *userListCmd) Run(ctx context.Context, config *Config) error {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	users, err := in.accounts.List(ctx, localOperator())
	if err != nil {
		return err
	}
	for _, user := range users {
		var grants []string
		for _, grant := range user.Grants {
			grants = append(grants, strings.TrimSuffix(grant.Role+"@"+grant.Division+grant.Office+grant.Enterprise, "@"))
		}
		fmt.Printf("%s\t%s\t%s\n", user.Login, user.Name, strings.Join(grants, " "))
	}
	return nil
}

type userResetCmd struct {
	Login string `arg:"" help:"Name to sign in with."`
	TOTP  bool   `name:"totp" help:"Also end the second factor, after the telephone was lost."`
}

func (c *userResetCmd) Run(ctx context.Context, config *Config) error {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	user, err := in.store.Users().ByLogin(ctx, strings.ToLower(c.Login))
	if err != nil {
		return err
	}
	_, password, err := in.accounts.Change(ctx, localOperator(), user.ID, user.Version, account.UserChange{ResetPassword: true, ResetFactor: c.TOTP})
	if err != nil {
		return err
	}
	fmt.Printf("%s 的一次性密码 %s\n", c.Login, password)
	return nil
}

type officeCmd struct {
	List   officeListCmd   `cmd:"" help:"List archive offices."`
	Add    officeAddCmd    `cmd:"" help:"Add an archive office, or change it by its code."`
	Import divisionLoadCmd `cmd:"" name:"import-divisions" help:"Read divisions from CSV, down to subdistricts and communities: code,name,valid_from,valid_to,successor."`
}

type officeListCmd struct{}

func (c *officeListCmd) Run(ctx context.Context, config *Config) error {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	offices, err := in.store.Places().Offices(ctx, authz.Everything())
	for _, office := range offices {
		fmt.Printf("%s\t%s\t%s\n", office.Code, office.Division, office.Name)
	}
	return err
}

type officeAddCmd struct {
	Code     string `arg:"" help:"Code."`
	Name     string `arg:"" help:"Name."`
	Division string `required:"" help:"Division code."`
}

func (c *officeAddCmd) Run(ctx context.Context, config *Config) error {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	desk := registry.Service{Store: in.store, Clock: in.clock}
	return desk.SaveOffice(ctx, localOperator(), domain.ArchiveOffice{Code: c.Code, Name: c.Name, Division: c.Division})
}

type divisionLoadCmd struct {
	File    string `arg:"" help:"CSV file, UTF-8." type:"existingfile"`
	Offices bool   `help:"Also add one archive office for each district." default:"true" negatable:""`
}

func (c *divisionLoadCmd) Run(ctx context.Context, config *Config) error {
	in, err := openWithoutIndex(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	file, err := os.Open(c.File)
	if err != nil {
		return errs.Wrap("import divisions", err)
	}
	defer file.Close()
	divisions, err := domain.ReadDivisions(file)
	if err != nil {
		return errs.New(errs.Invalid, "divisions.file", "区划文件有误：%v", err)
	}
	return in.savePlaces(ctx, divisions, c.Offices)
}

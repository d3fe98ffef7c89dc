package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/app/integrity"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

var errDifferences = errors.New("verification found differences")

type verifyCmd struct {
	JSON bool `name:"json" help:"Print the report as JSON."`
}

func (c *verifyCmd) Run(ctx context.Context, config *Config) error {
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	bar := newBar(c.JSON, "核对", "份")
	found, err := in.integrity.Verify(ctx, bar.at)
	bar.finish()
	if err == nil {
		err = in.transfers.CheckAttachments(ctx, func(problem string) error {
			found.Differences = append(found.Differences, integrity.Difference{Store: "files", Problem: problem})
			return nil
		})
	}
	if err != nil {
		return err
	}
	if err := c.print(found); err != nil {
		return err
	}
	if !found.Clean() {
		return errDifferences
	}
	return nil
}

func (c *verifyCmd) print(found integrity.VerifyReport) error {
	if c.JSON {
		encoder := json.NewEncoder(os.Stdout)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(found)
	}
	fmt.Printf("核对 %d 份档案，%d 页，%d 字节，%d 条审计\n", found.Dossiers, found.Pages, found.Bytes, found.AuditEntries)
	if found.IndexSkipped {
		fmt.Println("索引正由运行中的服务使用，未核对索引")
	}
	for _, difference := range found.Differences {
		fmt.Printf("✗ [%s] %s %s\n", difference.Store, difference.DossierID, difference.Problem)
	}
	if found.Clean() {
		fmt.Println("一致")
	}
	return nil
}

type rebuildCmd struct{}

func (c *rebuildCmd) Run(ctx context.Context, config *Config) error {
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	count, err := in.store.Dossiers().Count(ctx, authz.Everything())
	if err != nil {
		return err
	}
	if count > 0 {
		fmt.Fprintf(os.Stderr, "数据库中已有 %d 份档案；只补上缺少的和较旧的。\n", count)
	}
	bar := newBar(false, "重建", "份")
	done, err := in.integrity.Rebuild(ctx, bar.at)
	bar.finish()
	if err != nil {
		return err
	}
	if err := (intake{installation: in}).settle(ctx); err != nil {
		return err
	}
	fmt.Printf("已重建 %d 份档案\n", done)
	return nil
}

type reindexCmd struct{}

// Run builds the index beside the present one and swaps. It needs the index for itself.
func (c *reindexCmd) Run(ctx context.Context, config *Config) error {
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	if in.index == nil {
		return errs.New(errs.Unavailable, "reindex.busy", "索引正由运行中的服务使用，请先停止服务")
	}
	bar := newBar(false, "索引", "份")
	done := 0
	err = in.index.Rebuild(ctx, func(ctx context.Context, fresh search.Index) error {
		var err error
		done, err = indexing.Follower{Store: in.store, Index: fresh}.Build(ctx, bar.at)
		return err
	})
	bar.finish()
	if err != nil {
		return errs.Wrap("reindex", err)
	}
	fmt.Printf("已索引 %d 份档案\n", done)
	return nil
}

type exportCmd struct {
	Out string `arg:"" optional:"" help:"File to write; default: standard output." type:"path"`
}

func (c *exportCmd) Run(ctx context.Context, config *Config) error {
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	var out io.Writer = os.Stdout
	if c.Out != "" {
		file, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return errs.New(errs.Invalid, "export.file", "不能写入%s：文件已存在或文件夹不可写", c.Out).Because(err)
		}
		defer file.Close()
		out = file
	}
	_, err = in.integrity.Export(ctx, localOperator(), out)
	return err
}

type versionCmd struct{}

func (c *versionCmd) Run() error {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	fmt.Println("danganku", version)
	return nil
}

type doctorCmd struct{}

// Run opens everything and says what it found, so that a broken setting is seen before work begins.
func (c *doctorCmd) Run(ctx context.Context, config *Config) error {
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	count, err := in.store.Dossiers().Count(ctx, authz.Everything())
	if err != nil {
		return err
	}
	jobs, err := in.store.Jobs().Counts(ctx)
	if err != nil {
		return err
	}
	intents, err := in.store.Intents().All(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("数据库　　%s，%d 份档案\n", in.store.Kind(), count)
	fmt.Printf("影像存储　%s\n", orLocal(config.S3Endpoint))
	fmt.Printf("索引　　　%s\n", map[bool]string{true: "可用", false: "由运行中的服务使用"}[in.index != nil])
	fmt.Printf("后台任务　待办 %d，进行 %d，失败 %d；未完成的写入 %d\n", jobs[domain.JobPending], jobs[domain.JobRunning], jobs[domain.JobDead], len(intents))
	in.reportWorkdays()
	return in.reportAccounts(ctx)
}

// reportAccounts warns of what is wrong with the users of an installation, however well it runs.
func (in *installation) reportAccounts(ctx context.Context) error {
	users, err := in.accounts.List(ctx, localOperator())
	if err != nil {
		return err
	}
	for _, user := range users {
		if account.Combined(user) {
			fmt.Printf("警告　　　%s（%s）一人兼任三员或业务角色：请把系统、安全、审计管理员授予不同的人，再由新的安全管理员收回，见手册第1节\n", user.Login, user.Name)
		}
	}
	if count := in.accounts.Unreadable(users); count > 0 {
		fmt.Printf("警告　　　%d 人的动态口令无法核对：本机的密钥与登记时不同，请恢复 %s 或 DANGANKU_SECRET_KEY\n", count, in.config.path(secretKeyFile))
	}
	return nil
}

func orLocal(endpoint string) string {
	if endpoint == "" {
		return "本机磁盘"
	}
	return "S3 " + endpoint
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/danganku/danganku/internal/api"
	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/registry"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/web"
)

type serveCmd struct {
	Listen            string `help:"Address to listen on." env:"DANGANKU_LISTEN" default:"127.0.0.1:8080"`
	AdminPassword     string `help:"Password of the first administrator, admin; unset: a one-time password is printed." env:"DANGANKU_ADMIN_PASSWORD"`
	AdminPasswordFile string `help:"File holding the password of the first administrator." env:"DANGANKU_ADMIN_PASSWORD_FILE" type:"path"`
	TLSCert           string `name:"tls-cert" help:"Certificate file; with --tls-key the server speaks HTTPS." type:"existingfile"`
	TLSKey            string `name:"tls-key" help:"Key file." type:"existingfile"`
}

// Timeouts of the server. There is none for whole requests: a package of several gigabytes may be on its way.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	drainTimeout  = 20 * time.Second
)

func (c *serveCmd) Run(ctx context.Context, config *Config) error {
	if err := readSecret(&c.AdminPassword, c.AdminPasswordFile, "DANGANKU_ADMIN_PASSWORD"); err != nil {
		return err
	}
	logger := config.logger()
	in, err := open(ctx, config)
	if err != nil {
		return err
	}
	defer in.Close()
	if in.index == nil {
		return errs.New(errs.Unavailable, "serve.index_busy", "数据文件夹%s正由另一个进程使用", config.Data)
	}
	oneTime, created, err := in.accounts.EnsureAdministrator(ctx, c.AdminPassword)
	if err != nil {
		return err
	}
	handler, err := in.handler(logger, c.TLSCert != "")
	if err != nil {
		return err
	}
	if err := in.openControl(ctx); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return errs.New(errs.Unavailable, "serve.listen", "不能在%s上监听，地址可能已被占用", c.Listen).Because(err)
	}
	c.welcome(listener.Addr().String(), oneTime, created)
	return c.serve(ctx, in, logger, listener, handler)
}

func (in *installation) handler(logger *slog.Logger, secure bool) (http.Handler, error) {
	federation, err := in.federation()
	if err != nil {
		return nil, err
	}
	return api.New(api.Config{Account: in.accounts, Federation: federation, Audit: &audit.Reader{Store: in.store, Clock: in.clock}, Dossier: in.dossiers,
		Ingest: in.ingests, Reading: in.reading, Registry: &registry.Service{Store: in.store, Clock: in.clock}, Schemes: in.schemes,
		Transfer: in.transfers, People: in.people, Circulation: in.circulation, Consultation: in.consultation,
		Certificate: in.certificate, Forwarding: in.forwarding, Late: in.transfers.Late, Clock: in.clock, UI: web.Handler(), Ready: in.ready,
		JobCounts: in.store.Jobs().Counts, AuditHealth: in.trail.Health, Logger: logger, Secure: secure,
		UploadDir: in.config.path("uploads"), Writers: in.writers()})
}

// ready reports whether database and object store answer.
func (in *installation) ready(ctx context.Context) error {
	if err := in.store.Ping(ctx); err != nil {
		return errs.Wrap("database", err)
	}
	_, err := in.objects.Stat(ctx, ocflPrefix+"/0=ocfl_1.1")
	return errs.Wrap("object store", err)
}

func (c *serveCmd) welcome(address, oneTime string, created bool) {
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	fmt.Printf("\n  档案库已启动： %s://%s\n", scheme, address)
	if created {
		fmt.Println("  首个管理员：　 admin")
	}
	if oneTime != "" {
		fmt.Printf("  一次性密码：　 %s　（首次登录后须修改）\n", oneTime)
	}
	if !web.Built() {
		fmt.Println("  界面尚未构建，请运行 make ui")
	}
	fmt.Println()
}

func (c *serveCmd) serve(ctx context.Context, in *installation, logger *slog.Logger, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn)}
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return in.background(groupCtx, logger) })
	group.Go(func() error {
		err := c.listen(server, listener)
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	})
	group.Go(func() error {
		<-groupCtx.Done()
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
		defer cancel()
		return server.Shutdown(drain)
	})
	err := group.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
	defer cancel()
	err = errors.Join(err, in.trail.Anchor(last))
	fmt.Fprintln(os.Stderr, "档案库已停止")
	return err
}

func (c *serveCmd) listen(server *http.Server, listener net.Listener) error {
	if c.TLSCert != "" {
		return server.ServeTLS(listener, c.TLSCert, c.TLSKey)
	}
	return server.Serve(listener)
}

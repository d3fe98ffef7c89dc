package testkit

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/jackc/pgx/v5"
)

const pgUser = "danganku"

// pgCluster is one PostgreSQL server with its private folder. It listens on 127.0.0.1 only and opens no Unix socket.
type pgCluster struct {
	bin      string // folder of initdb and postgres
	dir      string
	port     int
	user     *syscall.Credential // nil: as ourselves
	settings []string
	process  *process // nil while the server is down
}

// newCluster creates and starts a server from the programs this machine has, with the given settings, NAME=VALUE each.
func newCluster(settings ...string) (*pgCluster, error) {
	bin, err := postgresBin()
	if err != nil {
		return nil, err
	}
	return newClusterFrom(bin, settings...)
}

func newClusterFrom(bin string, settings ...string) (*pgCluster, error) {
	owner, err := unprivileged()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "danganku-postgres-")
	if err != nil {
		return nil, err
	}
	c := &pgCluster{bin: bin, dir: dir, user: owner, settings: settings}
	err = c.initialise()
	if err == nil {
		err = c.start(freePort)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

func (c *pgCluster) initialise() error {
	if c.user != nil {
		if err := os.Chown(c.dir, int(c.user.Uid), int(c.user.Gid)); err != nil {
			return err
		}
	}
	initdb := exec.Command(filepath.Join(c.bin, "initdb"), "--pgdata", c.data(), "--username", pgUser, "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--no-sync")
	initdb.Dir = c.dir
	initdb.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.dir, "LC_ALL=C"}
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: c.user}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (c *pgCluster) data() string { return filepath.Join(c.dir, "data") }

func (c *pgCluster) start(pick func() (int, error)) error {
	p, port, err := startOnPort(pick, func(port int) launch {
		c.port = port
		argv := []string{filepath.Join(c.bin, "postgres"), "-D", c.data(), "-p", strconv.Itoa(port)}
		settings := append([]string{
			"listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "shared_buffers=32MB",
			// As files of the data folder, so that after a SIGKILL none is left in the system.
			"dynamic_shared_memory_type=mmap",
		}, c.settings...)
		for _, setting := range settings {
			argv = append(argv, "-c", setting)
		}
		return launch{
			argv: argv, dir: c.dir, log: filepath.Join(c.dir, "server.log"), signal: "QUIT", scrap: c.dir,
			user: c.user, ready: c.answers,
		}
	})
	c.process, c.port = p, port
	return err
}

// answers checks that the server on the port is this one, by the one thing no neighbour shares: its folder.
func (c *pgCluster) answers(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return err
	}
	var folder string
	err = conn.QueryRow(ctx, "SHOW data_directory").Scan(&folder)
	if err == nil && folder != c.data() {
		err = fmt.Errorf("port %d belongs to the server of %s", c.port, folder)
	}
	return errors.Join(err, conn.Close(ctx))
}

func (c *pgCluster) exec(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

func (c *pgCluster) url(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(pgUser), Host: loopback(c.port), Path: database, RawQuery: "sslmode=disable"}
	return u.String()
}

// unprivileged returns the user PostgreSQL runs as when we are root, which it refuses: an existing account, so that
// nothing is added to the system.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(account.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(account.Gid, 10, 32)
		if err := errors.Join(uidErr, gidErr); err != nil {
			return nil, fmt.Errorf("account %s: %w", name, err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("no unprivileged account to run PostgreSQL as (postgres or nobody)")
}

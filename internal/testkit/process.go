package testkit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// keeperScript runs a server and ends it when standard input closes, which the system does for us however the test
// binary ends: return, panic, or SIGKILL. Descriptor 3 carries the server's pid and is then held by the server alone, so
// its end of file says that the server and all its children are gone.
// Arguments: log file, stop signal, folder to remove at the end (or empty), command and its arguments.
const keeperScript = `log=$1 signal=$2 scrap=$3
shift 3
"$@" </dev/null >>"$log" 2>&1 &
server=$!
echo "$server" >&3
exec 3>&-
read -r order
kill -s "$signal" "$server" 2>/dev/null
wait "$server"
if [ "$order" != keep ] && [ -n "$scrap" ]; then rm -rf "$scrap"; fi`

const (
	readyWithin = 90 * time.Second // a cold PostgreSQL or MinIO on a loaded two-core machine
	endsWithin  = 30 * time.Second
	probeEvery  = 50 * time.Millisecond
)

// errExited says that a server ended before it was ready; on a private port that is most often a port taken meanwhile.
var errExited = errors.New("ended before it was ready")

// launch says how one server is started and how to see that it answers.
type launch struct {
	argv   []string
	env    []string
	dir    string // working folder
	log    string // file that takes both output streams
	signal string // name of the signal that ends it quickly and cleanly
	scrap  string // folder removed when the server ends, empty for none
	user   *syscall.Credential
	ready  func(context.Context) error
}

// process is a server that runs under a keeper.
type process struct {
	pid    int
	keeper *exec.Cmd
	leash  io.WriteCloser // closing it ends the server
	gone   chan struct{}  // closed when the server and its children have ended
}

// start runs the server and returns once it answers. The error holds the end of the server's log.
func (l launch) start() (*process, error) {
	status, serverEnd, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p := &process{keeper: l.command(serverEnd), gone: make(chan struct{})}
	if p.leash, err = p.keeper.StdinPipe(); err == nil {
		err = p.keeper.Start()
	}
	err = errors.Join(err, serverEnd.Close())
	if err != nil {
		return nil, errors.Join(err, status.Close())
	}
	lines := bufio.NewReader(status)
	first, err := lines.ReadString('\n')
	go func() {
		// A leash that nobody holds would be closed by the garbage collector, which would end the server.
		defer runtime.KeepAlive(p)
		defer close(p.gone)
		defer status.Close()
		_, _ = io.Copy(io.Discard, lines) // ends when the server does; there is nothing to read
	}()
	if err == nil {
		p.pid, err = strconv.Atoi(strings.TrimSpace(first))
	}
	if err == nil {
		err = p.await(l.ready)
	}
	if err != nil {
		// The folder stays for the next attempt; whoever made it removes it.
		return nil, errors.Join(fmt.Errorf("%s: %w\n%s", l.argv[0], err, tail(l.log)), p.end("keep"))
	}
	return p, nil
}

func (l launch) command(serverEnd *os.File) *exec.Cmd {
	keeper := exec.Command("/bin/sh", append([]string{"-c", keeperScript, "keeper", l.log, l.signal, l.scrap}, l.argv...)...)
	keeper.Dir = l.dir
	keeper.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + l.dir, "LC_ALL=C"}, l.env...)
	keeper.ExtraFiles = []*os.File{serverEnd}
	// A group of its own: Ctrl-C in a terminal must reach the keeper as a closed leash, not as a signal.
	keeper.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: l.user}
	return keeper
}

func (p *process) await(ready func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	ticker := time.NewTicker(probeEvery)
	defer ticker.Stop()
	for {
		attempt, done := context.WithTimeout(ctx, 2*time.Second)
		err := ready(attempt)
		done()
		if err == nil {
			return nil
		}
		select {
		case <-p.gone:
			return errExited
		case <-ctx.Done():
			return fmt.Errorf("not ready within %s: %w", readyWithin, err)
		case <-ticker.C:
		}
	}
}

// kill ends the server as a power cut would: SIGKILL, its folder left as it is.
func (p *process) kill() error {
	if p == nil {
		return errors.New("it is not running")
	}
	if err := syscall.Kill(p.pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill: %w", err)
	}
	return p.end("keep")
}

// end lets go of the leash, with the order "keep" or "drop" for the folder, and returns when everything is gone.
func (p *process) end(order string) error {
	// The keeper may have ended already; what counts is that it is gone, which Wait tells.
	_, _ = io.WriteString(p.leash, order+"\n")
	_ = p.leash.Close()
	overdue := time.AfterFunc(endsWithin, func() { _ = syscall.Kill(-p.keeper.Process.Pid, syscall.SIGKILL) })
	defer overdue.Stop()
	var exit *exec.ExitError
	if err := p.keeper.Wait(); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("wait for keeper: %w", err)
	}
	select {
	case <-p.gone:
	case <-time.After(endsWithin):
		return fmt.Errorf("server %d still runs", p.pid)
	}
	return nil
}

// startOnPort starts what build describes on one of the ports that pick offers, again when the server ends before it is
// ready: the port may have been taken between the choice and the bind.
func startOnPort(pick func() (int, error), build func(port int) launch) (*process, int, error) {
	var last error
	for range 5 {
		port, err := pick()
		if err != nil {
			return nil, 0, err
		}
		p, err := build(port).start()
		if err == nil {
			return p, port, nil
		}
		if last = err; !errors.Is(err, errExited) {
			break
		}
	}
	return nil, 0, last
}

// tail returns the last two thousand bytes of a log, which hold the reason a server did not start.
func tail(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-2000):])
}

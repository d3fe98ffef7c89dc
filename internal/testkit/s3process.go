package testkit

import (
	"net"
	"strconv"
	"testing"
)

// S3Process is a server of one test's own, which the test may kill and restart. The fields of S3Server stay the same
// over restarts.
type S3Process struct {
	S3Server
	t       testing.TB
	kind    s3Kind
	dir     string
	process *process // nil while the server is down
}

// StartS3 starts a server of the named kind, "minio" or "versitygw", that keeps its objects under dir. It ends with the
// test at the latest; dir belongs to the caller.
func StartS3(t testing.TB, server, dir string) *S3Process {
	t.Helper()
	for _, kind := range s3Kinds {
		if kind.name != server {
			continue
		}
		running, s3, err := kind.start(dir, "", newS3Server(), freePort)
		if err != nil {
			missing(t, server, err)
		}
		p := &S3Process{S3Server: s3, t: t, kind: kind, dir: dir, process: running}
		t.Cleanup(p.Stop)
		return p
	}
	t.Fatalf("no S3 server called %q; there are %v", server, S3ServerNames())
	return nil
}

// Kill ends the server with SIGKILL and returns when it is gone.
func (p *S3Process) Kill() {
	p.t.Helper()
	if err := p.process.kill(); err != nil {
		p.t.Fatalf("kill %s: %v", p.kind.name, err)
	}
	p.process = nil
}

// Restart starts the server again on the same port, folder and keys, after Kill or Stop.
func (p *S3Process) Restart() {
	p.t.Helper()
	running, _, err := p.kind.start(p.dir, "", p.S3Server, samePort(p.Endpoint))
	if err != nil {
		p.t.Fatalf("restart %s: %v", p.kind.name, err)
	}
	p.process = running
}

// Stop ends the server and leaves its folder; a second call does nothing.
func (p *S3Process) Stop() {
	p.t.Helper()
	if p.process == nil {
		return
	}
	if err := p.process.end("keep"); err != nil {
		p.t.Errorf("stop %s: %v", p.kind.name, err)
	}
	p.process = nil
}

// samePort picks the port of address, HOST:PORT, every time.
func samePort(address string) func() (int, error) {
	return func() (int, error) {
		_, port, err := net.SplitHostPort(address)
		if err != nil {
			return 0, err
		}
		return strconv.Atoi(port)
	}
}

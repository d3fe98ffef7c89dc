package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const adminPassword = "correct-horse-2026"

var buildOnce = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "danganku-bin-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(folder, "danganku")
	out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if binary, err := buildOnce(); err == nil {
		os.RemoveAll(filepath.Dir(binary))
	}
	os.Exit(code)
}

// program is the real binary with the environment of one installation.
type program struct {
	t      *testing.T
	binary string
	env    []string
	listen string
}

// newProgram prepares an installation with a private data folder; extra adds or overrides environment variables.
func newProgram(t *testing.T, extra ...string) *program {
	t.Helper()
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	env := append(os.Environ(), "DANGANKU_DATA="+t.TempDir(), "DANGANKU_LISTEN="+address, "DANGANKU_ADMIN_PASSWORD="+adminPassword,
		"DANGANKU_LEASE=2s")
	return &program{t: t, binary: binary, env: append(env, extra...), listen: address}
}

func (p *program) command(args ...string) *exec.Cmd {
	command := exec.Command(p.binary, args...)
	command.Env = p.env
	return command
}

// run runs the binary to its end and returns what it printed to standard output and its exit code.
func (p *program) run(args ...string) (string, int) {
	p.t.Helper()
	stdout, stderr, code := p.execute(args...)
	if code != 0 {
		p.t.Logf("danganku %s exits with %d\n%s", strings.Join(args, " "), code, stderr)
	}
	return stdout, code
}

// execute is run with both outputs.
func (p *program) execute(args ...string) (stdout, stderr string, code int) {
	p.t.Helper()
	command := p.command(args...)
	var out, problems bytes.Buffer
	command.Stdout, command.Stderr = &out, &problems
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return out.String(), problems.String(), command.ProcessState.ExitCode()
}

// server is the binary serving.
type server struct {
	*program
	process *exec.Cmd
	output  *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serve starts the server and waits until it is ready.
func (p *program) serve() *server {
	p.t.Helper()
	s := &server{program: p, process: p.command("serve"), output: &lockedBuffer{}}
	s.process.Stdout, s.process.Stderr = s.output, s.output
	if err := s.process.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(s.kill)
	deadline := time.Now().Add(60 * time.Second)
	for time.Now().Before(deadline) {
		response, err := http.Get("http://" + p.listen + "/readyz")
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return s
			}
		}
		pause(p.t, 50*time.Millisecond)
	}
	p.t.Fatalf("server did not become ready:\n%s", s.output)
	return nil
}

func pause(t *testing.T, d time.Duration) {
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// kill ends the server at once, as a power cut would.
func (s *server) kill() {
	if s.process.ProcessState == nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
	}
}

// client talks to a server as a browser with a session does.
type client struct {
	base string
	http *http.Client
}

func (p *program) client() *client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	return &client{base: "http://" + p.listen, http: &http.Client{Jar: jar, Timeout: 60 * time.Second}}
}

// call sends body as JSON and decodes the answer into result; both may be nil.
func (c *client) call(ctx context.Context, method, path string, body, result any) error {
	request, err := jsonRequest(ctx, method, c.base+path, body)
	if err != nil {
		return err
	}
	return c.do(request, result)
}

// jsonRequest is a request with body as JSON, which may be nil.
func jsonRequest(ctx context.Context, method, url string, body any) (*http.Request, error) {
	var content io.Reader = http.NoBody
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, url, content)
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

func (c *client) do(request *http.Request, result any) error {
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", request.Method, request.URL.Path, response.Status, answer)
	}
	if result == nil || len(answer) == 0 {
		return nil
	}
	return json.Unmarshal(answer, result)
}

func (c *client) signIn(ctx context.Context) error {
	return c.call(ctx, http.MethodPost, "/api/v1/session", map[string]string{"login": "admin", "password": adminPassword}, nil)
}

// upload sends one announced file with tus, creation and content in one request.
func (c *client) upload(ctx context.Context, ingestID string, index int, content []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/uploads/", bytes.NewReader(content))
	if err != nil {
		return err
	}
	encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	request.Header.Set("Tus-Resumable", "1.0.0")
	request.Header.Set("Upload-Length", fmt.Sprint(len(content)))
	request.Header.Set("Content-Type", "application/offset+octet-stream")
	request.Header.Set("Upload-Metadata", fmt.Sprintf("ingest %s,index %s", encode(ingestID), encode(fmt.Sprint(index))))
	return c.do(request, nil)
}

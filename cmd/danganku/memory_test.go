package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

var memoryPackage = flag.String("memory.package", "", "folder of scans to upload while the memory of the server is watched")

// What the server may take while a package of 2 GB comes in.
const memoryBound = 400 << 20

// TestServeMemory uploads a package, sees it stored and its page images made, and holds the peak memory of the server to its
// bound. Without -memory.package it takes a small package, which still shows that nothing holds whole packages.
func TestServeMemory(t *testing.T) {
	folder := *memoryPackage
	if folder == "" {
		folder = t.TempDir()
		fixturePackage(t, folder, 40, 4, 8)
	}
	p := newProgram(t)
	s := p.serve()
	flow := &patientUser{t: t, p: p, folder: folder, files: filesBelow(t, folder), key: "memory-test", stored: map[string]bool{}}
	deadline := time.Now().Add(2 * time.Hour)
	for {
		state, err := flow.takeIn(t.Context())
		if state == "COMMITTED" && s.pendingJobs() == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("not finished: %s, %v", state, err)
		}
		pause(t, 200*time.Millisecond)
	}
	peak := peakMemory(t, s.process.Process.Pid)
	t.Logf("%d files, peak memory of the server %d MB", len(flow.files), peak>>20)
	if peak > memoryBound {
		t.Errorf("the server took %d MB, more than %d MB", peak>>20, memoryBound>>20)
	}
}

// takeIn takes one step, confirming whatever the dry run accepts.
func (u *patientUser) takeIn(ctx context.Context) (string, error) {
	if u.client == nil || u.id == "" {
		_, err := u.advance()
		return "", err
	}
	var in ingestState
	if err := u.client.call(ctx, http.MethodGet, "/api/v1/ingests/"+u.id, nil, &in); err != nil {
		return "", err
	}
	switch in.State {
	case "RECEIVING":
		return in.State, u.send(ctx)
	case "INSPECTED":
		return in.State, u.client.call(ctx, http.MethodPost, "/api/v1/ingests/"+u.id+"/confirmation", nil, nil)
	case "FAILED":
		u.t.Fatalf("ingest failed: %s", in.Problem)
	}
	return in.State, nil
}

func filesBelow(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		files = append(files, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// pendingJobs is the number of background jobs that are due or running, as the server's metrics tell.
func (s *server) pendingJobs() int {
	response, err := http.Get("http://" + s.listen + "/metrics")
	if err != nil {
		return -1
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return -1
	}
	pending := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "danganku_jobs{") && (strings.Contains(line, "PENDING") || strings.Contains(line, "RUNNING")) {
			fields := strings.Fields(line)
			count, err := strconv.ParseFloat(fields[len(fields)-1], 64)
			if err != nil {
				return -1
			}
			pending += int(count)
		}
	}
	return pending
}

// peakMemory is the largest resident size of a process so far, in bytes.
func peakMemory(t *testing.T, pid int) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kilobytes << 10
		}
	}
	t.Fatal("no peak memory in the status of the process")
	return 0
}

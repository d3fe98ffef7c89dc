package apitest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/api"
	"github.com/danganku/danganku/internal/domain"
)

func (w *world) offset(as, address string) int {
	w.t.Helper()
	response, _ := w.send(http.MethodHead, address, as, map[string]string{"Tus-Resumable": "1.0.0"}, nil)
	if response.StatusCode != http.StatusOK {
		return -response.StatusCode
	}
	return must[int](w.t)(strconv.Atoi(response.Header.Get("Upload-Offset")))
}

// A process that was killed leaves its lock. Its number may be free, or, in a container, be that of its successor.
func TestUploadGoesOnAfterTheServerDied(t *testing.T) {
	for name, pid := range map[string]int{"number free": 999_999_999, "number taken over": os.Getpid()} {
		t.Run(name, func(t *testing.T) { resumeAfterDeath(t, pid) })
	}
}

func resumeAfterDeath(t *testing.T, pid int) {
	w := newWorld(t)
	files := packageOf(t, shan)
	body := announce("批次", heping, files)
	id := w.announced("heping", body).Ingest.ID
	content := files[body.Files[0].Path]
	half := len(content) / 2
	address, response, _ := w.begin("heping", id, 0, len(content))
	if response.StatusCode != http.StatusCreated || !strings.HasPrefix(address, "/api/v1/uploads/") {
		t.Fatalf("status %d, address %q", response.StatusCode, address)
	}
	if response, answer := w.patch("heping", address, 0, content[:half]); response.StatusCode != http.StatusNoContent {
		t.Fatalf("%d %s", response.StatusCode, answer)
	}
	w.server.Close()
	lock := filepath.Join(w.config.UploadDir, filepath.Base(address)+".lock")
	check(t, os.WriteFile(lock, fmt.Appendln(nil, pid), 0o600))
	w.open()
	if got := w.offset("heping", address); got != half {
		t.Fatalf("resumes at %d, want %d", got, half)
	}
	if response, answer := w.patch("heping", address, 3, content[3:]); response.StatusCode != http.StatusConflict {
		t.Errorf("a wrong offset is taken: %d %s", response.StatusCode, answer)
	}
	if response, answer := w.patch("heping", address, half, content[half:]); response.StatusCode != http.StatusNoContent {
		t.Fatalf("%d %s", response.StatusCode, answer)
	}
	if _, answer := w.send(http.MethodGet, "/api/v1/ingests/"+id+"/upload", "heping", nil, nil); len(decode[uploadView](t, answer).Missing) != len(files)-1 {
		t.Errorf("missing: %s", answer)
	}
	if got := w.offset("heping", address); got != -http.StatusNotFound {
		t.Errorf("a finished upload still answers: %d", got)
	}
}

// TestServerDiedBeforeHandOver leaves a complete file among the uploads, as a process does that dies right after the last
// byte.
func TestServerDiedBeforeHandOver(t *testing.T) {
	w := newWorld(t)
	files := packageOf(t, shan)
	body := announce("批次", heping, files)
	id := w.announced("heping", body).Ingest.ID
	content := files[body.Files[0].Path]
	address, _, _ := w.begin("heping", id, 0, len(content))
	check(t, os.WriteFile(filepath.Join(w.config.UploadDir, filepath.Base(address)), content, 0o600))
	if got := w.offset("heping", address); got != len(content) {
		t.Errorf("offset %d, want all %d", got, len(content))
	}
	if _, answer := w.send(http.MethodGet, "/api/v1/ingests/"+id+"/upload", "heping", nil, nil); len(decode[uploadView](t, answer).Missing) != len(files)-1 {
		t.Errorf("the file was not handed over: %s", answer)
	}
}

func TestUploadsAreRefused(t *testing.T) {
	w := newWorld(t)
	files := packageOf(t, shan)
	body := announce("批次", heping, files)
	id := w.announced("heping", body).Ingest.ID
	size := len(files[body.Files[0].Path])
	address, _, _ := w.begin("heping", id, 0, size)
	for _, test := range []struct {
		name, as, ingest string
		index, size      int
		status           int
		code             string
	}{
		{"wrong size", "heping", id, 0, size + 1, 422, "upload.size"},
		{"index beyond the manifest", "heping", id, 999, size, 400, "upload.index"},
		{"foreign user", "tiexi", id, 0, size, 404, "ingest.not_found"},
		{"no such ingest", "tiexi", domain.NewID(), 0, size, 404, "ingest.not_found"},
		{"no identifier", "heping", "../../etc", 0, size, 400, "upload.metadata"},
		{"no role", "nobody", id, 0, size, 404, "ingest.not_found"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w.t = t
			_, response, answer := w.begin(test.as, test.ingest, test.index, test.size)
			if response.StatusCode != test.status || codeOf(answer) != test.code {
				t.Errorf("%d %s", response.StatusCode, answer)
			}
		})
	}
	w.t = t
	tus := map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
	w.run(t,
		scenario{name: "somebody else's upload", as: "tiexi", method: http.MethodPatch, path: address, headers: tus, body: "x", wantStatus: 404, wantCode: "upload.not_found"},
		scenario{name: "nor its offset", as: "tiexi", method: http.MethodHead, path: address, headers: tus, wantStatus: 404},
		scenario{name: "nor give it up", as: "tiexi", method: http.MethodDelete, path: address, headers: tus, wantStatus: 404},
		scenario{name: "nothing comes back", as: "heping", path: address, wantStatus: 405},
		scenario{name: "no other folder", as: "heping", method: http.MethodHead, path: "/api/v1/uploads/..%2fdanganku", wantStatus: 404},
		scenario{name: "more than announced", as: "heping", method: http.MethodPatch, path: address, headers: tus, body: string(make([]byte, size+1)), wantStatus: 413},
		scenario{name: "size said later", as: "heping", method: http.MethodPost, path: "/api/v1/uploads/", headers: map[string]string{"Tus-Resumable": "1.0.0",
			"Upload-Defer-Length": "1", "Upload-Metadata": tusMetadata("ingest", id, "index", "0")}, wantStatus: 501},
		scenario{name: "concatenation", as: "heping", method: http.MethodPost, path: "/api/v1/uploads/", headers: map[string]string{"Tus-Resumable": "1.0.0",
			"Upload-Concat": "final;" + address, "Upload-Metadata": tusMetadata("ingest", id, "index", "0")}, wantStatus: 400},
		scenario{name: "given up", as: "heping", method: http.MethodDelete, path: address, headers: tus, wantStatus: 204},
		scenario{name: "and gone", as: "heping", method: http.MethodHead, path: address, headers: tus, wantStatus: 404},
	)
}

func TestMethodOverrideReachesNothing(t *testing.T) {
	w := newWorld(t)
	files := packageOf(t, shan)
	id := w.announced("heping", announce("批次", heping, files)).Ingest.ID
	w.run(t, scenario{name: "create disguised", as: "heping", method: http.MethodPost, path: "/api/v1/uploads/", headers: map[string]string{"Tus-Resumable": "1.0.0",
		"X-HTTP-Method-Override": "DELETE", "Upload-Length": "1", "Upload-Metadata": tusMetadata("ingest", id, "index", "0")}, wantStatus: 422, wantCode: "upload.size"})
}

func TestFaultsOfTheDiskAreNotTold(t *testing.T) {
	w := newWorld(t)
	files := packageOf(t, shan)
	body := announce("批次", heping, files)
	id := w.announced("heping", body).Ingest.ID
	check(t, os.RemoveAll(w.config.UploadDir))
	check(t, os.WriteFile(w.config.UploadDir, nil, 0o600)) // a file where the folder was
	_, response, answer := w.begin("heping", id, 0, len(files[body.Files[0].Path]))
	if response.StatusCode != 500 || codeOf(answer) != "internal" || strings.Contains(string(answer), w.dir) {
		t.Errorf("%d %s", response.StatusCode, answer)
	}
	if !strings.Contains(w.log.String(), w.dir) {
		t.Error("the log does not say what is wrong")
	}
}

func TestAnnouncingTwiceIsOneIngest(t *testing.T) {
	w := newWorld(t)
	files := packageOf(t, shan)
	body := announce("批次", heping, files)
	key := map[string]string{"Idempotency-Key": "0f9d8c7b"}
	var first uploadView
	w.run(t,
		scenario{name: "first", as: "heping", method: http.MethodPost, path: "/api/v1/ingests", headers: key, body: body, wantStatus: 201,
			wantAudit: []domain.AuditAction{domain.AuditIngestCreate}, after: func(t *testing.T, _ *reply, answer []byte) { first = decode[uploadView](t, answer) }},
		scenario{name: "again", as: "heping", method: http.MethodPost, path: "/api/v1/ingests", headers: key, body: body, wantStatus: 201,
			wantAudit: []domain.AuditAction{}, after: func(t *testing.T, _ *reply, answer []byte) {
				if again := decode[uploadView](t, answer); again.Ingest.ID != first.Ingest.ID {
					t.Error("another ingest was made")
				}
			}},
		scenario{name: "path leaves the package", as: "heping", method: http.MethodPost, path: "/api/v1/ingests",
			body: announce("x", heping, map[string][]byte{"../a.jpg": {1}}), wantStatus: 400, wantCode: "upload.path"},
	)
}

func TestSweepRemovesOnlyWhatIsOldAndOurs(t *testing.T) {
	dir := t.TempDir()
	old, fresh := strings.Repeat("a", 32), strings.Repeat("b", 32)
	now := time.Now()
	for name, age := range map[string]time.Duration{old: 48 * time.Hour, old + ".info": 48 * time.Hour, old + ".lock": 48 * time.Hour,
		fresh: time.Hour, fresh + ".info": 48 * time.Hour, "notes.txt": 48 * time.Hour} {
		path := filepath.Join(dir, name)
		check(t, os.WriteFile(path, []byte("x"), 0o600))
		check(t, os.Chtimes(path, now.Add(-age), now.Add(-age)))
	}
	swept, err := api.SweepUploads(context.Background(), dir, now.Add(-24*time.Hour))
	check(t, err)
	left, err := os.ReadDir(dir)
	check(t, err)
	if swept != 1 || len(left) != 3 {
		t.Errorf("swept %d, left %v", swept, left)
	}
	if swept, err := api.SweepUploads(context.Background(), filepath.Join(dir, "absent"), now); swept != 0 || err != nil {
		t.Errorf("absent folder: %d %v", swept, err)
	}
}

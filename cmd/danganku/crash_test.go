package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/testkit"
)

var crashPoints = flag.Int("crash.points", 4, "random points at which each crash test kills")

// Dossiers and pages of the package of one round: enough to be caught in the middle, little enough for many rounds.
const (
	crashPersons  = 6
	crashPages    = 2 // of each of three materials
	crashLongest  = 3 * time.Second
	crashRecovery = 90 * time.Second
)

func TestServerKilledDuringIngest(t *testing.T) {
	t.Run("embedded", func(t *testing.T) {
		killServers(t, newProgram(t))
	})
	t.Run("production", func(t *testing.T) {
		s3 := testkit.S3(t, "minio")
		killServers(t, newProgram(t, append(s3Environment(s3, s3.NewBucket(t)), "DANGANKU_DATABASE_URL="+testkit.Postgres(t))...))
	})
}

func TestObjectStoreKilledDuringIngest(t *testing.T) {
	for _, name := range testkit.S3ServerNames() {
		t.Run(name, func(t *testing.T) {
			store := testkit.StartS3(t, name, t.TempDir())
			p := newProgram(t, append(s3Environment(store.S3Server, "danganku"), "DANGANKU_DATABASE_URL="+testkit.Postgres(t))...)
			s := p.serve()
			var acknowledged []string
			for round := range *crashPoints {
				dice := rand.New(rand.NewPCG(uint64(round), 77))
				done := make(chan struct{})
				go func() {
					defer close(done)
					time.Sleep(time.Duration(dice.Int64N(int64(crashLongest)))) //nolint:forbidigo // the random moment is the test
					store.Kill()
					store.Restart()
				}()
				acknowledged = append(acknowledged, ingestUntilDone(t, p, 1000+round)...)
				<-done
			}
			s.kill()
			checkNothingLost(t, p, acknowledged)
		})
	}
}

func s3Environment(s3 testkit.S3Server, bucket string) []string {
	return []string{"DANGANKU_S3_ENDPOINT=" + s3.Endpoint, "DANGANKU_S3_BUCKET=" + bucket,
		"DANGANKU_S3_ACCESS_KEY=" + s3.AccessKey, "DANGANKU_S3_SECRET_KEY=" + s3.SecretKey}
}

// killServers kills and restarts the server at a random moment of each round's ingest.
func killServers(t *testing.T, p *program) {
	var acknowledged []string
	s := p.serve()
	for round := range *crashPoints {
		dice := rand.New(rand.NewPCG(uint64(round), 99))
		next := make(chan *server)
		go func() {
			time.Sleep(time.Duration(dice.Int64N(int64(crashLongest)))) //nolint:forbidigo // the random moment is the test
			s.kill()
			next <- p.serve()
		}()
		acknowledged = append(acknowledged, ingestUntilDone(t, p, round)...)
		s = <-next
	}
	s.kill()
	checkNothingLost(t, p, acknowledged)
}

// ingestUntilDone uploads a package and sees it through, repeating whatever fails, as a user with patience does. It returns
// the dossiers that were ever reported as stored.
func ingestUntilDone(t *testing.T, p *program, serial int) []string {
	t.Helper()
	folder := t.TempDir()
	flow := &patientUser{t: t, p: p, folder: folder, files: fixturePackage(t, folder, serial, crashPersons, crashPages),
		key: fmt.Sprintf("crash-round-%d", serial), stored: map[string]bool{}}
	deadline := time.Now().Add(crashRecovery)
	for {
		finished, err := flow.advance()
		if finished {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("round %d did not finish: %v", serial, err)
		}
		pause(t, 20*time.Millisecond)
	}
	var ids []string
	for id := range flow.stored {
		ids = append(ids, id)
	}
	return ids
}

// patientUser takes one step of an ingest at a time and signs in again whenever the server forgot it.
type patientUser struct {
	t      *testing.T
	p      *program
	folder string
	files  []string
	key    string
	client *client
	id     string
	stored map[string]bool
}

type ingestState struct {
	ID       string `json:"id"`
	State    string `json:"state"`
	Problem  string `json:"problem"`
	Accepted int    `json:"accepted"`
}

func (u *patientUser) advance() (bool, error) {
	ctx, cancel := context.WithTimeout(u.t.Context(), 20*time.Second)
	defer cancel()
	if u.client == nil {
		c := u.p.client()
		if err := c.signIn(ctx); err != nil {
			return false, err
		}
		u.client = c
	}
	if u.id == "" {
		return false, u.announce(ctx)
	}
	var in ingestState
	if err := u.client.call(ctx, http.MethodGet, "/api/v1/ingests/"+u.id, nil, &in); err != nil {
		return false, err
	}
	switch in.State {
	case "RECEIVING":
		return false, u.send(ctx)
	case "INSPECTED":
		if in.Accepted != crashPersons {
			u.t.Fatalf("dry run accepts %d of %d dossiers", in.Accepted, crashPersons)
		}
		return false, u.client.call(ctx, http.MethodPost, "/api/v1/ingests/"+u.id+"/confirmation", nil, nil)
	case "COMMITTING", "COMMITTED":
		err := u.note(ctx)
		return in.State == "COMMITTED" && err == nil && len(u.stored) == crashPersons, err
	case "FAILED":
		u.t.Fatalf("ingest failed: %s", in.Problem)
	}
	return false, nil
}

func (u *patientUser) announce(ctx context.Context) error {
	type file struct {
		Path string `json:"path"`
		Size int64  `json:"size"`
	}
	manifest := struct {
		Name   string `json:"name"`
		Office string `json:"office"`
		Files  []file `json:"files"`
	}{Name: u.key, Office: "210106"}
	for _, name := range u.files {
		info, err := os.Stat(filepath.Join(u.folder, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		manifest.Files = append(manifest.Files, file{name, info.Size()})
	}
	body, err := json.Marshal(manifest)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.client.base+"/api/v1/ingests", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", u.key)
	var answer struct {
		Ingest ingestState `json:"ingest"`
	}
	if err := u.client.do(request, &answer); err != nil {
		return err
	}
	u.id = answer.Ingest.ID
	return nil
}

func (u *patientUser) send(ctx context.Context) error {
	var upload struct {
		Missing []int `json:"missing"`
	}
	if err := u.client.call(ctx, http.MethodGet, "/api/v1/ingests/"+u.id+"/upload", nil, &upload); err != nil {
		return err
	}
	for _, index := range upload.Missing {
		content, err := os.ReadFile(filepath.Join(u.folder, filepath.FromSlash(u.files[index])))
		if err != nil {
			return err
		}
		if err := u.client.upload(ctx, u.id, index, content); err != nil {
			return err
		}
	}
	return u.client.call(ctx, http.MethodPost, "/api/v1/ingests/"+u.id+"/inspection", nil, nil)
}

// note remembers the dossiers that the server reports as stored: from then on they must never be missing.
func (u *patientUser) note(ctx context.Context) error {
	var list struct {
		Items []struct {
			State     string `json:"state"`
			DossierID string `json:"dossierId"`
		} `json:"items"`
	}
	if err := u.client.call(ctx, http.MethodGet, "/api/v1/ingests/"+u.id+"/items?limit=100", nil, &list); err != nil {
		return err
	}
	for _, item := range list.Items {
		if item.State == "COMMITTED" {
			u.stored[item.DossierID] = true
		}
	}
	return nil
}

// checkNothingLost verifies the installation and reads every page of every dossier that was reported as stored.
func checkNothingLost(t *testing.T, p *program, acknowledged []string) {
	t.Helper()
	report, code := p.run("verify", "--json")
	if code != 0 {
		t.Fatalf("verify exits with %d:\n%s", code, report)
	}
	if want := *crashPoints * crashPersons; len(acknowledged) != want {
		t.Fatalf("%d dossiers were acknowledged, want %d", len(acknowledged), want)
	}
	s := p.serve()
	defer s.kill()
	c := p.client()
	ctx := t.Context()
	if err := c.signIn(ctx); err != nil {
		t.Fatal(err)
	}
	for _, id := range acknowledged {
		var d struct {
			Pages []struct {
				No int `json:"no"`
			} `json:"pages"`
		}
		if err := c.call(ctx, http.MethodGet, "/api/v1/dossiers/"+id, nil, &d); err != nil {
			t.Fatal(err)
		}
		if len(d.Pages) != 3*crashPages {
			t.Errorf("dossier %s has %d pages, want %d", id, len(d.Pages), 3*crashPages)
		}
		for _, page := range d.Pages {
			if err := c.call(ctx, http.MethodGet, fmt.Sprintf("/api/v1/dossiers/%s/pages/%d/master", id, page.No), nil, nil); err != nil {
				t.Error(err)
			}
		}
	}
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/testkit"
)

const nodesOnPostgres = 3

// cluster is an installation served by several processes, and the tokens of those who work with it.
type cluster struct {
	t        *testing.T
	nodes    []*program
	servers  []*server
	http     *http.Client
	tokens   map[string]string // secret by role
	dossiers []string
}

// onClusters runs a test on several processes that share a PostgreSQL and an object store, and on the one process that may serve
// a data folder with its SQLite file.
func onClusters(t *testing.T, dossiers int, test func(t *testing.T, c *cluster)) {
	t.Run("PostgreSQL", func(t *testing.T) {
		s3 := testkit.S3(t, "minio")
		shared := append(s3Environment(s3, s3.NewBucket(t)), "DANGANKU_DATABASE_URL="+testkit.Postgres(t))
		var nodes []*program
		for range nodesOnPostgres {
			nodes = append(nodes, newProgram(t, shared...))
		}
		test(t, startCluster(t, nodes, dossiers))
	})
	t.Run("SQLite", func(t *testing.T) {
		test(t, startCluster(t, []*program{newProgram(t)}, dossiers))
	})
}

func startCluster(t *testing.T, nodes []*program, dossiers int) *cluster {
	t.Helper()
	c := &cluster{t: t, nodes: nodes, tokens: map[string]string{},
		http: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	t.Cleanup(c.http.CloseIdleConnections)
	folder := t.TempDir()
	fixturePackage(t, folder, 60, dossiers, 1)
	printed, code := nodes[0].run("ingest", folder, "--office", "210106", "--yes", "--json")
	var taken struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal([]byte(printed), &taken); err != nil || code != 0 {
		t.Fatalf("ingest exits with %d, %v:\n%s", code, err, printed)
	}
	for _, node := range nodes {
		c.servers = append(c.servers, node.serve())
	}
	c.makeTokens("archivist", "approver")
	c.release(taken.ID)
	return c
}

func (c *cluster) makeTokens(roles ...string) {
	c.t.Helper()
	admin := c.nodes[0].client()
	if err := admin.signIn(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	for _, role := range roles {
		body := map[string]any{"name": role, "expiresAt": time.Now().Add(time.Hour).UTC(),
			"grants": []map[string]string{{"role": role, "division": "210106"}}}
		var made struct {
			Secret string `json:"secret"`
		}
		if err := admin.call(c.t.Context(), http.MethodPost, "/api/v1/tokens", body, &made); err != nil {
			c.t.Fatal(err)
		}
		c.tokens[role] = made.Secret
	}
}

// release puts the dossiers of an ingest on the shelf.
func (c *cluster) release(ingestID string) {
	c.t.Helper()
	var list struct {
		Items []struct {
			DossierID string `json:"dossierId"`
		} `json:"items"`
	}
	c.must(message{as: "archivist", method: http.MethodGet, path: "/ingests/" + ingestID + "/items?limit=100"}, &list)
	for _, item := range list.Items {
		c.dossiers = append(c.dossiers, item.DossierID)
		c.must(message{as: "archivist", method: http.MethodPost, path: "/dossiers/" + item.DossierID + "/release", version: 1}, nil)
	}
}

// must sends what cannot be refused, while all nodes run.
func (c *cluster) must(m message, result any) {
	c.t.Helper()
	r, err := c.send(c.t.Context(), 0, m)
	if err == nil && result != nil {
		err = json.Unmarshal(r.body, result)
	}
	if err != nil || !r.done() {
		c.t.Fatalf("%s %s: %s, %v", m.method, m.path, r, err)
	}
}

// message is one request of a clerk.
type message struct {
	as      string // role
	method  string
	path    string // below /api/v1
	key     string // Idempotency-Key; empty: none
	version int    // If-Match; 0: none
	body    any
}

// reply is what came back: the fields of a loan or of a problem.
type reply struct {
	status int
	ID     string `json:"id"`
	Code   string `json:"code"`
	body   []byte
}

func (r reply) done() bool { return r.status < 300 }

func (r reply) String() string { return fmt.Sprintf("%d %s", r.status, r.body) }

// send asks one node and waits for the answer. errNotSent means that the node never saw the request; with any other error
// nobody knows what became of it.
func (c *cluster) send(ctx context.Context, node int, m message) (reply, error) {
	request, err := jsonRequest(ctx, m.method, "http://"+c.nodes[node].listen+"/api/v1"+m.path, m.body)
	if err != nil {
		return reply{}, err
	}
	request.Header.Set("Authorization", "Bearer "+c.tokens[m.as])
	if m.key != "" {
		request.Header.Set("Idempotency-Key", m.key)
	}
	if m.version > 0 {
		request.Header.Set("If-Match", fmt.Sprintf(`"%d"`, m.version))
	}
	return c.receive(request)
}

var errNotSent = errors.New("the node cannot be reached")

func (c *cluster) receive(request *http.Request) (reply, error) {
	response, err := c.http.Do(request)
	var network *net.OpError
	if errors.As(err, &network) && network.Op == "dial" {
		return reply{}, errNotSent
	}
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	r := reply{status: response.StatusCode}
	if r.body, err = io.ReadAll(response.Body); err != nil {
		return reply{}, err
	}
	return r, json.Unmarshal(r.body, &r)
}

// custody is where the system says a dossier is.
type custody struct {
	State string `json:"state"`
	Basis struct {
		ID string `json:"id"`
	} `json:"basis"`
	Moves []json.RawMessage `json:"moves"`
}

func (c *cluster) look(ctx context.Context, node int, dossier string) (custody, error) {
	var where custody
	r, err := c.send(ctx, node, message{as: "archivist", method: http.MethodGet, path: "/dossiers/" + dossier + "/custody"})
	if err == nil && !r.done() {
		err = errors.New(r.String())
	}
	if err != nil {
		return where, err
	}
	return where, json.Unmarshal(r.body, &where)
}

// loanForm asks for a loan of a worker's dossier by a unit.
func loanForm(unit string) map[string]any {
	return map[string]any{"unit": unit, "purpose": "NOTARIZATION", "content": "履历表", "whyNot": "须当庭出示原件", "letterNo": "公介1号",
		"letterOn": today(), "days": 7,
		"borrowers": []map[string]string{{"name": "赵公", "idNumber": "210106198003099018", "phone": "", "relation": ""}}}
}

func today() string { return time.Now().Format(time.DateOnly) }

// letterForm asks for a dossier to be forwarded.
func letterForm() map[string]any {
	return map[string]any{"letter": map[string]any{"no": "调档1号", "issuer": "大连市人才服务中心", "issuedOn": today(), "sealed": true, "qualified": true,
		"address": "大连市中山区", "contact": "钱证", "phone": "0411-1"}, "cause": "RELOCATION", "group": "", "complete": today()}
}

func packingForm(counted map[string]int) map[string]any {
	return map[string]any{"counted": counted, "sealed": true, "sealNo": "封1", "packedBy": "孙封", "checkedBy": "李核"}
}

func dispatchForm() map[string]any {
	return map[string]any{"channel": "CONFIDENTIAL_MAIL", "trackingNo": "机1", "couriers": []string{}, "on": today()}
}

func receiptForm() map[string]any {
	return map[string]any{"on": today(), "receivedBy": "周收", "sealed": true, "remark": ""}
}

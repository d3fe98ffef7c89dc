package apitest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/testkit"
)

const matrixHead = `# Who may do what: each operation, as each role, about things of 和平区 (210102) that exist.
# A role's two signs: granted for 和平区 or the enterprise itself | granted for 铁西区 or another enterprise.
# The officers' first sign: granted everywhere; they are granted for no part of the archive.
#   +  answered      ~  refused by state, version or a rule of the trade: whoever reads that may do it in principle
#   .  as if there were no such thing      x  forbidden      !  sign in first      ?  malformed      -  not asked
# Lists and searches answer + to everybody who has a list at all; that they are empty elsewhere is tested with them.
# After a deliberate change: go test ./internal/api/apitest -run TestAuthorisationMatrix -update, and read the difference.
`

// dry is a store whose transactions do everything and are then undone, while their callers believe them done: no request changes
// what the next one meets. While wet is set it is the store itself.
type dry struct {
	domain.Store
	wet *atomic.Bool
}

var errUndone = errors.New("undone on purpose")

func (d dry) InTx(ctx context.Context, fn func(context.Context, domain.Repos) error) error {
	if d.wet.Load() {
		return d.Store.InTx(ctx, fn)
	}
	err := d.Store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return errUndone
	})
	if errors.Is(err, errUndone) {
		return nil
	}
	return err
}

// column is one who asks: a role, here and elsewhere.
type column struct {
	name string // as in the head of the table
	as   []string
}

// matrixColumns adds two users for each role there is, and one API token.
func (w *world) matrixColumns() []column {
	w.t.Helper()
	w.token("token", domain.Grant{Role: string(authz.DataPartner), Division: heping})
	columns := []column{{"stranger", []string{""}}, {"nobody", []string{"nobody"}}, {"token", []string{"token"}}}
	for _, role := range authz.Roles() {
		here, elsewhere := grantsFor(role)
		name := string(role)
		for login, grant := range map[string]domain.Grant{name: here, name + "-elsewhere": elsewhere} {
			id := domain.NewID()
			check(w.t, w.store.Users().Create(w.t.Context(), domain.User{ID: id, Login: login, Name: login, PasswordHash: "none",
				Grants: []domain.Grant{grant}, CreatedAt: w.clock.Now(), Version: 1}))
			w.tokens[login] = w.session(w.t.Context(), id, login)
		}
		columns = append(columns, column{name, []string{name, name + "-elsewhere"}})
	}
	return columns
}

func grantsFor(role authz.Role) (here, elsewhere domain.Grant) {
	name := string(role)
	switch {
	case role == authz.EnterpriseHandler:
		return domain.Grant{Role: name, Enterprise: factory}, domain.Grant{Role: name, Enterprise: mill}
	case role == authz.CommunityWorker:
		return domain.Grant{Role: name, Division: community}, domain.Grant{Role: name, Division: tiexi + "001001"}
	case role.Officer():
		return domain.Grant{Role: name}, domain.Grant{Role: name, Division: tiexi}
	}
	return domain.Grant{Role: name, Division: heping}, domain.Grant{Role: name, Division: tiexi}
}

// variant is a state in which an operation is asked about a thing: the things that differ, by route parameter.
type variant struct {
	state  string
	things map[string]string
}

// matrixThings makes one of everything, and dossiers and batches in several states.
func (w *world) matrixThings() (all map[string]string, dossiers, batches []variant) {
	w.t.Helper()
	all = w.things()
	closed, stored := w.closedBatch(retirees[3])
	draft := w.newWalk() // last: further persons of the enterprise would join it
	draft.draft(formOf(wang))
	released := w.take("heping", heping, retirees[4])[retirees[4].name]
	w.call("heping", http.MethodPost, "/api/v1/dossiers/"+released+"/release", 1, nil)
	scans := packageOf(w.t, bearer)
	ingest := w.announced("intake_clerk", announce("待传", heping, scans)).Ingest.ID
	first := scans[slices.Sorted(maps.Keys(scans))[0]]
	upload, _, _ := w.begin("intake_clerk", ingest, 0, len(first))
	user := must[domain.User](w.t)(w.store.Users().ByLogin(w.t.Context(), "nobody"))
	all[":ingestId"], all[":upload"], all[":userId"] = ingest, filepath.Base(upload), user.ID
	all[":tokenId"] = w.token("revocable", domain.Grant{Role: string(authz.DataPartner), Division: heping}).ID
	lent := w.call("reading_room_clerk", http.MethodPost, "/api/v1/dossiers/"+released+"/loans", 0, json.RawMessage(loanBody))
	all[":loanId"] = at[string](w, lent, "id")
	all[":dossierId"] = stored
	dossier := func(id string) map[string]string { return map[string]string{":dossierId": id, ":page": id + ":1"} }
	dossiers = []variant{{"unreleased", dossier(stored)}, {"released", dossier(released)}}
	for _, state := range []struct{ name, batch string }{{"draft", draft.batch}, {"at the counter", all[":batchId"]}, {"closed", closed}} {
		batches = append(batches, variant{state.name, map[string]string{":batchId": state.batch}})
	}
	return all, dossiers, batches
}

// closedBatch walks one person to the end and returns batch and dossier.
func (w *world) closedBatch(p person) (batch, dossier string) {
	h := w.newWalk()
	h.draft(formOf(p))
	h.submit()
	h.verifying()
	h.verify(true, 1)
	h.list()
	h.agree(1, domain.AgreementEffective)
	h.join()
	h.deliver()
	h.decide(1, p, nil)
	h.sign()
	stored := h.takeCopies(p)
	h.version = h.versionOf(h.batch)
	h.step("heping", "/signed-roster", map[string]any{"attachmentId": w.scan("heping")})
	return h.batch, stored[p.name]
}

// matrix is a world in which nothing lasts.
type matrix struct {
	*world
	wet atomic.Bool
}

// question is one operation about things in one state.
type question struct {
	method, template string
	state            string
	things           map[string]string
}

func (q question) name() string { return q.method + " " + q.template }

// methodOrder puts last what takes things away, also those that are no rows.
var methodOrder = map[string]int{http.MethodGet: 0, http.MethodHead: 1, http.MethodPost: 2, http.MethodPut: 3, http.MethodPatch: 4, http.MethodDelete: 5}

// questions are all routes, each in every state that its thing is in.
func (w *world) questions() []question {
	all, dossiers, batches := w.matrixThings()
	routes := w.engine.Routes()
	slices.SortFunc(routes, func(a, b gin.RouteInfo) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(methodOrder[a.Method], methodOrder[b.Method]))
	})
	stages := w.stages()
	for _, made := range stages {
		maps.Copy(all, made[len(made)-1].things)
	}
	var questions []question
	for _, route := range routes {
		variants := []variant{{}}
		if made := stages[parameterOf(route.Path, matterParameters)]; made != nil {
			variants = made
		}
		switch parameterOf(route.Path, map[string]string{":dossierId": "", ":page": "", ":batchId": ""}) {
		case ":dossierId", ":page":
			variants = dossiers
		case ":batchId":
			variants = batches
		}
		for _, v := range variants {
			things := maps.Clone(all)
			maps.Copy(things, v.things)
			questions = append(questions, question{route.Method, route.Path, v.state, things})
		}
	}
	return questions
}

// matrixVersions are of requests that would write files before their transaction: they start from a version nobody has.
var matrixVersions = map[string]string{
	"PATCH /api/v1/dossiers/:dossierId":                          `"99"`,
	"POST /api/v1/dossiers/:dossierId/release":                   `"99"`,
	"POST /api/v1/dossiers/:dossierId/pages/:pageNo/replacement": `"99"`,
}

// lasting are the operations that answer from what they stored.
var lasting = map[string]bool{"POST /api/v1/batches": true, "POST /api/v1/ingests": true}

// matrixBodies are requests about things that must be there, by route; each identifier is the name of its parameter.
var matrixBodies = map[string]string{
	"POST /api/v1/batches/:batchId/agreement": `{"agreementId":":agreementId"}`,
	"POST /api/v1/persons/reception":          `{"ids":[":personId"]}`,
	"POST /api/v1/labels":                     `{"dossierIds":[":dossierId"]}`,
}

func (q question) body(things map[string]string) []byte {
	body := cmp.Or(matrixBodies[q.name()], string(bodyOf(q.name())))
	for parameter := range q.things {
		body = strings.ReplaceAll(body, `"`+parameter+`"`, `"`+cmp.Or(things[parameter], absentID)+`"`)
	}
	return []byte(body)
}

// put asks the question and returns the sign of the outcome and what the answer says, without what differs from request to request.
func (w *matrix) put(q question, things map[string]string, as string) (sign string, said []byte) {
	w.t.Helper()
	headers := map[string]string{"Content-Type": contentType(q.name()), "Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
	if q.method == http.MethodPost {
		headers["Upload-Length"], headers["Upload-Metadata"] = "1", tusMetadata("ingest", things[":ingestId"], "index", "0")
	}
	if q.method != http.MethodGet && q.method != http.MethodHead {
		headers["If-Match"] = cmp.Or(matrixVersions[q.name()], things[atVersion+parameterOf(q.template, matterParameters)], `"1"`)
	}
	w.wet.Store(lasting[q.name()])
	response, content := w.send(q.method, addressOf(q.template, things), as, headers, q.body(things))
	if fields := map[string]any{}; json.Unmarshal(content, &fields) == nil {
		delete(fields, "requestId")
		content = must[[]byte](w.t)(json.Marshal(fields))
	}
	said = fmt.Appendf(content, " %d", response.StatusCode)
	signs := map[int]string{401: "!", 403: "x", 404: ".", 400: "?", 409: "~", 412: "~", 422: "~"}
	switch sign := signs[response.StatusCode]; {
	case sign != "":
		return sign, said
	case response.StatusCode < 400:
		return "+", said
	}
	w.t.Errorf("%s (%s) as %s: %d %s", q.name(), q.state, as, response.StatusCode, content)
	return "E", said
}

// asksNobody tells the routes that are about one's own account, or look at none.
func asksNobody(template string) bool {
	return slices.ContainsFunc([]string{"session", "reading-room", "verification"}, func(word string) bool {
		return strings.HasPrefix(template, "/api/v1/"+word)
	})
}

// line asks one question as everybody. What is about one's own account, or about none, is asked of those only who have none.
func (w *matrix) line(q question, columns []column) string {
	w.t.Helper()
	var cells strings.Builder
	reached := openRoutes[q.name()] || ownRoutes[q.name()]
	for _, column := range columns {
		cell := ""
		for _, as := range column.as {
			if asksNobody(q.template) && column.name != "stranger" && column.name != "token" {
				cell += "-"
				continue
			}
			sign, said := w.put(q, q.things, as)
			cell += sign
			reached = reached || sign == "+" || sign == "~"
			if (sign == "." || sign == "x") && w.betrays(q, as, said) {
				w.t.Errorf("%s (%s) as %s tells that it is there: %s", q.name(), q.state, as, said)
			}
		}
		fmt.Fprintf(&cells, " %-4s", cell)
	}
	if !reached {
		w.t.Errorf("%s (%s): nobody can do this; is the request malformed, or the thing in no state for it?", q.name(), q.state)
	}
	name := q.name()
	if q.state != "" {
		name += " (" + q.state + ")"
	}
	return strings.TrimRight(fmt.Sprintf("%-84s%s", name, cells.String()), " ") + "\n"
}

// absent are identifiers that nothing has where the form of the address demands more than one that is well formed.
var absent = map[string]string{":page": absentID + ":1", ":ingestId": absentID}

// betrays asks about a thing that is not there, and reports whether the answer differs from what was said about one that is, to
// somebody who cannot read the thing.
func (w *matrix) betrays(q question, as string, said []byte) bool {
	w.t.Helper()
	parameter := parameterOf(q.template, q.things)
	if parameter == "" || q.method == http.MethodHead {
		return false
	}
	if _, nothing := w.put(q, absent, as); bytes.Equal(said, nothing) {
		return false
	}
	whole, _, _ := strings.Cut(q.template, parameter)
	whole = cmp.Or(map[string]string{":gapId": "/api/v1/batches/:batchId"}[parameter], whole+parameter)
	sign, _ := w.put(question{method: http.MethodGet, template: whole}, q.things, as)
	return sign != "+"
}

// TestAuthorisationMatrix asks for every operation there is as everybody there is and holds the outcomes to a table that people
// can read. A route without a line fails, and so does one that nobody can reach: its request is then malformed.
func TestAuthorisationMatrix(t *testing.T) {
	w := &matrix{world: newWorld(t)}
	columns := w.matrixColumns()
	questions := w.questions()
	w.server.Close()
	w.use = dry{w.store, &w.wet}
	w.wire(t.Context())
	w.open()

	var table strings.Builder
	table.WriteString(matrixHead)
	fmt.Fprintf(&table, "%-84s", "#")
	for _, column := range columns {
		fmt.Fprintf(&table, " %-4s", abbreviated(column.name))
	}
	table.WriteString("\n")
	for _, q := range questions {
		table.WriteString(w.line(q, columns))
	}
	testkit.Golden(t, "authorisation.golden", []byte(table.String()))
}

// TestMatrixSeesFaults gives one role a place too many, and strangers an answer of their own about what is there.
func TestMatrixSeesFaults(t *testing.T) {
	w := &matrix{world: newWorld(t)}
	columns := w.matrixColumns()
	h := w.newWalk()
	h.nature()
	h.draft(formOf(shan))
	q := question{http.MethodGet, "/api/v1/batches/:batchId", "draft", map[string]string{":batchId": h.batch}}
	golden := string(must[[]byte](t)(os.ReadFile("testdata/authorisation.golden")))
	if line := w.line(q, columns); !strings.Contains(golden, line) {
		t.Errorf("the table has no line %q", line)
	}
	w.tokens["archivist-elsewhere"] = w.tokens["archivist"]
	if line := w.line(q, columns); strings.Contains(golden, line) {
		t.Errorf("a right granted elsewhere goes unseen: %q", line)
	}
	_, said := w.put(q, q.things, "cataloger")
	if w.betrays(q, "cataloger", said) || !w.betrays(q, "cataloger", append(said, '!')) {
		t.Error("an answer of its own about what is there goes unseen, or an honest one is blamed")
	}
}

// abbreviated is the beginning of a role's first two words, of four letters together.
func abbreviated(name string) string {
	first, rest, several := strings.Cut(name, "_")
	if !several {
		return name[:min(4, len(name))]
	}
	return first[:2] + rest[:2]
}

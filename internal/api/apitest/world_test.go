package apitest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/api"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/app/indexing"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/matter"
	"github.com/danganku/danganku/internal/app/people"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/app/registry"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/archivestore"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/imaging"
	"github.com/danganku/danganku/internal/jobs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/search/bleveindex"
	"github.com/danganku/danganku/search/han"
	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/local"
	"github.com/danganku/danganku/storage/ocfl"
)

// Offices of two districts that must know nothing of each other.
const (
	heping = "210102"
	tiexi  = "210106"
)

const password = "correct horse battery"

// Users of a world by login.
var cast = map[string][]domain.Grant{
	"heping":   {{Role: string(authz.Archivist), Division: heping}},
	"tiexi":    {{Role: string(authz.Archivist), Division: tiexi}},
	"clerk":    {{Role: string(authz.ReadingRoomClerk), Division: heping}},
	"system":   {{Role: string(authz.SystemOfficer)}},
	"security": {{Role: string(authz.SecurityOfficer)}},
	"auditor":  {{Role: string(authz.AuditOfficer)}},
	"nobody":   nil,
	"chief":    {{Role: string(authz.Approver), Division: heping}},

	"supervisor": {{Role: string(authz.DistrictSupervisor), Division: heping}},

	"agency":       {{Role: string(authz.AgencyOfficer), Division: heping}},
	"agency-tiexi": {{Role: string(authz.AgencyOfficer), Division: tiexi}},
	"province":     {{Role: string(authz.AgencyOfficer), Division: "21"}},
	"group":        {{Role: string(authz.LeadingGroupOffice), Division: "2101"}},
	"community":    {{Role: string(authz.CommunityWorker), Division: community}},
	"handler":      {{Role: string(authz.EnterpriseHandler), Enterprise: factory}},
	"mill":         {{Role: string(authz.EnterpriseHandler), Enterprise: mill}},
	"provincial":   {{Role: string(authz.EnterpriseHandler), Enterprise: railway}},
}

// Enterprises of a world. The first two are insured in one district, the third at the province.
const (
	factory = "0192f1a0-0000-7000-8000-000000000001"
	mill    = "0192f1a0-0000-7000-8000-000000000002"
	railway = "0192f1a0-0000-7000-8000-000000000003"

	factoryName = "沈阳演示机床厂"
	millName    = "沈阳演示纺织厂"
	railwayName = "辽宁演示铁路工程公司"
)

// community is one in the district of heping; its subdistrict is the code without the last three digits.
const community = heping + "001001"

// world is an installation with its server.
type world struct {
	t        *testing.T
	clock    *testkit.Clock
	dir      string
	store    *sqlstore.Store
	use      domain.Store // what the use cases work on; store, unless a test puts faults in between
	objects  storage.Store
	index    *bleveindex.Index
	accounts *account.Service
	ingests  *ingest.Service
	handover *transfer.Service
	runner   *jobs.Runner
	follower indexing.Follower
	config   api.Config
	engine   *gin.Engine
	server   *httptest.Server
	contract *api.Contract
	log      *logBuffer
	factors  account.Factors
	tokens   map[string]string // session tokens by login
	bearers  map[string]string // API tokens by login
}

// logBuffer is written by the server and read by the test.
type logBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func must[T any](t *testing.T) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: testkit.NewClock(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)), dir: t.TempDir(), tokens: map[string]string{}, bearers: map[string]string{},
		log: &logBuffer{}, factors: account.Factors{Key: func() ([]byte, error) { return []byte("a secret of thirty-two characters"), nil }}}
	ctx := t.Context()
	w.store = must[*sqlstore.Store](t)(sqlstore.Open(ctx, sqlstore.Config{SQLitePath: filepath.Join(w.dir, "db", "danganku.db")}))
	t.Cleanup(func() { check(t, w.store.Close()) })
	check(t, w.store.Migrate(ctx))
	w.use = w.store
	objects := must[*local.Store](t)(local.New(filepath.Join(w.dir, "objects")))
	t.Cleanup(func() { check(t, objects.Close()) })
	w.objects = objects
	w.index = must[*bleveindex.Index](t)(bleveindex.Open(filepath.Join(w.dir, "index"), bleveindex.Options{}))
	t.Cleanup(func() { check(t, w.index.Close()) })
	w.follower = indexing.Follower{Store: w.store, Index: w.index}
	w.seed(ctx)
	w.wire(ctx)
	w.open()
	return w
}

// wire builds the use cases, as cmd does.
func (w *world) wire(ctx context.Context) {
	t := w.t
	root := ocfl.New(w.objects, "ocfl")
	check(t, root.Init(ctx))
	archive := archivestore.New(root, 2)
	engine := must[*imaging.Engine](t)(imaging.New(imaging.Config{}))
	t.Cleanup(func() { check(t, engine.Close()) })
	inspect := inspector(engine)
	schemes := must[domain.Schemes](t)(domain.ShippedSchemes())
	rule := must[domain.ArchivalCodeRule](t)(domain.NewArchivalCodeRule(""))
	w.accounts = account.New(w.use, w.clock, account.DefaultLimits(), w.factors)
	w.ingests = ingest.New(ingest.Config{Store: w.use, Archive: archive, Clock: w.clock, OpenPackage: openScans,
		InspectFile: func(ctx context.Context, file ingest.File, name string) (domain.FileFacts, error) {
			return inspect(ctx, file, name)
		},
		Schemes: schemes, Node: "test", Lease: time.Minute, Workers: 2, CodeRule: rule, Staging: filepath.Join(w.dir, "staging")})
	folder := must[*han.Folder](t)(han.NewFolder())
	dossiers := dossier.New(dossier.Config{Store: w.use, Archive: archive, Index: w.index, Folder: folder,
		Clock: w.clock, Schemes: schemes, Node: "test", Lease: time.Minute,
		Inspect: func(ctx context.Context, content []byte, name string) (domain.FileFacts, error) {
			return inspect(ctx, bytes.NewReader(content), name)
		}})
	images := reading.New(reading.Config{Store: w.use, Archive: archive, Derivatives: w.objects, Pages: dossiers,
		Renderer: renderer{engine}, Clock: w.clock, Spool: w.dir})
	w.runner = jobs.New(w.use, w.clock, jobs.Config{Worker: "test", Workers: 1, Lease: time.Minute})
	w.runner.Handle(domain.JobInspectIngest, w.ingests.RunInspectJob)
	w.runner.Handle(domain.JobCommitIngest, w.ingests.RunCommitJob)
	w.runner.Handle(domain.JobDerive, images.RunDeriveJob)
	w.wireHandover(schemes)
	w.config = api.Config{Account: w.accounts, Audit: &audit.Reader{Store: w.use, Clock: w.clock}, Dossier: dossiers, Ingest: w.ingests,
		Reading: images, Registry: &registry.Service{Store: w.use, Clock: w.clock}, Schemes: schemes, Clock: w.clock,
		Transfer: w.handover, People: people.New(people.Config{Store: w.use, Clock: w.clock, ReadList: w.rosterReader().ReadMatches, Names: folder}),
		Late: domain.DefaultLatePolicy(), Writers: w.writers(), JobCounts: w.use.Jobs().Counts, UploadDir: filepath.Join(w.dir, "uploads"),
		Logger: slog.New(slog.NewJSONHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	w.wireCirculation()
}

// wireCirculation builds the desks by the rules that are shipped.
func (w *world) wireCirculation() {
	desk := matter.Config{Store: w.use, Clock: w.clock, Policies: must[domain.UsePolicies](w.t)(domain.ShippedUsePolicies())}
	w.config.Circulation = circulation.New(desk)
	w.config.Consultation = consultation.New(desk)
	w.config.Certificate = certificate.New(desk, must[domain.CertificateKinds](w.t)(domain.ShippedCertificateKinds()))
	w.config.Forwarding = forwarding.New(desk, must[domain.WorkCalendar](w.t)(domain.ShippedWorkCalendar()))
}

// open starts a server over the same stores; called again, it stands for the program started anew.
func (w *world) open() {
	w.t.Helper()
	w.config.Metrics = nil
	handler := must[http.Handler](w.t)(api.New(w.config))
	w.engine = handler.(*gin.Engine)
	w.contract = must[*api.Contract](w.t)(api.LoadContract())
	w.server = httptest.NewServer(handler)
	w.server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w.t.Cleanup(w.server.Close)
}

func (w *world) seed(ctx context.Context) {
	t := w.t
	divisions := must[[]domain.Division](t)(domain.ShenyangDivisions())
	check(t, w.store.Places().SaveDivisions(ctx, divisions))
	for code, name := range map[string]string{heping: "和平区档案部", tiexi: "铁西区档案部"} {
		check(t, w.store.Places().SaveOffice(ctx, domain.ArchiveOffice{Code: code, Name: name, Division: code}))
	}
	check(t, w.store.Places().SaveDivisions(ctx, []domain.Division{{Code: community[:9], Name: "北市场街道"}, {Code: community, Name: "皇寺社区"}}))
	for _, enterprise := range []domain.Enterprise{
		{ID: factory, Name: factoryName, USCC: usccOf("91210102MADEM0001"), Level: domain.LevelCity, RegistrationDivision: heping, InsuranceDivision: heping, Version: 1},
		{ID: mill, Name: millName, NoUSCCReason: "已注销", Level: domain.LevelDistrict, RegistrationDivision: heping, InsuranceDivision: heping, Version: 1},
		{ID: railway, Name: railwayName, USCC: usccOf("91210000MADEM0003"), Level: domain.LevelProvincial, RegistrationDivision: heping, InsuranceDivision: "21", Version: 1},
	} {
		check(t, w.store.Enterprises().Save(ctx, enterprise))
	}
	// One password hash serves all: hashing is meant to be slow.
	_, _, err := account.New(w.store, w.clock, account.DefaultLimits(), account.Factors{}).EnsureAdministrator(ctx, password)
	check(t, err)
	admin := must[domain.User](t)(w.store.Users().ByLogin(ctx, "admin"))
	for login, grants := range cast {
		user := domain.User{ID: domain.NewID(), Login: login, Name: "用户" + login, PasswordHash: admin.PasswordHash, Grants: grants,
			PasswordSetAt: w.clock.Now(), CreatedAt: w.clock.Now(), Version: 1}
		check(t, w.store.Users().Create(ctx, user))
		w.tokens[login] = w.session(ctx, user.ID, login)
	}
	w.tokens["admin"] = w.session(ctx, admin.ID, "admin")
}

// session opens a session without the price of a password check.
func (w *world) session(ctx context.Context, userID, login string) string {
	token := "token-of-" + login
	sum := sha256.Sum256([]byte(token))
	now := w.clock.Now()
	check(w.t, w.store.Sessions().Create(ctx, domain.Session{TokenHash: hex.EncodeToString(sum[:]), UserID: userID, Address: "127.0.0.1",
		CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(12 * time.Hour)}))
	return token
}

// settle does all background work that is due and lets the index follow.
func (w *world) settle() {
	w.t.Helper()
	check(w.t, w.runner.Drain(w.t.Context(), domain.JobInspectIngest, domain.JobCommitIngest, domain.JobDerive, domain.JobInspectRoster,
		domain.JobImportRoster, domain.JobSettleBatch))
	must[int](w.t)(w.follower.CatchUp(w.t.Context()))
}

// auditSince lists the actions logged after the given entry, oldest first, and the newest entry.
func (w *world) auditSince(last string) ([]domain.AuditEntry, string) {
	w.t.Helper()
	entries := must[[]domain.AuditEntry](w.t)(w.store.Audit().List(w.t.Context(), domain.AuditFilter{}, "", 100))
	var since []domain.AuditEntry
	for _, entry := range entries {
		if entry.ID == last {
			break
		}
		since = append([]domain.AuditEntry{entry}, since...)
	}
	if len(entries) > 0 {
		last = entries[0].ID
	}
	return since, last
}

// reply is the head of an answer whose body was read.
type reply struct {
	StatusCode int
	Header     http.Header
}

func (r *reply) cookies() []*http.Cookie { return (&http.Response{Header: r.Header}).Cookies() }

// send performs a request and holds the answer to the contract.
func (w *world) send(method, path, as string, headers map[string]string, body []byte) (*reply, []byte) {
	w.t.Helper()
	request := must[*http.Request](w.t)(http.NewRequestWithContext(w.t.Context(), method, w.server.URL+path, bytes.NewReader(body)))
	if token := w.tokens[as]; token != "" {
		request.AddCookie(&http.Cookie{Name: "danganku_session", Value: token})
	}
	if secret := w.bearers[as]; secret != "" {
		request.Header.Set("Authorization", "Bearer "+secret)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := w.server.Client().Do(request)
	check(w.t, err)
	content := must[[]byte](w.t)(io.ReadAll(response.Body))
	check(w.t, response.Body.Close())
	w.expectMasked(path, content)
	request.Body = io.NopCloser(bytes.NewReader(body))
	if operation := w.contract.Match(request); operation != nil && response.StatusCode != http.StatusNotModified {
		if err := operation.CheckResponse(w.t.Context(), response.StatusCode, response.Header, content); err != nil {
			w.t.Errorf("%s %s breaks the contract: %v\n%s", method, path, err, content)
		}
	}
	return &reply{response.StatusCode, response.Header}, content
}

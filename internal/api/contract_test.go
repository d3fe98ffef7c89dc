package api

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

var fixedNow = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func noPaper[C any](context.Context, io.Writer, C) error { return nil }

func testEngine(t *testing.T, change func(*Config)) *gin.Engine {
	t.Helper()
	config := Config{UploadDir: filepath.Join(t.TempDir(), "uploads"), Writers: Writers{
		WriteReport:         func(io.Writer, domain.Ingest, iter.Seq2[domain.IngestItem, error]) error { return nil },
		WriteRosterTemplate: func(context.Context, io.Writer) error { return nil },
		WriteRosterErrors:   func(io.Writer, domain.RosterImport) error { return nil },
		WriteStatistics:     func(context.Context, io.Writer, domain.TransferStatistics) error { return nil },
		WriteOutstanding: func(context.Context, io.Writer, domain.OutstandingKind, domain.PartialDate, iter.Seq2[domain.OutstandingLine, error]) error {
			return nil
		},
		WriteAccess:    func(io.Writer, string, iter.Seq2[domain.AuditEntry, error]) error { return nil },
		WritePersons:   func(context.Context, io.Writer, iter.Seq2[domain.LedgerPerson, error]) error { return nil },
		WritePaper:     func(context.Context, io.Writer, transfer.PaperContent) error { return nil },
		WriteAgreement: func(context.Context, io.Writer, transfer.AgreementContent) error { return nil },
		Watermark:      func(picture []byte, _ string) ([]byte, error) { return picture, nil },
		WriteLabels:    func(io.Writer, domain.LabelRun, []domain.VolumeLabel) error { return nil },
		MatterWriters: MatterWriters{
			WriteLoanForm:         noPaper[circulation.FormContent],
			WriteConsultationForm: noPaper[consultation.FormContent],
			WriteCopyForm:         noPaper[consultation.CopyFormContent],
			WriteCopyPiece:        noPaper[consultation.CopyContent],
			WriteCertificate:      noPaper[certificate.Content],
			WriteOutboundForm:     noPaper[forwarding.Content],
			WriteForwardingNotice: noPaper[forwarding.Content],
			WriteChaseLetter:      noPaper[forwarding.Content],
			WriteHoldForm:         noPaper[forwarding.HoldContent],
			WriteRegister:         noPaper[circulation.RegisterContent],
		},
	}}
	if change != nil {
		change(&config)
	}
	engine, err := newEngine(config)
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// TestContractAndRoutesAgree finds operations nobody serves and routes nobody wrote down.
func TestContractAndRoutesAgree(t *testing.T) {
	contract, err := LoadContract()
	if err != nil {
		t.Fatal(err)
	}
	served := map[string]bool{}
	for _, route := range testEngine(t, nil).Routes() {
		path, below := strings.CutPrefix(route.Path, basePath)
		if below && !strings.HasPrefix(path, "/uploads") && route.Method != http.MethodHead {
			served[route.Method+" "+contractPath(path)] = true
		}
	}
	for path, item := range contract.doc.Paths.Map() {
		for method := range item.Operations() {
			if !served[method+" "+path] {
				t.Errorf("%s %s is in the contract and not served", method, path)
			}
			delete(served, method+" "+path)
		}
	}
	for route := range served {
		t.Errorf("%s is served and not in the contract", route)
	}
}

func TestRequestsAreHeldToTheContract(t *testing.T) {
	contract, err := LoadContract()
	if err != nil {
		t.Fatal(err)
	}
	for body, field := range map[string]string{
		`{"text":"` + strings.Repeat("长", 201) + `"}`: "text",
		`{"limit":1000}`:                      "limit",
		`{"sort":"random"}`:                   "sort",
		`{"filters":{"yearFrom":"1999"}}`:     "filters.yearFrom",
		`{"filters":{"class":["123456789"]}}`: "filters.class.0",
		`[]`:                                  "body",
	} {
		request := httptest.NewRequest(http.MethodPost, basePath+"/search", strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		err := contract.Find(request, basePath+"/search", nil).CheckRequest(t.Context())
		if err == nil {
			t.Errorf("%.60s is let through", body)
			continue
		}
		problem, _ := problemOf(invalidRequest(err), "id")
		if problem.Fields == nil || (*problem.Fields)[0].Name != field {
			t.Errorf("%.60s: %+v, want field %s", body, problem.Fields, field)
		}
	}
}

func TestCookieUnderTLS(t *testing.T) {
	s := &server{Config: Config{Secure: true}}
	cookie, err := http.ParseSetCookie(*s.sessionCookie("abc"))
	if err != nil || cookie.Name != "__Host-danganku_session" || !cookie.Secure || !cookie.HttpOnly || cookie.Path != "/" || cookie.Domain != "" {
		t.Errorf("%+v %v", cookie, err)
	}
	if gone, err := http.ParseSetCookie(*s.sessionCookie("")); err != nil || gone.MaxAge >= 0 {
		t.Errorf("%+v %v", gone, err)
	}
}

func TestInterfaceAnswersWhatIsLeft(t *testing.T) {
	ui := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "page") })
	engine := testEngine(t, func(c *Config) { c.UI = ui })
	for path, want := range map[string]int{"/": 200, "/dossiers/7": 200, "/api/v1/nothing": 404, "/iiif/nothing": 404} {
		answer := httptest.NewRecorder()
		engine.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		if answer.Code != want || (want == 200) != (answer.Body.String() == "page") {
			t.Errorf("%s: %d %s", path, answer.Code, answer.Body)
		}
	}
}

// TestResponsesAreHeldToTheContract plants faults in answers, so that the check the scenarios rest on is known to see them.
func TestResponsesAreHeldToTheContract(t *testing.T) {
	contract, err := LoadContract()
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodGet, basePath+"/offices", nil)
	for _, test := range []struct {
		name, body, mediaType string
		status                int
		right                 bool
	}{
		{"as written", `{"offices":[{"code":"210102","name":"x","division":"210102"}]}`, "application/json", 200, true},
		{"a problem", `{"type":"about:blank","title":"x","status":403,"code":"a.b"}`, "application/problem+json", 403, true},
		{"field missing", `{"offices":[{"code":"210102","name":"x"}]}`, "application/json", 200, false},
		{"wrong type", `{"offices":{}}`, "application/json", 200, false},
		{"null list", `{"offices":null}`, "application/json", 200, false},
		{"problem without a code", `{"type":"about:blank","title":"x","status":403}`, "application/problem+json", 403, false},
		{"problem as plain text", `forbidden`, "text/plain", 403, false},
	} {
		header := http.Header{"Content-Type": {test.mediaType}}
		err := contract.Match(request).CheckResponse(t.Context(), test.status, header, []byte(test.body))
		if (err == nil) != test.right {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if contract.Match(httptest.NewRequest(http.MethodGet, basePath+"/nothing", nil)) != nil {
		t.Error("an unknown address matches")
	}
}

// FuzzCursor reads cursors as strangers send them.
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "AAAA", "aW5nZXN0czo", "aXRlbXM6LTE", "aXRlbXM6Nw", "====", "aXRlbXM6OTk5OTk5OTk5OTk5OTk5OTk5OTk5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := idCursor(ingestList, &text); err == nil && id != "" && !domain.ValidID(id) {
			t.Errorf("%q gives id %q", text, id)
		}
		if n, err := numberCursor(itemList, &text); err == nil && n < 0 {
			t.Errorf("%q gives %d", text, n)
		} else if err == nil && n > 0 {
			if again, err := numberCursor(itemList, nextCursor(itemList, strconv.Itoa(n), 1, 1)); err != nil || again != n {
				t.Errorf("%d comes back as %d, %v", n, again, err)
			}
		}
	})
}

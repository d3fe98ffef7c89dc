package apitest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/domain"
)

// scenario is one request and what must come of it.
type scenario struct {
	name       string
	as         string // login; empty: a stranger
	method     string // empty: GET
	path       string
	headers    map[string]string
	body       any // a string is sent as it is, anything else as JSON
	wantStatus int
	wantCode   string // of the problem
	wantBody   []string
	denyBody   []string
	wantHeader map[string]string
	wantAudit  []domain.AuditAction // exactly these, in order; nil: not looked at
	after      func(t *testing.T, response *reply, body []byte)
}

func (w *world) run(t *testing.T, scenarios ...scenario) {
	t.Helper()
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			outer := w.t
			w.t = t
			defer func() { w.t = outer }()
			w.play(t, s)
		})
	}
}

func (w *world) play(t *testing.T, s scenario) {
	t.Helper()
	_, last := w.auditSince("")
	body, headers := encode(t, s)
	response, content := w.send(orGet(s.method), s.path, s.as, headers, body)
	if response.StatusCode != s.wantStatus {
		t.Fatalf("%s %s as %q: status %d, want %d\n%.500q", orGet(s.method), s.path, s.as, response.StatusCode, s.wantStatus, content)
	}
	if s.wantCode != "" && codeOf(content) != s.wantCode {
		t.Errorf("problem %s, want code %s", content, s.wantCode)
	}
	for _, want := range s.wantBody {
		if !strings.Contains(string(content), want) {
			t.Errorf("answer lacks %q:\n%.2000s", want, content)
		}
	}
	for _, deny := range s.denyBody {
		if strings.Contains(string(content), deny) {
			t.Errorf("answer has %q:\n%.2000s", deny, content)
		}
	}
	for name, want := range s.wantHeader {
		if got := response.Header.Get(name); got != want {
			t.Errorf("header %s is %q, want %q", name, got, want)
		}
	}
	if s.wantAudit != nil {
		w.expectAudit(t, last, s.wantAudit)
	}
	if s.after != nil {
		s.after(t, response, content)
	}
}

func (w *world) expectAudit(t *testing.T, last string, want []domain.AuditAction) {
	t.Helper()
	entries, _ := w.auditSince(last)
	got := []domain.AuditAction{}
	for _, entry := range entries {
		got = append(got, entry.Action)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
}

func encode(t *testing.T, s scenario) ([]byte, map[string]string) {
	t.Helper()
	headers := map[string]string{}
	var body []byte
	switch content := s.body.(type) {
	case nil:
	case string:
		body = []byte(content)
	case []byte:
		body = content
	default:
		body = must[[]byte](t)(json.Marshal(content))
		headers["Content-Type"] = "application/json"
	}
	if text, is := s.body.(string); is && strings.HasPrefix(text, "{") {
		headers["Content-Type"] = "application/json"
	}
	for name, value := range s.headers {
		headers[name] = value
	}
	return body, headers
}

func orGet(method string) string {
	if method == "" {
		return http.MethodGet
	}
	return method
}

func codeOf(body []byte) string {
	var problem struct{ Code string }
	_ = json.Unmarshal(body, &problem) // no JSON has no code
	return problem.Code
}

// decode reads a JSON answer.
func decode[T any](t *testing.T, body []byte) T {
	t.Helper()
	var value T
	check(t, json.Unmarshal(body, &value))
	return value
}

// fields picks the values of one key wherever it stands in a JSON document.
func fields(document any, key string) []string {
	var found []string
	switch node := document.(type) {
	case map[string]any:
		for name, value := range node {
			if text, is := value.(string); is && name == key {
				found = append(found, text)
			}
			found = append(found, fields(value, key)...)
		}
	case []any:
		for _, value := range node {
			found = append(found, fields(value, key)...)
		}
	}
	slices.Sort(found)
	return found
}

package apitest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/testkit"
)

// TestProblemsOfMatters writes down what people are told when a step is refused, in words that say what to do.
func TestProblemsOfMatters(t *testing.T) {
	w := newWorld(t)
	var told strings.Builder
	tell := func(what string, response *reply, content []byte) {
		problem := decode[struct{ Code, Title string }](t, content)
		fmt.Fprintf(&told, "%s\n  %d %s %s\n", what, response.StatusCode, problem.Code, problem.Title)
	}
	c := w.counter(zhou)
	begin := func(what string, kind domain.MatterKind, as string, body map[string]any) {
		response, content := w.ask(as, http.MethodPost, "/api/v1/dossiers/"+c.dossier+"/"+matters[kind].path, 0, body)
		tell(what, response, content)
	}
	alone := visit(domain.MediumPaper)
	alone["visitors"] = alone["visitors"].([]any)[:1]
	refused := c.begin(domain.MatterConsultation, "clerk", alone)
	try := func(what string, d *dealt, as, step string, body any) {
		response, content := d.try(as, step, body)
		tell(what, response, content)
	}
	try("one visitor", refused, "clerk", "/verification", nil)
	begin("a second matter that needs the paper", domain.MatterConsultation, "clerk", visit(domain.MediumPaper))
	begin("forwarding what is asked for", domain.MatterOutbound, "heping", requestLetter)
	refused.step("clerk", "/refusal", map[string]any{"reason": "仅一人"}, "REFUSED")
	try("a step that is over", refused, "clerk", "/verification", nil)
	undated := visit(domain.MediumPaper)
	undated["letter"].(map[string]any)["issuedOn"] = "昨天"
	begin("no date", domain.MatterConsultation, "clerk", undated)
	begin("a kind nobody knows", domain.MatterCertificate, "clerk", map[string]any{"kind": "NONE", "recipient": "", "use": "x", "replaces": "", "evidence": []any{},
		"requester": c.request("")["requester"]})
	certificate := c.begin(domain.MatterCertificate, "clerk", c.request(""))
	try("no paper shown", certificate, "clerk", "/verification", map[string]any{"evidence": []any{}})
	try("drafted before it was verified", certificate, "clerk", "/draft", c.statements())
	certificate.step("clerk", "/verification", seenCard, "IDENTITY_VERIFIED")
	uncited := map[string]any{"conflicts": "", "statements": []any{map[string]any{"text": "1978年参加工作。", "citations": []any{}}}}
	try("a statement without its place", certificate, "clerk", "/draft", uncited)
	certificate.step("clerk", "/draft", c.statements(), "DRAFTED")
	try("sent back without a reason", certificate, "chief", "/approval", map[string]any{"approved": false, "opinion": ""})
	try("decided at the counter", certificate, "clerk", "/approval", approval)
	d := c.screened()
	copies := map[string]any{"purpose": "存卷", "items": []any{map[string]any{"materialId": c.materials["10"], "pages": []int{}, "excerpt": "", "sheets": 1}}}
	try("a copy of what was not approved", d, "clerk", "/copies", copies)
	stale := *d
	d.step("clerk", "/screen-code", nil, "OPENED")
	try("somebody was faster", &stale, "clerk", "/return", c.check())
	begin("a death to come", domain.MatterHold, "heping", map[string]any{"diedOn": "2027-01-01", "evidence": "证明", "reportedBy": "家属", "specialMerit": false})
	testkit.Golden(t, "matterproblems.golden", []byte(told.String()))
}

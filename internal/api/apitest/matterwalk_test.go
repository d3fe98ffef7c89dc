package apitest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/testkit"
)

// custody is where the dossier is, as anybody at the office sees it.
func (c *counter) custody(want domain.CustodyState) {
	c.t.Helper()
	if state := at[string](c.world, c.call("clerk", http.MethodGet, "/api/v1/dossiers/"+c.dossier+"/custody", 0, nil), "state"); state != string(want) {
		c.t.Fatalf("the dossier is %s, not %s", state, want)
	}
}

// TestConsultationOnPaper walks a visit from the register to its closing.
func TestConsultationOnPaper(t *testing.T) {
	c := newWorld(t).counter(zhou)
	d := c.begin(domain.MatterConsultation, "clerk", visit(domain.MediumPaper))
	d.allowed("clerk", "verify", true)
	d.allowed("chief", "verify", false)
	corrected := visit(domain.MediumPaper)
	corrected["content"] = "核对工作经历，见本人身份证" + zhou.id
	d.view = c.call("clerk", http.MethodPut, d.path(), d.version(), corrected)
	d.step("clerk", "/verification", nil, "LETTER_VERIFIED")
	d.allowed("chief", "decide", true)
	d.allowed("clerk", "decide", false)
	d.approve(firstClass, "APPROVED")
	if shown := at[[]any](c.world, d.view, "approvedMaterials"); len(shown) != 1 || at[string](c.world, shown[0], "materialId") != c.materials["1"] {
		t.Errorf("approved are %v", shown)
	}
	d.step("clerk", "/opening", map[string]any{"terminal": ""}, "OPENED")
	if d.code != "" {
		t.Error("paper has a code for a screen")
	}
	c.custody(domain.InReadingRoom)
	c.run(t,
		scenario{name: "no second matter needs the paper", as: "clerk", method: http.MethodPost, path: "/api/v1/dossiers/" + c.dossier + "/consultations",
			body: visit(domain.MediumPaper), wantStatus: 409, wantCode: "unique.matters_exclusive"},
		scenario{name: "counted wrong", as: "clerk", method: http.MethodPost, path: d.path() + "/return", headers: map[string]string{"If-Match": fmt.Sprintf("%q", fmt.Sprint(d.version()))},
			body: map[string]any{"counted": map[string]any{"volumes": 1, "materials": 1, "pages": 1}, "sealIntact": true, "defect": ""}, wantStatus: 422, wantCode: domain.RuleByID(domain.R28).Code},
	)
	d.step("clerk", "/return", c.check(), "RETURNED_CHECKED")
	c.custody(domain.InStorage)
	d.step("clerk", "/closing", nil, "CLOSED")
	again := c.begin(domain.MatterConsultation, "clerk", visit(domain.MediumPaper))
	again.step("clerk", "/refusal", map[string]any{"reason": "未带有效证件"}, "REFUSED")
}

// TestCopiesOverHTTP walks an order of copies to its voiding, and asks the public page about a piece.
func TestCopiesOverHTTP(t *testing.T) {
	c := newWorld(t).counter(zhou)
	visit := c.screened()
	order := c.copied(visit)
	order.allowed("chief", "decide", true)
	order.approve(approval, "APPROVED")
	if response, content := order.try("clerk", "/issue", map[string]any{"receivedBy": "路人"}); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("handed to a passer-by: %d %s", response.StatusCode, content)
	}
	order.step("clerk", "/issue", map[string]any{"receivedBy": "赵公"}, "ISSUED")
	pieces := at[[]any](c.world, order.view, "pieces")
	if len(pieces) != 2 {
		t.Fatalf("%d pieces", len(pieces))
	}
	code := at[string](c.world, pieces[1], "code")
	path := "/api/v1/verification/" + code
	number := at[string](c.world, order.view, "no") + "-02"
	c.run(t,
		scenario{name: "listed", as: "clerk", path: "/api/v1/copies?state=ISSUED", wantStatus: 200, wantBody: []string{order.id()}},
		scenario{name: "with its consultation", as: "clerk", path: visit.path(), wantStatus: 200, wantBody: []string{order.id(), code}},
		scenario{name: "valid", path: path, wantStatus: 200, wantBody: []string{number, `"state":"VALID"`, "和平区档案部"}, wantAudit: []domain.AuditAction{domain.AuditProofAsked}},
	)
	order.step("clerk", "/voiding", map[string]any{"reason": "复制有误"}, "VOIDED")
	c.run(t, scenario{name: "void", path: path, wantStatus: 200, wantBody: []string{`"state":"VOIDED"`}})
}

// TestCertificateOverHTTP walks a certificate to one that stands instead of it, and shows all that the public is told.
func TestCertificateOverHTTP(t *testing.T) {
	c := newWorld(t).counter(wu)
	d := c.begin(domain.MatterCertificate, "clerk", c.request(""))
	if response, content := d.try("clerk", "/verification", map[string]any{"evidence": []any{}}); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("verified without a paper: %d %s", response.StatusCode, content)
	}
	d.step("clerk", "/verification", seenCard, "IDENTITY_VERIFIED")
	c.run(t, scenario{name: "proposals", as: "clerk", path: d.path() + "/proposals", wantStatus: 200, wantBody: []string{c.materials["1"], "职工履历表"},
		wantAudit: []domain.AuditAction{domain.AuditDossierView}})
	d.step("clerk", "/draft", c.statements(), "DRAFTED")
	d.view = c.call("chief", http.MethodPost, d.path()+"/approval", d.version(), map[string]any{"approved": false, "opinion": "请写明月份"})
	if d.state() != "IDENTITY_VERIFIED" || at[string](c.world, d.view, "sentBack") != "请写明月份" {
		t.Fatalf("sent back: %v", d.view)
	}
	d.step("clerk", "/draft", c.statements(), "DRAFTED")
	d.approve(approval, "REVIEWED")
	if response, content := d.try("chief", "/issue", nil); response.StatusCode != http.StatusForbidden {
		t.Errorf("issued by who reviewed it: %d %s", response.StatusCode, content)
	}
	d.step("clerk", "/issue", nil, "ISSUED")
	d.step("clerk", "/collection", map[string]any{"by": wu.name}, "COLLECTED")
	number, code := at[string](c.world, d.view, "certificateNo"), at[string](c.world, d.view, "code")
	d.step("chief", "/voiding", map[string]any{"reason": "出处有误"}, "VOIDED")
	instead := c.issued(number)
	d.view = c.call("clerk", http.MethodGet, d.path(), 0, nil)
	if replaced := at[string](c.world, d.view, "replacedBy"); replaced != at[string](c.world, instead.view, "certificateNo") {
		t.Errorf("replaced by %q", replaced)
	}
	var told strings.Builder
	for _, typed := range []string{at[string](c.world, instead.view, "code"), code, strings.ToLower(strings.ReplaceAll(code, "-", "")), "0000-0000-0000-0000", wu.id} {
		response, body := c.send(http.MethodGet, "/api/v1/verification/"+typed, "", nil, nil)
		problem := decode[map[string]any](t, body)
		delete(problem, "requestId")
		fmt.Fprintf(&told, "%d %s\n", response.StatusCode, bodyText(problem))
	}
	testkit.Golden(t, "verification.golden", []byte(told.String()))
}

// TestForwardingOverHTTP walks a dossier out of the archive: the receipt is late, is chased, comes, and is filed.
func TestForwardingOverHTTP(t *testing.T) {
	c := newWorld(t).counter(zhen)
	d := c.dispatched()
	c.custody(domain.InTransit)
	d.allowed("clerk", "receipt", false)
	c.later(45 * 24 * time.Hour)
	d.view = c.call("heping", http.MethodGet, d.path(), 0, nil)
	if d.state() != "RECEIPT_OVERDUE" || at[float64](c.world, d.view, "lateDays") == 0 {
		t.Fatalf("after 45 days: %v", d.view)
	}
	d.step("heping", "/chase", map[string]any{"note": "请尽快寄回回执"}, "CHASED")
	d.step("heping", "/receipt", map[string]any{"on": "2026-12-10", "receivedBy": "对方收件人", "sealed": true, "remark": ""}, "RECEIPT_RETURNED")
	c.custody(domain.TransferredOut)
	scan := c.attach("heping", "receipt.pdf", []byte("%PDF-1.4\nreceipt\n%%EOF\n"))
	d.step("heping", "/filing", map[string]any{"attachmentId": scan}, "ARCHIVED")
	c.run(t,
		scenario{name: "the scan is read by the desk", as: "clerk", path: "/api/v1/attachments/" + scan, wantStatus: 200},
		scenario{name: "not by another district", as: "tiexi", path: "/api/v1/attachments/" + scan, wantStatus: 404, wantCode: "attachment.not_found"},
		scenario{name: "a dossier that is gone", as: "heping", method: http.MethodPost, path: "/api/v1/dossiers/" + c.dossier + "/outbounds", body: requestLetter,
			wantStatus: 422, wantCode: domain.RuleByID(domain.R29).Code},
	)
}

// TestForwardingComesBack walks a parcel that is sent back, packed again, lost and found.
func TestForwardingComesBack(t *testing.T) {
	c := newWorld(t).counter(zhen)
	d := c.dispatched()
	notice := at[string](c.world, d.view, "noticeNo")
	d.step("heping", "/sending-back", map[string]any{"on": "2026-11-02", "reason": "地址有误"}, "RETURNED_BY_RECEIVER")
	c.custody(domain.InStorage)
	d.step("heping", "/packing", c.parcel(), "PACKED")
	if again := at[string](c.world, d.view, "noticeNo"); again != notice || notice == "" {
		t.Errorf("the notice is %q, then %q", notice, again)
	}
	d.step("heping", "/dispatch", map[string]any{"channel": "UNIT_COURIER", "trackingNo": "", "couriers": []string{"送档人"}, "on": "2026-11-02"}, "DISPATCHED")
	d.step("heping", "/loss", map[string]any{"reason": "机要部门查无下落"}, "LOST_IN_TRANSIT")
	d.step("heping", "/sending-back", map[string]any{"on": "2026-11-02", "reason": "已找回"}, "RETURNED_BY_RECEIVER")
	d.step("heping", "/withdrawal", map[string]any{"reason": "不再转递"}, "WITHDRAWN")
	c.custody(domain.InStorage)
}

// TestHoldOverHTTP keeps a deceased person's dossier for the years of the policy and hands it to an archive.
func TestHoldOverHTTP(t *testing.T) {
	c := newWorld(t).counter(feng)
	check(t, c.store.Ledger().Enter(t.Context(), []domain.LedgerPerson{{ID: domain.NewID(), Name: feng.name, IDNumber: domain.IDNumber(feng.id), Division: community,
		Survival: domain.SurvivalDeceased, DiedOn: domain.Date(2026, 10, 1), Version: 1, CreatedAt: c.clock.Now(), UpdatedAt: c.clock.Now()}}))
	c.run(t, scenario{name: "on the shelf", as: "heping", path: "/api/v1/deceased-on-shelf", wantStatus: 200, wantBody: []string{c.dossier, "2026-10-01"}, denyBody: []string{feng.id}},
		scenario{name: "of another district", as: "tiexi", path: "/api/v1/deceased-on-shelf", wantStatus: 200, wantBody: []string{`"dossiers":[]`}})
	d := c.begin(domain.MatterHold, "heping", deathReport)
	c.custody(domain.DeceasedHold)
	c.later(6 * 366 * 24 * time.Hour)
	d.view = c.call("heping", http.MethodGet, d.path(), 0, nil)
	ask := map[string]any{"specialMerit": false, "note": "留存期满"}
	d.step("heping", "/transfer-request", ask, "REQUESTED")
	d.view = c.call("chief", http.MethodPost, d.path()+"/approval", d.version(), map[string]any{"approved": false, "opinion": "接收单位未定"})
	d.step("heping", "/transfer-request", ask, "REQUESTED")
	d.approve(approval, "APPROVED")
	d.step("heping", "/transfer", map[string]any{"kind": "ENTERPRISE_ARCHIVE", "receiver": "原企业档案室", "listNo": "移1号", "on": domain.DateOf(c.clock.Now()).String(),
		"handedBy": "用户heping", "receivedBy": "接收人"}, "TRANSFERRED")
	c.custody(domain.TransferredToArchive)
}

// TestDeskIsOverAllKinds lists what waits for whom, and finds a matter by the number that was scanned.
func TestDeskIsOverAllKinds(t *testing.T) {
	w := newWorld(t)
	c := w.counter(zhou)
	d := c.begin(domain.MatterConsultation, "clerk", visit(domain.MediumTerminal))
	d.step("clerk", "/verification", nil, "LETTER_VERIFIED")
	outbound := w.counter(zhen).begin(domain.MatterOutbound, "heping", requestLetter)
	no := at[string](w, d.view, "no")
	w.run(t,
		scenario{name: "who decides", as: "chief", path: "/api/v1/desk", wantStatus: 200, wantBody: []string{d.id(), outbound.id(), `"stateLabel":"待审批"`, `"kindLabel":"转递"`}},
		scenario{name: "who asked", as: "clerk", path: "/api/v1/desk", wantStatus: 200, wantBody: []string{`"toApprove":[]`, `"count":1`}},
		scenario{name: "another district", as: "tiexi", path: "/api/v1/desk", wantStatus: 200, wantBody: []string{`"counts":[]`}, denyBody: []string{d.id(), zhou.name}},
		scenario{name: "without business here", as: "agency", path: "/api/v1/desk", wantStatus: 403},
		scenario{name: "all matters", as: "clerk", path: "/api/v1/matters?limit=1", wantStatus: 200, wantBody: []string{outbound.id(), `"next":"`}, denyBody: []string{d.id()}},
		scenario{name: "of a kind", as: "clerk", path: "/api/v1/matters?kind=CONSULTATION&kind=HOLD", wantStatus: 200, wantBody: []string{d.id()}, denyBody: []string{outbound.id()}},
		scenario{name: "of a dossier", as: "clerk", path: "/api/v1/matters?dossier=" + c.dossier, wantStatus: 200, wantBody: []string{d.id()}, denyBody: []string{outbound.id()}},
		scenario{name: "by its number", as: "clerk", path: "/api/v1/matters/by-number/" + no, wantStatus: 200, wantBody: []string{d.id()}},
		scenario{name: "a number of another district", as: "tiexi", path: "/api/v1/matters/by-number/" + no, wantStatus: 404, wantCode: "matter.not_found", denyBody: []string{no}},
		scenario{name: "what is demanded", as: "clerk", path: "/api/v1/dossiers/" + c.dossier + "/use-policy/CERTIFICATE", wantStatus: 200,
			wantBody: []string{`"label":"退休人员劳资人事证明"`, `"label":"审批人"`}},
		scenario{name: "of a dossier of another district", as: "tiexi", path: "/api/v1/dossiers/" + c.dossier + "/use-policy/HOLD", wantStatus: 404, wantCode: "dossier.not_found"},
		scenario{name: "options", as: "clerk", path: "/api/v1/outbound-options", wantStatus: 200, wantBody: []string{"机要通信", "2026"}},
		scenario{name: "kinds", as: "clerk", path: "/api/v1/certificate-kinds", wantStatus: 200, wantBody: []string{"退休人员劳资人事证明", "授权委托书"}},
	)
}

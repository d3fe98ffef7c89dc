package apitest

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danganku/danganku/internal/domain"
)

// matterBodies are requests that a user with the right to make them could make.
var matterBodies = map[string]string{
	"POST /api/v1/dossiers/:dossierId/consultations":         bodyText(visit(domain.MediumTerminal)),
	"PUT /api/v1/consultations/:consultationId":              bodyText(visit(domain.MediumTerminal)),
	"POST /api/v1/consultations/:consultationId/refusal":     `{"reason":"未带有效证件"}`,
	"POST /api/v1/consultations/:consultationId/approval":    bodyText(firstClass),
	"POST /api/v1/consultations/:consultationId/opening":     `{"terminal":"一号终端"}`,
	"POST /api/v1/consultations/:consultationId/return":      `{"counted":{"volumes":0,"materials":0,"pages":0},"sealIntact":true,"defect":""}`,
	"POST /api/v1/consultations/:consultationId/termination": `{"breach":"拍照","check":{"counted":{"volumes":0,"materials":0,"pages":0},"sealIntact":true,"defect":""}}`,
	"POST /api/v1/consultations/:consultationId/copies":      `{"purpose":"存卷","items":[{"materialId":":materialId","pages":[1],"excerpt":"","sheets":1}]}`,
	"POST /api/v1/reading-room/session":                      `{"code":"00000000"}`,
	"POST /api/v1/copies/:copyId/approval":                   bodyText(approval),
	"POST /api/v1/copies/:copyId/issue":                      `{"receivedBy":"赵公"}`,
	"POST /api/v1/copies/:copyId/voiding":                    `{"reason":"复制有误"}`,
	"POST /api/v1/dossiers/:dossierId/certificates":          `{"kind":"LABOR_PERSONNEL","recipient":"区房产局","use":"办理待遇","replaces":"","evidence":[],` + requester + `}`,
	"POST /api/v1/certificates/:certificateId/verification":  bodyText(seenCard),
	"POST /api/v1/certificates/:certificateId/refusal":       `{"reason":"档案中没有记载"}`,
	"POST /api/v1/certificates/:certificateId/draft":         `{"conflicts":"","statements":[{"text":"1978年参加工作。","citations":[{"materialId":":materialId","pages":[1]}]}]}`,
	"POST /api/v1/certificates/:certificateId/approval":      bodyText(approval),
	"POST /api/v1/certificates/:certificateId/collection":    `{"by":"赵公"}`,
	"POST /api/v1/certificates/:certificateId/voiding":       `{"reason":"出处有误"}`,
	"POST /api/v1/dossiers/:dossierId/outbounds":             bodyText(requestLetter),
	"POST /api/v1/outbounds/:outboundId/approval":            bodyText(approval),
	"POST /api/v1/outbounds/:outboundId/packing":             `{"counted":{"volumes":1,"materials":2,"pages":3},"sealed":true,"sealNo":"封001","packedBy":"","checkedBy":"核对人"}`,
	"POST /api/v1/outbounds/:outboundId/dispatch":            `{"channel":"CONFIDENTIAL_MAIL","trackingNo":"机1","couriers":[],"on":"2026-11-02"}`,
	"POST /api/v1/outbounds/:outboundId/chase":               `{"note":"请寄回"}`,
	"POST /api/v1/outbounds/:outboundId/receipt":             `{"on":"2026-11-02","receivedBy":"收件人","sealed":true,"remark":""}`,
	"POST /api/v1/outbounds/:outboundId/filing":              `{"attachmentId":"` + absentID + `"}`,
	"POST /api/v1/outbounds/:outboundId/sending-back":        `{"on":"2026-11-02","reason":"地址有误"}`,
	"POST /api/v1/outbounds/:outboundId/loss":                `{"reason":"机要部门查无下落"}`,
	"POST /api/v1/outbounds/:outboundId/withdrawal":          `{"reason":"不再转递"}`,
	"POST /api/v1/dossiers/:dossierId/holds":                 bodyText(deathReport),
	"POST /api/v1/holds/:holdId/transfer-request":            `{"specialMerit":false,"note":"留存期满"}`,
	"POST /api/v1/holds/:holdId/approval":                    bodyText(approval),
	"POST /api/v1/holds/:holdId/transfer":                    `{"kind":"ENTERPRISE_ARCHIVE","receiver":"档案室","listNo":"移1号","on":"2026-11-02","handedBy":"甲","receivedBy":"乙"}`,
	"POST /api/v1/holds/:holdId/withdrawal":                  `{"reason":"误报"}`,
}

var requester = `"requester":{"name":"赵公","idNumber":"` + idNumber("19800309", 21) + `","capacity":"PROXY","relation":"","unit":"","phone":""}`

// matterParameters are the parameters of routes that matters of all kinds but loans have.
var matterParameters = map[string]string{":consultationId": "", ":copyId": "", ":certificateId": "", ":outboundId": "", ":holdId": ""}

// atVersion and a parameter name the version that the thing is at.
const atVersion = "If-Match "

// stage is the matter as a thing that questions are asked about.
func (d *dealt) stage() variant {
	parameter := matters[d.kind].parameter
	things := map[string]string{parameter: d.id(), atVersion + parameter: strconv.Quote(strconv.Itoa(d.version())), ":materialId": d.c.materials["1"]}
	if d.kind == domain.MatterConsultation {
		things[":matterNo"] = at[string](d.c.world, d.view, "no")
	}
	return variant{d.state(), things}
}

// stages makes matters of each kind but loans, in the states in which the roles part. Those of one kind are of one dossier.
func (w *world) stages() map[string][]variant {
	w.t.Helper()
	c := w.counter(zhou)
	registered := c.begin(domain.MatterConsultation, "clerk", visit(domain.MediumTerminal))
	verified := c.begin(domain.MatterConsultation, "clerk", visit(domain.MediumTerminal))
	verified.step("clerk", "/verification", nil, "LETTER_VERIFIED")
	open := c.screened()
	requested := c.copied(open)
	handed := c.copied(open)
	handed.approve(approval, "APPROVED")
	handed.step("clerk", "/issue", map[string]any{"receivedBy": "赵公"}, "ISSUED")
	open.view = w.call("clerk", http.MethodGet, open.path(), 0, nil)
	pieces := handed.stage()
	pieces.things[":pieceNo.pdf"] = at[string](w, at[[]any](w, handed.view, "pieces")[0], "no") + ".pdf"

	c = w.counter(wu)
	asked := c.begin(domain.MatterCertificate, "clerk", c.request(""))
	drafted := c.begin(domain.MatterCertificate, "clerk", c.request(""))
	drafted.step("clerk", "/verification", seenCard, "IDENTITY_VERIFIED")
	drafted.step("clerk", "/draft", c.statements(), "DRAFTED")
	issued := c.issued("")

	received := w.counter(zhen).begin(domain.MatterOutbound, "heping", requestLetter)
	away := w.counter(he).dispatched()
	received.chased()
	away.chased()
	kept := w.counter(feng).begin(domain.MatterHold, "heping", deathReport)
	return map[string][]variant{
		":consultationId": {registered.stage(), verified.stage(), open.stage()},
		":copyId":         {requested.stage(), pieces},
		":certificateId":  {asked.stage(), drafted.stage(), issued.stage()},
		":outboundId":     {received.stage(), away.stage()},
		":holdId":         {kept.stage()},
	}
}

const chaseNo = "CB-210102-2026-0001"

// chased writes down a letter for a receipt that is not late yet, so that it can be printed.
func (d *dealt) chased() {
	w := d.c.world
	w.t.Helper()
	o := must[domain.OutboundTransfer](w.t)(w.store.Outbounds().Get(w.t.Context(), d.id()))
	o.Chases = append(o.Chases, domain.Chase{No: chaseNo, On: domain.DateOf(w.clock.Now()), ByName: "用户heping"})
	check(w.t, w.store.Outbounds().Update(w.t.Context(), &o))
	d.view = w.call("heping", http.MethodGet, d.path(), 0, nil)
}

// matterThings are one matter of each kind, loans included, with the dossier of the loan.
func (w *world) matterThings() map[string]string {
	w.t.Helper()
	things := map[string]string{}
	for _, stages := range w.stages() {
		for parameter, thing := range stages[len(stages)-1].things {
			things[parameter] = thing
		}
	}
	lent := w.counter(retirees[4])
	loan := lent.begin(domain.MatterLoan, "clerk", json.RawMessage(loanBody))
	things[":loanId"], things[":dossierId"] = loan.id(), lent.dossier
	return things
}

package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/roster"
)

// Persons of handovers, and who brings their dossiers.
var (
	retirees = []person{shan, li, wang, {"赵淑珍", idNumber("19510320", 4), 2}, {"钱国栋", idNumber("19530405", 5), 2}}
	bearer   = person{"孙经办", idNumber("19800506", 7), 0}
)

const (
	requiredRetirement = "退休审批"
	requiredHiring     = "招工（入伍、录用）"
	requiredWages      = "工资"
)

// formOf is a basic information form without fault.
func formOf(p person) domain.InfoForm {
	number := domain.IDNumber(p.id)
	return domain.InfoForm{Level: domain.LevelCity, Name: p.name, Sex: number.Sex(), BornOn: number.Birth(), IDNumber: number, IDGiven: p.id,
		Employer: factoryName, WorkedFrom: domain.PartialDate{Year: 1975}, RetiredOn: domain.PartialDate{Year: 2012, Month: 6},
		InsurancePlace: heping, InsuranceNo: p.id, Employment: domain.RegularStaff, CompanySeal: true, Signed: true, Paper: true, Electronic: true,
		Residence: domain.Address{Place: "演示路1号", Division: "和平区", Subdistrict: "北市场街道", Community: "皇寺社区", Phone: "02400000000"},
		Contacts:  []domain.Relative{{Name: "演示亲属", Relation: "子女", Phone: "02400000001"}},
		Roster:    domain.RosterCount{ArchivalCode: "HP-" + p.id[14:17], Originals: 1, Materials: 2, Pages: p.pages + 1, Electronic: true}}
}

// call performs a JSON request that must succeed and returns the answer.
func (w *world) call(as, method, path string, version int, body any) map[string]any {
	w.t.Helper()
	response, content := w.ask(as, method, path, version, body)
	if response.StatusCode >= 300 {
		w.t.Fatalf("%s %s as %s: %d %s", method, path, as, response.StatusCode, content)
	}
	if len(content) == 0 {
		return nil
	}
	return decode[map[string]any](w.t, content)
}

// ask performs a JSON request; version 0 sends no If-Match.
func (w *world) ask(as, method, path string, version int, body any) (*reply, []byte) {
	w.t.Helper()
	headers := map[string]string{}
	if version > 0 {
		headers["If-Match"] = strconv.Quote(strconv.Itoa(version))
	}
	var content []byte
	if body != nil {
		headers["Content-Type"] = "application/json"
		content = must[[]byte](w.t)(json.Marshal(body))
	}
	return w.send(method, path, as, headers, content)
}

// at reads a value deep inside an answer.
func at[T any](w *world, document any, keys ...string) T {
	w.t.Helper()
	for _, key := range keys {
		node, is := document.(map[string]any)
		if !is {
			w.t.Fatalf("no object holds %q: %v", key, document)
		}
		document = node[key]
	}
	value, is := document.(T)
	if !is {
		w.t.Fatalf("%v is %T: %v", keys, document, document)
	}
	return value
}

// attach uploads a file and returns its id.
func (w *world) attach(as, name string, content []byte) string {
	w.t.Helper()
	response, answer := w.send(http.MethodPost, "/api/v1/attachments?name="+name, as, map[string]string{"Content-Type": "application/octet-stream"}, content)
	if response.StatusCode != http.StatusCreated {
		w.t.Fatalf("upload: %d %s", response.StatusCode, answer)
	}
	return at[string](w, decode[map[string]any](w.t, answer), "id")
}

func (w *world) scan(as string) string {
	w.t.Helper()
	return w.attach(as, "scan.pdf", []byte("%PDF-1.4\n%%EOF\n"))
}

// workbookOf is a filled template.
func workbookOf(t *testing.T, forms ...domain.InfoForm) []byte {
	t.Helper()
	var out bytes.Buffer
	check(t, roster.WriteForms(&out, roster.TemplateOptions{}, slices.Values(forms)))
	return out.Bytes()
}

// walk is one enterprise's handover on its way. Each step is the request that the one in charge makes.
type walk struct {
	*world
	handler    string // login of the enterprise's handler
	enterprise string
	insurance  string
	batch      string
	agreement  string
	version    int // of the batch
}

func (w *world) newWalk() *walk {
	return &walk{world: w, handler: "handler", enterprise: factory, insurance: heping}
}

// step changes the batch and keeps its version.
func (w *walk) step(as, path string, body any) map[string]any {
	w.t.Helper()
	answer := w.call(as, http.MethodPost, "/api/v1/batches/"+w.batch+path, w.version, body)
	w.version = int(at[float64](w.world, answer, "batch", "version"))
	return answer
}

// try asks for a step that is refused.
func (w *walk) try(as, path string, body any) (*reply, []byte) {
	w.t.Helper()
	return w.ask(as, http.MethodPost, "/api/v1/batches/"+w.batch+path, w.version, body)
}

func confirmationBody(no string) map[string]any {
	return map[string]any{"no": no, "by": "市领导小组办公室", "on": "2026-09-01", "attachmentId": ""}
}

// nature takes the nature form to its confirmation.
func (w *walk) nature() {
	w.t.Helper()
	form := w.call(w.handler, http.MethodPost, "/api/v1/nature-forms", 0, map[string]any{"enterpriseId": w.enterprise, "level": "CITY", "owner": "市国资委",
		"registrationDivision": heping, "insuranceDivision": w.insurance, "attachmentId": w.scan(w.handler)})
	path := "/api/v1/nature-forms/" + at[string](w.world, form, "id")
	w.call(w.handler, http.MethodPost, path+"/submission", 1, nil)
	w.call("group", http.MethodPost, path+"/decision", 2, map[string]any{"confirm": true, "confirmation": confirmationBody("沈国资〔2026〕1号")})
}

// draft puts persons into a draft batch by way of a workbook.
func (w *walk) draft(forms ...domain.InfoForm) {
	w.t.Helper()
	id := w.dryRun(forms...)
	w.call(w.handler, http.MethodPost, "/api/v1/rosters/"+id+"/confirmation", 0, nil)
	w.settle()
	imported := w.call(w.handler, http.MethodGet, "/api/v1/rosters/"+id, 0, nil)
	batches := at[[]any](w.world, imported, "batches")
	if len(batches) != 1 || at[string](w.world, imported, "state") != "IMPORTED" || int(at[float64](w.world, imported, "accepted")) != len(forms) {
		w.t.Fatalf("imported: %v", imported)
	}
	w.batch, w.version = batches[0].(string), w.versionOf(batches[0].(string))
}

// dryRun takes a workbook to the end of its dry run.
func (w *walk) dryRun(forms ...domain.InfoForm) string {
	w.t.Helper()
	id := w.attach(w.handler, "roster.xlsx", workbookOf(w.t, forms...))
	created := w.call(w.handler, http.MethodPost, "/api/v1/rosters", 0, map[string]any{"attachmentId": id})
	w.settle()
	return at[string](w.world, created, "id")
}

func (w *walk) versionOf(batch string) int {
	w.t.Helper()
	return int(at[float64](w.world, w.call(w.handler, http.MethodGet, "/api/v1/batches/"+batch, 0, nil), "batch", "version"))
}

func (w *walk) submit() { w.t.Helper(); w.step(w.handler, "/submission", nil) }

func (w *walk) verifying() {
	w.t.Helper()
	w.step("agency", "/verification", map[string]any{"unitRecordNo": ""})
}

// verify decides alike about all persons who wait.
func (w *walk) verify(verified bool, seqs ...int) {
	w.t.Helper()
	w.call("agency", http.MethodPost, "/api/v1/batches/"+w.batch+"/verdicts", 0, w.verdicts(verified, seqs...))
}

func (w *walk) verdicts(verified bool, seqs ...int) map[string]any {
	w.t.Helper()
	var verdicts []map[string]any
	for _, seq := range seqs {
		verdicts = append(verdicts, map[string]any{"seq": seq, "version": w.lineVersion(seq), "verified": verified, "reason": "由他处移交"})
	}
	return map[string]any{"verdicts": verdicts}
}

func (w *walk) lineVersion(seq int) int {
	w.t.Helper()
	return int(at[float64](w.world, w.call("agency", http.MethodGet, w.linePath(seq), 0, nil), "line", "version"))
}

func (w *walk) linePath(seq int) string {
	return fmt.Sprintf("/api/v1/batches/%s/lines/%d", w.batch, seq)
}

func (w *walk) list() { w.t.Helper(); w.step("agency", "/acceptance-list", nil) }

func terms(persons, volumes int) map[string]any {
	return map[string]any{"legalBasis": "", "scope": "全部退休人员档案", "persons": persons, "volumes": volumes, "arrangement": "按十大类整理",
		"plan": []map[string]any{{"on": "2026-12", "persons": persons, "volumes": volumes}}, "ecopyFormat": "JPEG", "ecopyStandard": "", "ecopyLaterBy": "",
		"gapHandling": "出具缺件说明", "gapDays": 90, "responsibility": "签收前由企业负责", "confidential": "", "laterAdditions": "", "queries": "", "copies": 4}
}

// agree drafts an agreement and takes it to the wanted state.
func (w *walk) agree(volumes int, to domain.AgreementState) {
	w.t.Helper()
	drafted := w.call(w.handler, http.MethodPost, "/api/v1/agreements", 0, map[string]any{"enterpriseId": w.enterprise, "office": heping,
		"terms": terms(volumes, volumes)})
	w.agreement = at[string](w.world, drafted, "id")
	path := "/api/v1/agreements/" + w.agreement
	w.call(w.handler, http.MethodPost, path+"/state", 1, map[string]any{"to": "UNDER_REVIEW"})
	for i, side := range []struct{ as, side string }{{w.handler, "ENTERPRISE"}, {"heping", "ARCHIVE"}} {
		if to == domain.AgreementReview || i == 1 && to == domain.AgreementEnterprise {
			return
		}
		w.call(side.as, http.MethodPost, path+"/signature", i+2, map[string]any{"side": side.side, "by": "演示签署人", "on": "2026-10-30",
			"attachmentId": w.scan(side.as)})
	}
}

func (w *walk) join() {
	w.t.Helper()
	w.step("heping", "/agreement", map[string]any{"agreementId": w.agreement})
}

func delivery(change map[string]any) map[string]any {
	body := map[string]any{"by": bearer.name, "idNumber": bearer.id, "phone": "02400000009", "relation": "", "channel": "UNIT_COURIER", "on": "2026-11-01"}
	for key, value := range change {
		body[key] = value
	}
	return body
}

func (w *walk) deliver(seqs ...int) {
	w.t.Helper()
	change := map[string]any{}
	if len(seqs) > 0 {
		change["lines"] = seqs
	}
	w.step(w.handler, "/delivery", delivery(change))
	w.step("heping", "/counter-check", nil)
}

// counted is what the counter finds when a dossier is as its form says, changed as told.
func counted(p person, change map[string]any) map[string]any {
	body := map[string]any{"sealIntact": true, "coverMatches": true, "hasCatalogue": true, "numberingWhole": true, "ecopy": "DELIVERED",
		"materials": []string{requiredRetirement, requiredHiring, requiredWages}, "decision": "ACCEPT",
		"counted": map[string]any{"archivalCode": "HP-" + p.id[14:17], "originals": 1, "duplicates": 0, "materials": 2, "pages": p.pages + 1,
			"electronic": true, "remark": ""}}
	for key, value := range change {
		body[key] = value
	}
	return body
}

func (w *walk) decide(seq int, p person, change map[string]any) map[string]any {
	w.t.Helper()
	return w.call("heping", http.MethodPost, w.linePath(seq)+"/decision", w.lineVersion(seq), counted(p, change))
}

func (w *walk) sign() map[string]any {
	w.t.Helper()
	return w.step("heping", "/signature", map[string]any{"handoverBy": bearer.name, "receivedBy": "演示接收员", "handoverSealed": true,
		"receivedSealed": true, "on": "2026-11-02"})
}

// Things that make a dossier wanting.
var (
	withGap = map[string]any{"decision": "ACCEPT_WITH_GAPS", "materials": []string{requiredRetirement, requiredHiring},
		"gaps": []map[string]any{{"material": requiredWages, "reason": "企业改制时遗失", "sealed": true}}}
	asReturned = map[string]any{"decision": "RETURN", "reason": "目录未签字", "dueOn": "2026-12-01"}
)

// reach walks persons to the state at the counter: listed, agreed and delivered.
func (w *walk) reach(people ...person) {
	w.t.Helper()
	w.nature()
	var forms []domain.InfoForm
	var seqs []int
	for i, p := range people {
		forms, seqs = append(forms, formOf(p)), append(seqs, i+1)
	}
	w.draft(forms...)
	w.submit()
	w.verifying()
	w.verify(true, seqs...)
	w.list()
	w.agree(len(people), domain.AgreementEffective)
	w.join()
	w.deliver()
}

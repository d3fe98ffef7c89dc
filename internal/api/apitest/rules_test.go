package apitest

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// refusal is a rule that must refuse over HTTP: act makes the refused request from a state that prepare walked to.
type refusal struct {
	rule    domain.RuleID
	name    string
	prepare func(h *walk) // nil: the state before
	act     func(h *walk) (*reply, []byte)
	words   string // of the message
}

// atCounter are refusals about a dossier at the counter.
func atCounter() []refusal {
	decide := func(change map[string]any) func(h *walk) (*reply, []byte) {
		return func(h *walk) (*reply, []byte) {
			return h.ask("heping", http.MethodPost, h.linePath(1)+"/decision", h.lineVersion(1), counted(shan, change))
		}
	}
	return []refusal{
		{rule: domain.R12, name: "another count", words: "与名册不符", act: decide(map[string]any{"counted": map[string]any{"archivalCode": "", "originals": 1,
			"duplicates": 0, "materials": 2, "pages": 99, "electronic": true, "remark": ""}})},
		{rule: domain.R12, name: "signed too early", words: "没有清点结论", act: func(h *walk) (*reply, []byte) {
			return h.try("heping", "/signature", map[string]any{"handoverBy": "甲", "receivedBy": "乙", "handoverSealed": true, "receivedSealed": true, "on": "2026-11-02"})
		}},
		{rule: domain.R13, name: "no electronic copy", words: "须同时移交纸质和电子档案", act: decide(map[string]any{"ecopy": "ABSENT"})},
		{rule: domain.R13, name: "later without agreement", words: "未约定电子档案可以后补", act: decide(map[string]any{"ecopy": "LATER"})},
		{rule: domain.R17, name: "material absent", words: "缺少" + requiredWages, act: decide(map[string]any{"materials": []string{requiredRetirement, requiredHiring}})},
		{rule: domain.R17, name: "statement without seal", words: "盖章", act: decide(map[string]any{"decision": "ACCEPT_WITH_GAPS",
			"materials": []string{requiredRetirement, requiredHiring}, "gaps": []map[string]any{{"material": requiredWages, "reason": "遗失", "sealed": false}}})},
	}
}

// onTheWay are refusals about a batch of three persons, of whom the second is outside the handover and the third has not signed.
// It is walked on as they need it.
func onTheWay() []refusal {
	edit := func(changes map[string]any) func(h *walk) (*reply, []byte) {
		return func(h *walk) (*reply, []byte) {
			line := h.call("handler", http.MethodGet, h.linePath(1), 0, nil)
			form := at[map[string]any](h.world, line, "form")
			maps.Copy(form, changes)
			return h.ask("handler", http.MethodPut, h.linePath(1), h.lineVersion(1), form)
		}
	}
	verify := func(seq int) func(h *walk) (*reply, []byte) {
		return func(h *walk) (*reply, []byte) { return h.try("agency", "/verdicts", h.verdicts(true, seq)) }
	}
	return []refusal{
		{rule: domain.R01, name: "no nature form", words: "《企业性质界定表》", act: func(h *walk) (*reply, []byte) { return h.try("handler", "/submission", nil) }},
		{rule: domain.R08, name: "wrong check character", words: "身份证号校验不通过",
			act: edit(map[string]any{"idNumber": shan.id[:17] + otherCheck(shan.id)})},
		{rule: domain.R10, name: "held elsewhere", words: "不得重复建档", prepare: func(h *walk) { h.take("tiexi", tiexi, wang) },
			act: edit(map[string]any{"idNumber": wang.id, "bornOn": "", "sex": ""})},
		{rule: domain.R05, name: "batch of the province", words: "不是省级参保企业", prepare: func(h *walk) { h.nature(); h.submit() },
			act: func(h *walk) (*reply, []byte) {
				return h.try("province", "/province-confirmation", confirmationBody("辽社〔2026〕1号"))
			}},
		{rule: domain.R02, name: "labour dispatch", words: "劳务派遣", prepare: func(h *walk) { h.verifying() }, act: verify(2)},
		{rule: domain.R03, name: "not signed", words: "签字", act: verify(3)},
		{rule: domain.R04, name: "list not issued", words: "接收明细表", act: announceCopies},
		{rule: domain.R06, name: "agreement signed by one side", words: "尚未双方签署", prepare: func(h *walk) {
			h.verify(true, 1)
			h.verify(false, 2, 3)
			h.list()
			h.agree(1, domain.AgreementEnterprise)
		}, act: func(h *walk) (*reply, []byte) {
			return h.try("heping", "/agreement", map[string]any{"agreementId": h.agreement})
		}},
		{rule: domain.R06, name: "electronic copies before the agreement", words: "尚未双方签署", act: announceCopies},
		{rule: domain.R07, name: "carried by oneself", words: "严禁本人或亲属自带档案", prepare: func(h *walk) { h.agree(1, domain.AgreementEffective); h.join() },
			act: func(h *walk) (*reply, []byte) {
				return h.try("handler", "/delivery", delivery(map[string]any{"channel": "SELF"}))
			}},
		{rule: domain.R07, name: "carried by a relative", words: "子女", act: func(h *walk) (*reply, []byte) {
			return h.try("handler", "/delivery", delivery(map[string]any{"by": "演示亲属", "phone": "02400000001"}))
		}},
		{rule: domain.R11, name: "unified social credit code", words: "统一社会信用代码", act: func(h *walk) (*reply, []byte) {
			return h.ask("agency", http.MethodPost, "/api/v1/enterprises", 0, map[string]any{"name": "某厂", "uscc": "91210102MADEM000IO", "noUsccReason": "",
				"usccOverride": "", "level": "CITY", "registrationDivision": heping, "insuranceDivision": heping})
		}},
	}
}

// announceCopies announces electronic copies for the batch.
func announceCopies(h *walk) (*reply, []byte) {
	body := announce("电子档案", heping, map[string][]byte{"a.jpg": {1}})
	body.Batch = at[string](h.world, h.call("heping", http.MethodGet, "/api/v1/batches/"+h.batch, 0, nil), "batch", "no")
	return h.ask("heping", http.MethodPost, "/api/v1/ingests", 0, body)
}

// otherCheck is a character that is not the check character of the number.
func otherCheck(number string) string {
	if number[17] == '0' {
		return "1"
	}
	return "0"
}

// TestRulesRefuseOverHTTP trips the rules of the handover one after the other. The refusals change nothing, so that one batch serves
// many of them.
func TestRulesRefuseOverHTTP(t *testing.T) {
	t.Run("on the way", func(t *testing.T) {
		h := newWorld(t).newWalk()
		dispatched, unsigned := formOf(li), formOf(retirees[3])
		dispatched.Employment = domain.LaborDispatch
		unsigned.Signed = false
		h.draft(formOf(shan), dispatched, unsigned)
		h.refuse(t, onTheWay())
	})
	t.Run("at the counter", func(t *testing.T) {
		h := newWorld(t).newWalk()
		h.reach(shan)
		h.refuse(t, atCounter())
	})
}

func (w *walk) refuse(t *testing.T, refusals []refusal) {
	t.Helper()
	for _, r := range refusals {
		t.Run(string(r.rule)+" "+r.name, func(t *testing.T) {
			w.t = t
			if r.prepare != nil {
				r.prepare(w)
			}
			response, content := r.act(w)
			problem := decode[struct{ Code, Title string }](t, content)
			if response.StatusCode != http.StatusUnprocessableEntity || problem.Code != domain.RuleByID(r.rule).Code {
				t.Fatalf("%d %s, want %s", response.StatusCode, content, domain.RuleByID(r.rule).Code)
			}
			if !strings.Contains(problem.Title, r.words) {
				t.Errorf("the message is %q and lacks %q", problem.Title, r.words)
			}
		})
	}
	w.t = t
}

// TestProvinceConfirmsFirst walks an enterprise insured at the province: rule R05 and the unit's record before those of its persons.
func TestProvinceConfirmsFirst(t *testing.T) {
	w := newWorld(t)
	h := &walk{world: w, handler: "provincial", enterprise: railway, insurance: "21"}
	form := formOf(shan)
	form.Employer, form.InsurancePlace = railwayName, "21"
	h.nature()
	h.draft(form)
	h.submit()
	verifying := map[string]any{"unitRecordNo": ""}
	for _, refused := range []struct {
		as, path string
		body     map[string]any
		status   int
		code     string
	}{
		{"agency", "/verification", verifying, 422, "WRONG_ARCHIVE_OFFICE"},
		{"agency", "/province-confirmation", confirmationBody("辽社〔2026〕1号"), 403, "access.forbidden"},
	} {
		if response, content := h.try(refused.as, refused.path, refused.body); response.StatusCode != refused.status || codeOf(content) != refused.code {
			t.Errorf("%s: %d %s, want %s", refused.path, response.StatusCode, content, refused.code)
		}
	}
	h.step("province", "/province-confirmation", confirmationBody("辽社〔2026〕1号"))
	if response, content := h.try("agency", "/verification", verifying); response.StatusCode != 422 || codeOf(content) != "batch.unit_record" {
		t.Errorf("without the unit's record: %d %s", response.StatusCode, content)
	}
	begun := h.step("agency", "/verification", map[string]any{"unitRecordNo": "D210102-7"})
	if office := at[string](w, begun, "batch", "office"); office != heping {
		t.Errorf("the dossiers go to %s, not to where the enterprise is registered", office)
	}
}

// TestDryRunNamesWhatIsWrong uploads a roster with rows that rules refuse or warn of; a warning (R09) refuses nothing.
func TestDryRunNamesWhatIsWrong(t *testing.T) {
	w := newWorld(t)
	h := w.newWalk()
	wrongSex, wrongNumber, again := formOf(li), formOf(wang), formOf(shan)
	wrongSex.Sex = domain.SexMale
	wrongNumber.IDGiven = wang.id[:17] + otherCheck(wang.id)
	wrongNumber.IDNumber = domain.IDNumber(wrongNumber.IDGiven)
	id := h.dryRun(formOf(shan), wrongSex, wrongNumber, again)
	w.run(t,
		scenario{name: "report", as: "handler", path: "/api/v1/rosters/" + id, wantStatus: 200,
			wantBody: []string{`"state":"INSPECTED"`, `"accepted":2`, `"refused":2`, `"rule":"R08"`, `"rule":"R09"`, `"level":"WARN"`, `"rule":"R10"`}},
		scenario{name: "workbook", as: "handler", path: "/api/v1/rosters/" + id + "/errors.xlsx", wantStatus: 200,
			wantAudit: []domain.AuditAction{domain.AuditRosterReport}},
		scenario{name: "given up", as: "handler", method: http.MethodPost, path: "/api/v1/rosters/" + id + "/cancellation", wantStatus: 200,
			wantBody: []string{`"state":"CANCELLED"`}},
		scenario{name: "not confirmed any more", as: "handler", method: http.MethodPost, path: "/api/v1/rosters/" + id + "/confirmation", wantStatus: 409},
		scenario{name: "template", as: "handler", path: "/api/v1/roster-template.xlsx", wantStatus: 200},
	)
}

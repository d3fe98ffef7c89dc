package apitest

import (
	"net/http"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// Persons whose dossiers are on the shelf.
var (
	zhou = person{"周查档", idNumber("19500101", 31), 2}
	wu   = person{"吴证明", idNumber("19510202", 32), 2}
	zhen = person{"郑转递", idNumber("19520303", 33), 2}
	feng = person{"冯留存", idNumber("19530404", 34), 2}
	he   = person{"何途中", idNumber("19540505", 35), 2}

	shelved = []person{zhou, wu, zhen, feng, he}
)

// matters are the address of each kind of matters below the base path, and its parameter.
var matters = map[domain.MatterKind]struct{ path, parameter string }{
	domain.MatterLoan: {"loans", ":loanId"}, domain.MatterConsultation: {"consultations", ":consultationId"}, domain.MatterCopy: {"copies", ":copyId"},
	domain.MatterCertificate: {"certificates", ":certificateId"}, domain.MatterOutbound: {"outbounds", ":outboundId"}, domain.MatterHold: {"holds", ":holdId"},
}

// counter is the work with one dossier on the shelf of 和平区: a clerk at the counter, an archivist, and who approves.
type counter struct {
	*world
	subject   person
	dossier   string
	materials map[string]string // identifiers by class
}

// counter puts a person's dossier on the shelf.
func (w *world) counter(p person) *counter {
	w.t.Helper()
	c := &counter{world: w, subject: p, dossier: w.take("heping", heping, p)[p.name], materials: map[string]string{}}
	view := w.call("heping", http.MethodPost, "/api/v1/dossiers/"+c.dossier+"/release", 1, nil)
	for _, material := range at[[]any](w, view, "materials") {
		c.materials[at[string](w, material, "class")] = at[string](w, material, "id")
	}
	return c
}

// dealt is a matter as it was answered last.
type dealt struct {
	c    *counter
	kind domain.MatterKind
	view map[string]any
	code string // that starts the screen, when one was given
}

// begin begins a matter with a dossier, or with what the path names.
func (c *counter) begin(kind domain.MatterKind, as string, body any) *dealt {
	c.t.Helper()
	path := "/api/v1/dossiers/" + c.dossier + "/" + matters[kind].path
	return &dealt{c: c, kind: kind, view: c.call(as, http.MethodPost, path, 0, body)}
}

func (d *dealt) id() string    { return at[string](d.c.world, d.view, "id") }
func (d *dealt) state() string { return at[string](d.c.world, d.view, "state") }
func (d *dealt) version() int  { return int(at[float64](d.c.world, d.view, "version")) }
func (d *dealt) path() string  { return "/api/v1/" + matters[d.kind].path + "/" + d.id() }

// try asks for a step with the version that was answered last.
func (d *dealt) try(as, step string, body any) (*reply, []byte) {
	d.c.t.Helper()
	return d.c.ask(as, http.MethodPost, d.path()+step, d.version(), body)
}

// step takes a step and expects the state it leads to.
func (d *dealt) step(as, step string, body any, state string) {
	d.c.t.Helper()
	d.view = d.c.call(as, http.MethodPost, d.path()+step, d.version(), body)
	if whole, opened := d.view["consultation"]; opened {
		d.code, d.view = at[string](d.c.world, d.view, "code"), whole.(map[string]any)
	}
	if d.state() != state {
		d.c.t.Fatalf("%s%s leads to %s, not %s", d.kind, step, d.state(), state)
	}
}

// deciders are who decides the steps of chains, by role.
var deciders = map[string]string{"archivist": "heping", "approver": "chief"}

// approve decides all steps of the chain.
func (d *dealt) approve(body any, state string) {
	d.c.t.Helper()
	for _, step := range at[[]any](d.c.world, d.view, "steps") {
		if !at[bool](d.c.world, step, "decided") {
			d.view = d.c.call(deciders[at[string](d.c.world, step, "role")], http.MethodPost, d.path()+"/approval", d.version(), body)
		}
	}
	if d.state() != state {
		d.c.t.Fatalf("the approvals of a %s lead to %s, not %s", d.kind, d.state(), state)
	}
}

// allowed expects that somebody is offered a step, or is not.
func (d *dealt) allowed(as, step string, want bool) {
	d.c.t.Helper()
	view := d.c.call(as, http.MethodGet, d.path(), 0, nil)
	has := false
	for _, offered := range at[[]any](d.c.world, view, "allowed") {
		has = has || offered == step
	}
	if has != want {
		d.c.t.Errorf("%s %s: offered %s to %s: %v", d.kind, d.state(), step, as, has)
	}
}

var approval = map[string]any{"approved": true, "opinion": "同意"}

// whole is what each dossier of these tests holds, counted and sealed.
func (c *counter) whole() map[string]any {
	head := at[map[string]any](c.world, c.call("heping", http.MethodGet, "/api/v1/dossiers/"+c.dossier, 0, nil), "head")
	return map[string]any{"volumes": head["volumeCount"], "materials": head["materialCount"], "pages": head["pageCount"]}
}

func (c *counter) check() map[string]any {
	return map[string]any{"counted": c.whole(), "sealIntact": true, "defect": ""}
}

// visit asks for a consultation of the first class.
func visit(medium domain.Medium) map[string]any {
	visitor := func(name, number string) map[string]any {
		return map[string]any{"name": name, "idNumber": number, "unit": "市审计局", "post": "科员", "phone": "02400000010", "partyMember": true,
			"idVerified": true, "relation": ""}
	}
	return map[string]any{"unit": "市审计局", "content": "核对工作经历", "medium": medium, "asked": map[string]any{"classes": []string{"1", "10"}, "materialIds": []string{}},
		"visitors": []any{visitor("赵公", idNumber("19800309", 21)), visitor("钱证", idNumber("19810309", 22))},
		"letter": map[string]any{"no": "审函〔2026〕1号", "issuer": "市审计局", "sealed": true, "issuedOn": "2026-11-01", "validUntil": "", "purpose": "OTHER",
			"namesVisitors": true, "namesSubject": true}}
}

// firstClass is an approval that leaves out what else was asked for.
var firstClass = map[string]any{"approved": true, "opinion": "限履历材料", "scope": map[string]any{"classes": []string{"1"}, "materialIds": []string{}}}

// screened is an open consultation on a screen that was not started yet.
func (c *counter) screened() *dealt {
	c.t.Helper()
	d := c.begin(domain.MatterConsultation, "clerk", visit(domain.MediumTerminal))
	d.step("clerk", "/verification", nil, "LETTER_VERIFIED")
	d.approve(firstClass, "APPROVED")
	d.step("clerk", "/opening", map[string]any{"terminal": "一号终端"}, "OPENED")
	return d
}

// copied asks for two copies of the first page, in an open consultation.
func (c *counter) copied(d *dealt) *dealt {
	c.t.Helper()
	body := map[string]any{"purpose": "存入审计案卷", "items": []any{map[string]any{"materialId": c.materials["1"], "pages": []int{1}, "excerpt": "", "sheets": 2}}}
	return &dealt{c: c, kind: domain.MatterCopy, view: c.call("clerk", http.MethodPost, d.path()+"/copies", 0, body)}
}

// request is for a certificate by the subject.
func (c *counter) request(replaces string) map[string]any {
	return map[string]any{"kind": "LABOR_PERSONNEL", "recipient": "区房产局", "use": "办理待遇", "replaces": replaces,
		"requester": map[string]any{"name": c.subject.name, "idNumber": c.subject.id, "capacity": "SELF", "relation": "", "unit": "", "phone": ""},
		"evidence":  []any{map[string]any{"kind": "ID_CARD", "no": "本人证件", "verified": false}}}
}

var seenCard = map[string]any{"evidence": []any{map[string]any{"kind": "ID_CARD", "no": "本人证件", "verified": true}}}

func (c *counter) statements() map[string]any {
	cited := []any{map[string]any{"materialId": c.materials["1"], "pages": []int{1}}}
	return map[string]any{"conflicts": "", "statements": []any{map[string]any{"text": "1978年参加工作。", "citations": cited}}}
}

// issued is a certificate with its number and code.
func (c *counter) issued(replaces string) *dealt {
	c.t.Helper()
	d := c.begin(domain.MatterCertificate, "clerk", c.request(replaces))
	d.step("clerk", "/verification", seenCard, "IDENTITY_VERIFIED")
	d.step("clerk", "/draft", c.statements(), "DRAFTED")
	d.approve(approval, "REVIEWED")
	d.step("clerk", "/issue", nil, "ISSUED")
	return d
}

var requestLetter = map[string]any{"cause": "RELOCATION", "group": "", "complete": "2026-11-02", "letter": map[string]any{"no": "大人社调〔2026〕7号", "issuer": "大连市档案中心",
	"issuedOn": "2026-10-28", "sealed": true, "qualified": true, "address": "大连市中山区某路1号", "contact": "收件人", "phone": "04110000000"}}

func (c *counter) parcel() map[string]any {
	return map[string]any{"counted": c.whole(), "sealed": true, "sealNo": "封001", "packedBy": "用户heping", "checkedBy": "核对人"}
}

// dispatched is a forwarding on its way.
func (c *counter) dispatched() *dealt {
	c.t.Helper()
	d := c.begin(domain.MatterOutbound, "heping", requestLetter)
	d.approve(approval, "REVIEWED")
	d.step("heping", "/packing", c.parcel(), "PACKED")
	d.step("heping", "/dispatch", map[string]any{"channel": "CONFIDENTIAL_MAIL", "trackingNo": "机2026001", "couriers": []string{}, "on": "2026-11-02"}, "DISPATCHED")
	return d
}

var deathReport = map[string]any{"diedOn": "2026-10-01", "evidence": "死亡证明 0001号", "reportedBy": "家属", "specialMerit": false}

// later moves the clock on, lets the timers run, and signs everybody in again.
func (w *world) later(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	ctx := w.t.Context()
	for _, tick := range []error{w.config.Circulation.Tick(ctx), w.config.Consultation.Tick(ctx), w.config.Forwarding.Tick(ctx)} {
		check(w.t, tick)
	}
	for login := range cast {
		user := must[domain.User](w.t)(w.store.Users().ByLogin(ctx, login))
		w.tokens[login] = w.session(ctx, user.ID, login+strings.TrimPrefix(w.tokens[login], "token-of"))
	}
}

package domain

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func consultationPolicy(t *testing.T, category Category) UsePolicy {
	t.Helper()
	policies, err := ShippedUsePolicies()
	if err != nil {
		t.Fatal(err)
	}
	policy, found := policies.Of(MatterConsultation, "210106", category, handoverDay)
	if !found {
		t.Fatalf("no policy for %s", category)
	}
	return policy
}

// visit is a consultation in order: two visitors with their letter.
func visit() Consultation {
	visitor := func(name, digits string) Visitor {
		return Visitor{Name: name, IDNumber: checked(digits), IDVerified: true, PartyMember: true}
	}
	return Consultation{Matter: Matter{No: "CY-210106-2026-0001", IDNumber: goodForm().IDNumber}, Unit: "市公证处", Medium: MediumTerminal,
		Visitors: []Visitor{visitor("赵公", "21999919800309001"), visitor("钱证", "21999919810309001")},
		Letter: IntroductionLetter{No: "公介1号", Issuer: "市公证处", Sealed: true, IssuedOn: Date(2026, 3, 1), Purpose: "RIGHTS",
			NamesVisitors: true, NamesSubject: true}}
}

func TestConsultationRules(t *testing.T) {
	worker := consultationPolicy(t, CategoryWorker)
	strict := consultationPolicy(t, CategoryCadre)
	strict.PartyMembers = Block
	letter := func(change func(*IntroductionLetter)) error {
		c := visit()
		change(&c.Letter)
		return CheckLetter(c.Letter, worker, handoverDay)
	}
	visitors := func(policy UsePolicy, change func(*Consultation)) error {
		c := visit()
		change(&c)
		_, err := CheckVisitors(&c, policy, handoverDay)
		return err
	}
	for _, c := range []struct {
		name string
		rule RuleID
		says string
		err  error
	}{
		{"letter in order", "", "", letter(func(*IntroductionLetter) {})},
		{"last day of the policy", "", "", letter(func(l *IntroductionLetter) { l.IssuedOn = handoverDay.AddDays(-15) })},
		{"last day of the letter's own", "", "", letter(func(l *IntroductionLetter) { l.ValidUntil = handoverDay })},
		{"no number", R24, "文号", letter(func(l *IntroductionLetter) { l.No = "" })},
		{"no issuer", R24, "开具单位", letter(func(l *IntroductionLetter) { l.Issuer = "" })},
		{"no seal", R24, "印章", letter(func(l *IntroductionLetter) { l.Sealed = false })},
		{"a month only", R24, "开具日期", letter(func(l *IntroductionLetter) { l.IssuedOn = Date(2026, 3, 0) })},
		{"of tomorrow", R24, "晚于今天", letter(func(l *IntroductionLetter) { l.IssuedOn = handoverDay.AddDays(1) })},
		{"older than the policy admits", R24, "有效期至2026-03-08", letter(func(l *IntroductionLetter) { l.IssuedOn = handoverDay.AddDays(-16) })},
		{"its own term over", R24, "已过期", letter(func(l *IntroductionLetter) { l.ValidUntil = handoverDay.AddDays(-1) })},
		{"its own term beyond the policy's", R24, "已过期", letter(func(l *IntroductionLetter) {
			l.IssuedOn, l.ValidUntil = handoverDay.AddDays(-16), handoverDay.AddDays(30)
		})},
		{"purpose not allowed", R24, "用途", letter(func(l *IntroductionLetter) { l.Purpose = "TALENT" })},
		{"visitors not named", R24, "未写明查阅人", letter(func(l *IntroductionLetter) { l.NamesVisitors = false })},
		{"subject not named", R24, "被查阅人", letter(func(l *IntroductionLetter) { l.NamesSubject = false })},

		{"visitors in order", "", "", visitors(worker, func(*Consultation) {})},
		{"one visitor", R23, "现登记1人", visitors(worker, func(c *Consultation) { c.Visitors = c.Visitors[:1] })},
		{"one visitor twice", R23, "重复登记", visitors(worker, func(c *Consultation) { c.Visitors[1].IDNumber = c.Visitors[0].IDNumber })},
		{"wrong number", R23, "身份证号", visitors(worker, func(c *Consultation) { c.Visitors[0].IDNumber = "21999919800309" })},
		{"paper not seen", R23, "有效证件", visitors(worker, func(c *Consultation) { c.Visitors[1].IDVerified = false })},
		{"no party member, workers", "", "", visitors(worker, func(c *Consultation) { c.Visitors[1].PartyMember = false })},
		{"no party member, strict", R23, "党员", visitors(strict, func(c *Consultation) { c.Visitors[1].PartyMember = false })},
		{"the subject", R25, "赵公是本人", visitors(worker, func(c *Consultation) { c.Visitors[0].IDNumber = c.IDNumber })},
		{"a relative", R25, "亲属", visitors(worker, func(c *Consultation) { c.Visitors[1].Relation = "儿子" })},
	} {
		if fault := refusedBy(c.err, c.rule, c.says); fault != "" {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
}

func TestPartyMembersAreAWarningForCadres(t *testing.T) {
	c := visit()
	c.Visitors[1].PartyMember = false
	warnings, err := CheckVisitors(&c, consultationPolicy(t, CategoryCadre), handoverDay)
	if err != nil || len(warnings) != 1 || warnings[0].Rule != R23 || warnings[0].Level != Warn || !strings.Contains(warnings[0].Message, "钱证") {
		t.Errorf("%v, %v", warnings, err)
	}
}

func catalogued() *Dossier {
	d := &Dossier{Materials: []Material{{ID: "m1", Class: "1", ItemNo: 1, Title: "履历表", PageCount: 2}, {ID: "m2", Class: "4-1", ItemNo: 1, Title: "学籍表", PageCount: 1},
		{ID: "m3", Class: "4-2", ItemNo: 1, Title: "聘书", PageCount: 1}, {ID: "m4", Class: "10", ItemNo: 1, Title: "其他", PageCount: 1}}}
	for _, place := range []struct {
		material string
		seq      int
	}{{"m1", 2}, {"m1", 1}, {"m2", 1}, {"", 1}} {
		d.AddPage(Page{MaterialID: place.material, Seq: place.seq})
	}
	return d
}

func TestScopesOfUse(t *testing.T) {
	d := catalogued()
	classes := func(codes ...string) UseScope { return UseScope{Classes: codes} }
	materials := func(ids ...string) UseScope { return UseScope{MaterialIDs: ids} }
	for _, c := range []struct {
		name string
		says string // empty: admitted
		err  error
	}{
		{"a class with subclasses", "", CheckScope(classes("4"), d)},
		{"nothing", "请写明", CheckScope(UseScope{}, d)},
		{"a class without materials", "第5类", CheckScope(classes("4", "5"), d)},
		{"a material of no row", "所选的材料", CheckScope(materials("m1", "m9"), d)},
		{"as asked", "", CheckNarrowing(classes("4"), classes("4"), d)},
		{"a subclass of what was asked", "", CheckNarrowing(classes("4"), classes("4-1"), d)},
		{"a material of a class that was asked", "", CheckNarrowing(classes("4"), materials("m3"), d)},
		{"the class of a subclass that was asked", "第4类不在申请", CheckNarrowing(classes("4-1"), classes("4"), d)},
		{"the class of a material that was asked", "第1类不在申请", CheckNarrowing(materials("m1"), classes("1"), d)},
		{"1 is no part of 10", "第10类不在申请", CheckNarrowing(classes("1"), classes("10"), d)},
		{"another material", "1-1《履历表》", CheckNarrowing(classes("4"), materials("m1"), d)},
		{"a material of no row, approved", "所选的材料", CheckNarrowing(classes("4"), materials("m9"), d)},
		{"nothing, approved", "请写明", CheckNarrowing(classes("4"), UseScope{}, d)},
	} {
		rule := R26
		if c.says == "" {
			rule = ""
		}
		if fault := refusedBy(c.err, rule, c.says); fault != "" {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
	var seen []string
	for _, m := range (UseScope{Classes: []string{"4"}, MaterialIDs: []string{"m1"}}).Within(d) {
		seen = append(seen, m.ID)
	}
	if !slices.Equal(seen, []string{"m1", "m2", "m3"}) {
		t.Errorf("admitted: %v", seen)
	}
}

func TestAScreenShowsWhatWasApprovedWhileTheSessionLasts(t *testing.T) {
	begin := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	opened := func(change func(*Consultation)) Consultation {
		c := visit()
		c.State, c.Approved, c.OpenBy = ConsultationOpened, UseScope{Classes: []string{"4"}}, handoverDay
		c.Session = ReadingSession{OpenedAt: begin, EndsAt: begin.Add(time.Hour)}
		change(&c)
		return c
	}
	page := func(m Material, now time.Time, change func(*Consultation)) error {
		c := opened(change)
		return CheckOpened(&c, m, now)
	}
	d, same := catalogued(), func(*Consultation) {}
	in, out := d.Materials[1], d.Materials[0]
	visitDay := func(day PartialDate) error { c := opened(same); return CheckOpening(&c, day) }
	for _, c := range []struct {
		name string
		rule RuleID
		says string
		err  error
	}{
		{"in scope", "", "", page(in, begin, same)},
		{"out of scope", R26, "不在批准", page(out, begin, same)},
		{"the last moment", "", "", page(in, begin.Add(time.Hour-1), same)},
		{"the window is over", R26, "已结束", page(in, begin.Add(time.Hour), same)},
		{"expired", R26, "已结束", page(in, begin, func(c *Consultation) { c.State = ConsultationExpired })},
		{"handed back", R26, "已结束", page(in, begin, func(c *Consultation) { c.State = ConsultationReturned })},
		{"on paper", R26, "已结束", page(in, begin, func(c *Consultation) { c.Medium = MediumPaper })},
		{"the last day", "", "", visitDay(handoverDay)},
		{"a day late", R26, "截至2026-03-09", visitDay(handoverDay.AddDays(1))},
	} {
		if fault := refusedBy(c.err, c.rule, c.says); fault != "" {
			t.Errorf("%s: %s", c.name, fault)
		}
	}
	c := opened(same)
	if mark := c.Watermark(begin); mark != "CY-210106-2026-0001 市公证处 赵公、钱证 2026-03-09 09:00" {
		t.Error(mark)
	}
	c.State, c.Session = ConsultationExpired, ReadingSession{}
	if CheckHandBack(&c) == nil {
		t.Error("what was never opened was handed back")
	}
}

func TestReadableWhileKept(t *testing.T) {
	for _, c := range []struct {
		state CustodyState
		may   bool
	}{{QC, false}, {Expected, false}, {InStorage, true}, {OnLoan, true}, {DeceasedHold, true}, {InTransit, false}, {TransferredOut, false},
		{TransferredToArchive, false}, {Lost, false}} {
		if err := CheckReadable(c.state); (err == nil) != c.may {
			t.Errorf("%s: %v", c.state, err)
		}
	}
}

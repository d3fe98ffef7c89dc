package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/roster"
)

// handoverScript drives the handover through the program, as a script would.
type handoverScript struct {
	*program
	t      *testing.T
	folder string
}

// refused expects a command to fail by a rule, with its code and words that tell the user what to do.
func (s *handoverScript) refused(rule domain.RuleID, says string, args ...string) {
	s.t.Helper()
	_, out, code := s.execute(args...)
	if code != exitInvalid || !strings.Contains(out, domain.RuleByID(rule).Code) || !strings.Contains(out, says) {
		s.t.Errorf("%v exits with %d, want %d, %s and %q:\n%s", args, code, exitInvalid, domain.RuleByID(rule).Code, says, out)
	}
}

func (s *handoverScript) must(args ...string) string {
	s.t.Helper()
	out, code := s.run(args...)
	if code != 0 {
		s.t.Fatalf("%v exits with %d:\n%s", args, code, out)
	}
	return out
}

// reported expects the dry run of a roster to name a rule.
func (s *handoverScript) reported(rule domain.RuleID, says, path string) {
	s.t.Helper()
	out, _ := s.run("transfer", "roster", path, "--dry-run")
	if !strings.Contains(out, "["+string(rule)+"]") || !strings.Contains(out, says) {
		s.t.Errorf("the dry run names no %s with %q:\n%s", rule, says, out)
	}
}

func (s *handoverScript) file(name, content string) string {
	path := filepath.Join(s.folder, name)
	writeFile(s.t, path, []byte(content))
	return path
}

// roster writes a workbook of forms.
func (s *handoverScript) roster(name string, forms ...domain.InfoForm) string {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	file, err := os.Create(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	if err := roster.WriteForms(file, roster.TemplateOptions{}, slices.Values(forms)); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// retiree is the n-th person of an enterprise, with everything in order.
func retiree(n int, employer, insured string) domain.InfoForm {
	digits := fmt.Sprintf("21999919500309%03d", n)
	number := domain.IDNumber(digits + string(domain.IDCheckCharacter(digits)))
	return domain.InfoForm{Level: domain.LevelCity, Name: fmt.Sprintf("演示%c", '甲'+rune(n)), IDNumber: number, IDGiven: number.Full(), Sex: number.Sex(),
		BornOn: domain.Date(1950, 3, 0), RetiredOn: domain.Date(2010, 3, 0), Employer: employer, InsurancePlace: insured,
		Residence: domain.Address{Division: "铁西区", Place: "兴华街1号"}, Employment: domain.RegularStaff, CompanySeal: true, Signed: true, Paper: true,
		Electronic: true, Roster: domain.RosterCount{ArchivalCode: fmt.Sprintf("JX-%03d", n), Originals: 1, Materials: 12, Pages: 40, Electronic: true}}
}

var batchNumber = regexp.MustCompile(`YJ-\d+-\d+-\d+`)

// TestHandoverRulesOnTheCommandLine trips each rule of the handover by a command and then does what its message asks for.
func TestHandoverRulesOnTheCommandLine(t *testing.T) {
	s := &handoverScript{program: newProgram(t), t: t, folder: t.TempDir()}
	scan := s.file("scan.pdf", blankPDF)

	s.refused(domain.R11, "18位", "transfer", "enterprise", "甲厂", "--uscc", "123")
	s.must("transfer", "enterprise", "甲厂", "--no-uscc", "已注销", "--level", "CITY", "--registration", "210103", "--insurance", "210106")
	s.must("transfer", "enterprise", "乙厂", "--no-uscc", "已注销", "--level", "PROVINCIAL", "--registration", "210106", "--insurance", "21")

	s.rosters()
	dispatched, unsigned := retiree(4, "甲厂", "210106"), retiree(5, "甲厂", "210106")
	dispatched.Employment, unsigned.Signed = domain.LaborDispatch, false
	no := s.imported(retiree(1, "甲厂", "210106"), retiree(2, "甲厂", "210106"), retiree(3, "甲厂", "210106"), dispatched, unsigned)
	s.people(no, scan)
	s.province(scan)
	s.dossiers(no, scan)
}

func (s *handoverScript) imported(forms ...domain.InfoForm) string {
	s.t.Helper()
	no := batchNumber.FindString(s.must("transfer", "roster", s.roster("good.xlsx", forms...), "--yes"))
	if no == "" {
		s.t.Fatal("no batch")
	}
	return no
}

func (s *handoverScript) rosters() {
	wrong, older := retiree(1, "甲厂", "210106"), retiree(2, "甲厂", "210106")
	wrong.IDNumber = wrong.IDNumber[:17] + map[bool]domain.IDNumber{true: "1", false: "2"}[wrong.IDNumber[17] != '1']
	wrong.IDGiven = wrong.IDNumber.Full()
	older.BornOn = domain.Date(1949, 3, 0)
	s.reported(domain.R08, "校验码", s.roster("r08.xlsx", wrong))
	s.reported(domain.R09, "不一致", s.roster("r09.xlsx", older))
	s.reported(domain.R10, "一人", s.roster("r10.xlsx", retiree(3, "甲厂", "210106"), retiree(3, "甲厂", "210106")))
}

func (s *handoverScript) people(no, scan string) {
	s.refused(domain.R01, "企业性质界定表", "transfer", "submit", no)
	s.must("transfer", "nature", "submit", "甲厂", "--owner", "市工业局", "--scan", scan)
	s.must("transfer", "nature", "decide", "甲厂", "--no", "界1", "--by", "市领导小组办公室", "--on", "2026-01-05", "--scan", scan)
	s.must("transfer", "submit", no)
	s.refused(domain.R02, "劳务派遣", "transfer", "verify", no, "--seq", "4")
	s.refused(domain.R03, "未经本人签字", "transfer", "verify", no, "--seq", "5")
	if out, code := s.run("transfer", "verify", no, "--seq", "1,9"); code != exitNotFound {
		s.t.Errorf("a person who is not there is verified with exit code %d:\n%s", code, out)
	}
	s.must("transfer", "verify", no, "--seq", "2,3")
	s.must("transfer", "verify", no, "--seq", "4,5", "--reject", "不符合移交条件")
	s.must("transfer", "issue", no)
}

// province: an enterprise insured at the province goes by the province first, and to the place of registration.
func (s *handoverScript) province(scan string) {
	if _, out, code := s.execute("transfer", "list", "--state", "CLOSD"); code != exitInvalid || !strings.Contains(out, "CLOSED") {
		s.t.Errorf("a state that does not exist: exit code %d:\n%s", code, out)
	}
	no := s.imported(retiree(11, "乙厂", "21"))
	if !strings.HasPrefix(no, "YJ-210106-") {
		s.t.Errorf("a batch of an enterprise registered in 210106 is %s", no)
	}
	s.must("transfer", "enterprise", "乙厂", "--no-uscc", "已并入他厂") // what is not mentioned stays
	s.must("transfer", "nature", "submit", "乙厂", "--owner", "省国资委", "--scan", scan)
	s.must("transfer", "nature", "decide", "乙厂", "--no", "界2", "--by", "市领导小组办公室", "--on", "2026-01-05", "--scan", scan)
	s.must("transfer", "submit", no)
	s.refused(domain.R05, "省社保机构确认", "transfer", "verify", no, "--unit-record", "U-1")
	s.must("transfer", "province", no, "--confirmation", "省确1", "--by", "省社保", "--on", "2026-01-06")
	s.must("transfer", "verify", no, "--unit-record", "U-1")
}

const demoTerms = `{"Scope":"甲厂全部退休人员","Persons":3,"Volumes":3,"Arrangement":"按十类整理","Plan":[{"On":"2026-06","Persons":3,"Volumes":3}],
"EcopyFormat":"JPEG，300dpi，彩色","GapHandling":"限期补齐，不能补齐的出具说明","GapDays":30,"Responsibility":"签收前由企业负责，签收后由档案部门负责"}`

var agreementNumber = regexp.MustCompile(`XY-\d+-\d+-\d+`)

func (s *handoverScript) dossiers(no, scan string) {
	s.t.Helper()
	stranger := filepath.Join(s.folder, "package")
	fixturePackage(s.t, stranger, 7, 1, 1)
	s.refused(domain.R06, "尚未双方签署", "ingest", stranger, "--office", "210106", "--batch", no, "--yes")

	agreement := agreementNumber.FindString(s.must("transfer", "agreement", "draft", "--enterprise", "甲厂", "--office", "210106", "--terms", s.file("terms.json", demoTerms)))
	s.refused(domain.R06, "尚未双方签署", "transfer", "join", no, agreement)
	for _, side := range []string{"ENTERPRISE", "ARCHIVE"} {
		s.must("transfer", "agreement", "sign", agreement, "--side", side, "--by", "签约人", "--on", "2026-01-07", "--scan", scan)
	}
	s.must("transfer", "join", no, agreement)
	if out, _ := s.run("ingest", stranger, "--office", "210106", "--batch", no, "--dry-run"); !strings.Contains(out, "R04") || !strings.Contains(out, "接收明细表") {
		s.t.Errorf("a stranger is not held to the acceptance list:\n%s", out)
	}
	s.refused(domain.R07, "自带", "transfer", "deliver", no, "--by", "演示", "--channel", "SELF", "--on", "2026-01-08")
	s.must("transfer", "deliver", no, "--by", "赵送", "--id-number", retiree(90, "", "").IDNumber.Full(), "--on", "2026-01-08")
	s.refused(domain.R12, "页数名册40，实收39", "transfer", "decide", no, "1", "--decision", "ACCEPT", "--pages", "39")
	s.refused(domain.R13, "缺少电子档案", "transfer", "decide", no, "1", "--decision", "ACCEPT", "--ecopy", "ABSENT")
	s.refused(domain.R17, "缺少工资材料", "transfer", "decide", no, "1", "--decision", "ACCEPT", "--absent", "工资")
	s.must("transfer", "decide", no, "1", "--decision", "ACCEPT")
	s.must("transfer", "decide", no, no+"-2", "--decision", "ACCEPT_WITH_GAPS", "--absent", "工资", "--gap", "工资=火灾烧毁")
	s.refused(domain.R12, "没有清点结论", "transfer", "sign", no, "--handover", "赵送", "--received", "钱收", "--sealed", "--on", "2026-01-08")
	s.must("transfer", "decide", no, "JX-003", "--decision", "RETURN", "--reason", "封面破损", "--due", "2026-02-08")
	s.refused(domain.R12, "双方签字并盖章", "transfer", "sign", no, "--handover", "赵送", "--received", "钱收", "--on", "2026-01-08")
	out := s.must("transfer", "sign", no, "--handover", "赵送", "--received", "钱收", "--sealed", "--on", "2026-01-08")
	for _, prefix := range []string{"HZ-", "MC-", "TH-"} {
		if !strings.Contains(out, prefix) {
			s.t.Errorf("no paper %s:\n%s", prefix, out)
		}
	}
	if out := s.must("transfer", "counts", "--at", "2026-12-31"); !strings.Contains(out, "合计移交2人、2卷") {
		s.t.Errorf("counts:\n%s", out)
	}
	s.must("verify")
}

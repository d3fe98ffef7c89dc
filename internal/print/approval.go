package print

import (
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// roleTitles name those who decide a step of a chain, by code of the role.
var roleTitles = map[string]string{"archivist": "档案管理员", "reading_room_clerk": "阅档室", "approver": "审批人",
	"intake_clerk": "接收员", "security_officer": "安全管理员"}

var categoryTitles = map[domain.Category]string{domain.CategoryWorker: "职工档案", domain.CategoryCadre: "干部档案"}

func roleTitle(role string) string {
	if title, known := roleTitles[role]; known {
		return title
	}
	return role
}

// approvals are the boxes of a chain, each with opinion, signature and day; the last has the place of the seal.
func approvals(steps []domain.ApprovalStep) []row {
	rows := make([]row, len(steps))
	for i, step := range steps {
		last := i == len(steps)-1
		rows[i] = row{least: boxHeight, cells: []cell{label(roleTitle(step.Role) + "\n意见"),
			{text: opinion(step), foot: signed(roleTitle(step.Role), step.ByName, dayOf(step.At), last)}}}
	}
	return rows
}

// opinion is what was decided, before the reasons that were given for it.
func opinion(step domain.ApprovalStep) string {
	if step.By == "" {
		return ""
	}
	verdict := "不同意"
	if step.Approved {
		verdict = "同意"
	}
	reasons := strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(step.Opinion), verdict), "，。；、 ")
	if reasons == "" {
		return verdict + "。"
	}
	return verdict + "。" + reasons
}

// subject is whose dossier a matter is about.
func subject(m *domain.Matter) []row {
	return []row{
		fields(labelled{"档案当事人", m.Name}, labelled{"身份证号码", m.IDNumber.Masked()}),
		fields(labelled{"档号", m.ArchivalCode}, labelled{"档案类别", categoryTitles[m.Category]}),
	}
}

// taken is who took a request, and when.
func taken(m *domain.Matter) row {
	return fields(labelled{"受理人", m.CreatedName}, labelled{"受理时间", moment(m.CreatedAt)})
}

// ended is why a matter ended, where a reason was given.
func ended(m *domain.Matter) []row {
	if strings.TrimSpace(m.Reason) == "" {
		return nil
	}
	return []row{long("不予办理、\n终止或作废\n理由", m.Reason)}
}

package domain

import (
	"fmt"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/testkit"
)

// TestStatesDocument keeps docs/states.md what the program enforces; write it anew with -update.
func TestStatesDocument(t *testing.T) {
	var b strings.Builder
	b.WriteString("# 状态机\n\n由程序所执行的同一份数据画出（`internal/domain`，`go test ./internal/domain -run StatesDocument -update`）。\n")
	drawState(&b, "企业性质界定表", NatureMachine().Mermaid())
	drawState(&b, "移交批次", BatchMachine().Mermaid())
	drawState(&b, "批次中的人员", LineMachine().Mermaid())
	drawState(&b, "移交协议（每一版本）", AgreementMachine().Mermaid())
	drawState(&b, "档案", CustodyMachine().Mermaid())
	drawState(&b, "借阅", LoanMachine().Mermaid())
	drawState(&b, "查阅", ConsultationMachine().Mermaid())
	drawState(&b, "复制、摘录", CopyMachine().Mermaid())
	drawState(&b, "证明", CertificateMachine().Mermaid())
	drawState(&b, "转递", OutboundMachine().Mermaid())
	drawState(&b, "死亡留存", HoldMachine().Mermaid())
	testkit.Golden(t, "../../../docs/states.md", []byte(b.String()))
}

func drawState(b *strings.Builder, title, diagram string) {
	fmt.Fprintf(b, "\n## %s\n\n```mermaid\n%s```\n", title, diagram)
}

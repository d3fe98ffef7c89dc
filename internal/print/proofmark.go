package print

import (
	"strings"
)

// proofmark is by what anybody can ask whether a paper of the archive stands.
type proofmark struct {
	code string // verification code
	page string // address of the public page, to which a slash and the code are added; empty: none is known
}

// content is what the QR code says.
func (m proofmark) content() string {
	if m.page == "" {
		return m.code
	}
	return strings.TrimSuffix(m.page, "/") + "/" + m.code
}

// howto says how to ask; paper is what the paper calls itself.
func (m proofmark) howto(paper string) string {
	if m.page == "" {
		return "凭验证码可向出具单位查验" + paper + "的真伪和效力。"
	}
	return "扫描二维码，或打开 " + m.page + " 输入验证码，可查验" + paper + "的真伪和效力；查验不显示当事人和内容。"
}

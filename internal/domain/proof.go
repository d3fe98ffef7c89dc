package domain

import (
	"crypto/rand"
	"strings"
	"time"
)

// Proof (验证码) answers for a numbered paper that left the archive: a copy or a certificate. Whoever has the paper may ask; the
// answer names neither the person nor the content.
type Proof struct {
	Code       string
	Kind       PaperKind
	Number     string
	OfficeCode string
	MatterID   string
	IssuedOn   PartialDate
	ValidUntil PartialDate // zero: not limited
	VoidedAt   time.Time   // zero: stands
	ReplacedBy string      // number of the paper that stands instead
}

// Title names the paper to whoever has it in hand. Numbers of copies are those of the form that approved them.
func (p *Proof) Title() string {
	if p.Kind == PaperCopy {
		return "档案复制件（摘录）"
	}
	return p.Kind.Title()
}

// ProofState is what is said of a paper.
type ProofState string

const (
	ProofValid   ProofState = "VALID"
	ProofExpired ProofState = "EXPIRED"
	ProofVoided  ProofState = "VOIDED"
)

// Label is the state in Chinese.
func (s ProofState) Label() string {
	return map[ProofState]string{ProofValid: "有效", ProofExpired: "已过有效期", ProofVoided: "已作废"}[s]
}

// State is what is said of the paper on a day.
func (p *Proof) State(today PartialDate) ProofState {
	switch {
	case !p.VoidedAt.IsZero():
		return ProofVoided
	case !p.ValidUntil.IsZero() && p.ValidUntil.Compare(today) < 0:
		return ProofExpired
	}
	return ProofValid
}

const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's base 32: no I, L, O, U
	codeLength   = 16                                 // 80 bits: not to be guessed
)

// NewProofCode is a fresh verification code, "7KQ2-M0XR-4TZD-9HBW".
func NewProofCode() string {
	random := make([]byte, codeLength)
	_, _ = rand.Read(random) // never fails: crypto/rand
	var b strings.Builder
	for i, r := range random {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(codeAlphabet[int(r)%len(codeAlphabet)])
	}
	return b.String()
}

// NormalizeProofCode reads a code as people type it; empty: it cannot be one.
func NormalizeProofCode(text string) string {
	var b strings.Builder
	for _, r := range strings.ToUpper(text) {
		r = foldDigit(r)
		switch r {
		case -1, '-', '—', '－': // foldDigit drops spaces
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r > 127 || !strings.ContainsRune(codeAlphabet, r) || b.Len() >= codeLength+3 {
			return ""
		}
		if n := b.Len(); n == 4 || n == 9 || n == 14 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	if b.Len() != codeLength+3 {
		return ""
	}
	return b.String()
}

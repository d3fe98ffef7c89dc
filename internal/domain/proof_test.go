package domain

import (
	"regexp"
	"testing"
	"time"
)

func TestProofCodes(t *testing.T) {
	form := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$`)
	seen := map[string]bool{}
	for range 1000 {
		code := NewProofCode()
		if !form.MatchString(code) || seen[code] || NormalizeProofCode(code) != code {
			t.Fatalf("code %q", code)
		}
		seen[code] = true
	}
	const code = "7KQ2-M0XR-4TZD-1HBW"
	for typed, want := range map[string]string{
		"7kq2-m0xr-4tzd-1hbw": code, "7KQ2M0XR4TZD1HBW": code, " 7KQ2 MOXR 4TZD IHBW ": code, "7KQ2－M0XR—4TZD-LHBW": code,
		"７KQ2M0XR4TZD１HBW": code,
		"":                 "", "7KQ2-M0XR-4TZD-1HB": "", "7KQ2-M0XR-4TZD-1HBWX": "", "7KQ2-M0XR-4TZD-1HBU": "", "7KQ2-M0XR-4TZD-1HB'": "", "查无此码": "",
	} {
		if have := NormalizeProofCode(typed); have != want {
			t.Errorf("%q: %q, want %q", typed, have, want)
		}
	}
}

func TestProofStates(t *testing.T) {
	limited := Proof{ValidUntil: handoverDay}
	voided := Proof{ValidUntil: handoverDay, VoidedAt: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	open := Proof{}
	for _, c := range []struct {
		name  string
		proof Proof
		today PartialDate
		want  ProofState
	}{
		{"on its last day", limited, handoverDay, ProofValid}, {"a day later", limited, handoverDay.AddDays(1), ProofExpired},
		{"voided", voided, handoverDay, ProofVoided}, {"voided and over", voided, handoverDay.AddDays(1), ProofVoided},
		{"not limited", open, Date(2099, 1, 1), ProofValid},
	} {
		if have := c.proof.State(c.today); have != c.want {
			t.Errorf("%s: %s, want %s", c.name, have, c.want)
		}
	}
}

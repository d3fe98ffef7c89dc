package domain

import (
	"testing"

	"github.com/danganku/danganku/internal/errs"
)

func TestUSCC(t *testing.T) {
	for code, want := range map[string]USCCVerdict{
		"91350100M000100Y43": USCCValid,     // example of the standard
		"91350100M0001TGQXM": USCCUnchecked, // in use all the same
		"91350100M000100Y44": USCCUnchecked,
		"":                   USCCMalformed, "91350100M000100Y4": USCCMalformed, "91350100M000100Y4I": USCCMalformed,
		"9135010OM000100Y43": USCCMalformed, "91350100m000100y43": USCCMalformed,
	} {
		if got := CheckUSCC(code); got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
}

func TestEnterpriseCode(t *testing.T) {
	for _, c := range []struct {
		enterprise Enterprise
		code       string // of the refusal; empty: accepted
	}{
		{Enterprise{Name: "某厂", USCC: "91350100M000100Y43"}, ""},
		{Enterprise{Name: "某厂", NoUSCCReason: "已注销"}, ""},
		{Enterprise{Name: "某厂", USCC: "91350100M0001TGQXM"}, "USCC_INVALID"},
		{Enterprise{Name: "某厂", USCC: "91350100M0001TGQXM", USCCOverride: "见营业执照"}, ""},
		{Enterprise{Name: "某厂", USCC: "123", USCCOverride: "见营业执照"}, "USCC_INVALID"},
		{Enterprise{Name: " "}, "enterprise.name_missing"},
	} {
		err := c.enterprise.Check()
		if (err == nil) != (c.code == "") || (err != nil && errs.CodeOf(err) != c.code) {
			t.Errorf("%+v: %v", c.enterprise, err)
		}
	}
}

package domain

import "testing"

func TestArchivalCodeRules(t *testing.T) {
	standard, err := NewArchivalCodeRule("")
	if err != nil {
		t.Fatal(err)
	}
	own, err := NewArchivalCodeRule(`TX|TX-\d{4}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		rule ArchivalCodeRule
		code string
		want bool
	}{
		{standard, "TX-0001", true}, {standard, "沈铁档〔2020〕1号", true}, {standard, "0001", true}, {standard, "", false},
		{standard, "无", false}, {standard, "-1", false}, {standard, "A 1", false}, {standard, "A1\n", false}, {standard, "=1+1", false},
		{own, "TX-0001", true}, {own, "XTX-0001", false}, {own, "TX-00011", false},
		{ArchivalCodeRule{}, "无", true},
	} {
		if got := c.rule.Allows(c.code); got != c.want {
			t.Errorf("%q: %v", c.code, got)
		}
	}
	if _, err := NewArchivalCodeRule("("); err == nil {
		t.Error("a broken pattern is accepted")
	}
}

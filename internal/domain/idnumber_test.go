package domain

import (
	"fmt"
	"strings"
	"testing"
)

func TestIDNumberChecks(t *testing.T) {
	for number, position := range map[string]int{
		"11010519491231002X": -1, "440524188001010014": -1, // examples of the standard
		"219999194802290019": -1, "219999195511010026": -1, "219999196001310031": -1,
		"11010519491231002x": 18, // NormalizeIDNumber makes it a capital
		"110105194912310020": 18, "": 0, "11010519491231002": 0, "1101051949123100200": 0,
		"1101051949123100２X": 0, "A10105194912310020": 1, "1101051949123A002X": 14,
		"991234194912310020": 1, "110105194902300020": 7, "110105194900310020": 7, "110105202701010020": 7, "110105184912310020": 7,
	} {
		fault := CheckIDNumber(number, today)
		switch {
		case position == -1 && fault != nil:
			t.Errorf("%s: %+v", number, *fault)
		case position >= 0 && (fault == nil || fault.Position != position || fault.Reason == ""):
			t.Errorf("%s: %+v, want position %d", number, fault, position)
		}
	}
}

// Any single wrong digit and any swap of neighbours that differ is caught: that is what the check character is for.
func TestIDNumberCatchesSlipsOfThePen(t *testing.T) {
	const number = "219999194802290019"
	for i := range 18 {
		for digit := byte('0'); digit <= '9'; digit++ {
			if wrong := number[:i] + string(digit) + number[i+1:]; wrong != number && CheckIDNumber(wrong, today) == nil {
				t.Errorf("%s passes", wrong)
			}
		}
		if i < 17 && number[i] != number[i+1] {
			swapped := number[:i] + string(number[i+1]) + string(number[i]) + number[i+2:]
			if CheckIDNumber(swapped, today) == nil {
				t.Errorf("%s passes", swapped)
			}
		}
	}
}

func TestNormalizeIDNumber(t *testing.T) {
	for given, want := range map[string]string{
		"219999480229001": "219999194802290019", " 11010519491231002x ": "11010519491231002X",
		"１１０１０５１９４９１２３１００２ｘ": "11010519491231002X", "'219999194802290019": "219999194802290019",
		"21999948022900A": "21999948022900A", "张三": "张三", "": "",
	} {
		if got := NormalizeIDNumber(given); got.Full() != want {
			t.Errorf("%q: %q", given, got.Full())
		}
	}
}

func TestIDNumberTellsBirthAndSex(t *testing.T) {
	for number, want := range map[IDNumber]struct {
		birth PartialDate
		sex   Sex
	}{
		"219999194802290019": {Date(1948, 2, 29), SexMale}, "219999195511010026": {Date(1955, 11, 1), SexFemale},
		"2199991955110100": {PartialDate{}, SexUnknown}, "21999919AB11010026": {PartialDate{}, SexFemale},
	} {
		if number.Birth() != want.birth || number.Sex() != want.sex {
			t.Errorf("%s: %v %v", number.Full(), number.Birth(), number.Sex())
		}
	}
}

func TestIDNumberNeverPrintsWhole(t *testing.T) {
	for number, want := range map[IDNumber]string{
		"219999194802290019": "2199**********0019", "12345678": "********", "张三": "******", "": "",
	} {
		for _, format := range []string{"%s", "%v", "%q"} {
			if shown := strings.Trim(fmt.Sprintf(format, number), `"`); shown != want {
				t.Errorf(format+" shows %s", number.Full(), shown)
			}
		}
	}
}

func TestParseSex(t *testing.T) {
	for text, want := range map[string]Sex{"男": SexMale, " 女 ": SexFemale, "1": SexMale, "2": SexFemale, "": SexUnknown, "9": SexUnspecified} {
		if got, ok := ParseSex(text); !ok || got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if _, ok := ParseSex("M"); ok {
		t.Error("M is read as a sex")
	}
}

func FuzzIDNumber(f *testing.F) {
	f.Add("219999194802290019")
	f.Add("１２３")
	f.Add("11010519491231002x")
	f.Fuzz(func(t *testing.T, text string) {
		number := NormalizeIDNumber(text)
		if again := NormalizeIDNumber(number.Full()); again != number {
			t.Fatalf("%q normalises to %q, then to %q", text, number.Full(), again.Full())
		}
		if CheckIDNumber(number.Full(), today) == nil && (!number.Birth().Valid() || number.Sex() == SexUnknown) {
			t.Fatalf("%q passes without birth or sex", number.Full())
		}
	})
}

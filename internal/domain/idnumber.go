package domain

import (
	"strconv"
	"strings"
	"time"
)

// Sex is coded as in GB/T 2261.1.
type Sex string

const (
	SexUnknown     Sex = "0"
	SexMale        Sex = "1"
	SexFemale      Sex = "2"
	SexUnspecified Sex = "9"
)

// ParseSex reads 男, 女 and the codes of GB/T 2261.1.
func ParseSex(text string) (Sex, bool) {
	switch strings.TrimSpace(text) {
	case "男", "男性", "1":
		return SexMale, true
	case "女", "女性", "2":
		return SexFemale, true
	case "未知", "0":
		return SexUnknown, true
	case "未说明", "9":
		return SexUnspecified, true
	case "":
		return SexUnknown, true
	}
	return SexUnknown, false
}

// Label is the Chinese word for the sex.
func (s Sex) Label() string {
	return map[Sex]string{SexMale: "男", SexFemale: "女", SexUnspecified: "未说明"}[s]
}

// IDNumber is an 18-character citizen identity number (GB 11643-1999): 6 digits of address at first issue, 8 of birth,
// 3 of sequence (odd: male), 1 check character. It prints masked in logs; use Full where the number itself is needed.
type IDNumber string

var (
	idWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	// Province prefixes that were ever issued. The address is the one at first issue, so the lower digits are not
	// checked against today's divisions.
	idProvinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91"
)

const idCheckCharacters = "10X98765432"

// IDFault says at which character an identity number is wrong; Position 0 stands for its length, 18 for the check
// character. The words go into the message of rule R08.
type IDFault struct {
	Position int
	Reason   string
}

// CheckIDNumber returns nil for a number that rule R08 accepts on the given day.
func CheckIDNumber(number string, today time.Time) *IDFault {
	return checkIDNumberOn(number, DateOf(today))
}

func checkIDNumberOn(number string, today PartialDate) *IDFault {
	if len(number) != 18 {
		return &IDFault{0, "长度应为18位，现为" + strconv.Itoa(len([]rune(number))) + "位"}
	}
	for i, c := range number[:17] {
		if c < '0' || c > '9' {
			return &IDFault{i + 1, "第" + strconv.Itoa(i+1) + "位不是数字"}
		}
	}
	if !strings.Contains(idProvinces, number[:2]) {
		return &IDFault{1, "第1-2位省级代码不存在"}
	}
	birth := IDNumber(number).Birth()
	if !birth.Valid() || birth.Month == 0 || birth.Day == 0 || birth.Year < 1850 {
		return &IDFault{7, "第7-14位不是有效日期"}
	}
	if birth.Compare(today) > 0 {
		return &IDFault{7, "第7-14位出生日期晚于今天"}
	}
	if want := IDCheckCharacter(number[:17]); number[17] != want {
		return &IDFault{18, "第18位校验码应为" + string(want)}
	}
	return nil
}

// IDCheckCharacter computes the 18th character from the first 17 digits.
func IDCheckCharacter(digits string) byte {
	sum := 0
	for i, weight := range idWeights {
		sum += int(digits[i]-'0') * weight
	}
	return idCheckCharacters[sum%11]
}

// NormalizeIDNumber trims, uppercases a final x, folds full-width digits, and converts a 15-digit number of the old
// form to 18 characters. Anything else comes back unchanged for CheckIDNumber to judge.
func NormalizeIDNumber(text string) IDNumber {
	text = strings.ToUpper(strings.TrimSpace(strings.Map(foldDigit, text)))
	if len(text) == 15 && strings.Trim(text, "0123456789") == "" {
		text = text[:6] + "19" + text[6:]
		text += string(IDCheckCharacter(text))
	}
	return IDNumber(text)
}

func foldDigit(r rune) rune {
	switch {
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == 'Ｘ' || r == 'ｘ':
		return 'X'
	case r == ' ' || r == '\u3000' || r == '\u00a0' || r == '\'' || r == '`':
		return -1
	}
	return r
}

// Birth is the date of birth the number carries; unknown when the number is malformed.
func (n IDNumber) Birth() PartialDate {
	if len(n) != 18 {
		return PartialDate{}
	}
	year, errYear := strconv.Atoi(string(n[6:10]))
	month, errMonth := strconv.Atoi(string(n[10:12]))
	day, errDay := strconv.Atoi(string(n[12:14]))
	if errYear != nil || errMonth != nil || errDay != nil {
		return PartialDate{}
	}
	return PartialDate{year, month, day}
}

// Sex is the sex the number carries.
func (n IDNumber) Sex() Sex {
	if len(n) != 18 || n[16] < '0' || n[16] > '9' {
		return SexUnknown
	}
	if (n[16]-'0')%2 == 1 {
		return SexMale
	}
	return SexFemale
}

// Masked keeps the first and last four characters: 2199**********0019.
func (n IDNumber) Masked() string {
	if len(n) < 9 {
		return strings.Repeat("*", len(n))
	}
	return string(n[:4]) + strings.Repeat("*", len(n)-8) + string(n[len(n)-4:])
}

// String masks, so that a number never reaches a log by accident.
func (n IDNumber) String() string { return n.Masked() }

// Full is the number itself.
func (n IDNumber) Full() string { return string(n) }

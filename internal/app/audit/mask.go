package audit

import "strings"

const (
	longNumber  = 12 // digits from which a number may be, or be much of, an identity number
	shownDigits = 4  // at each end
	// An identity number may have a letter after so many digits.
	lastIsLetter = 17
)

// MaskNumbers hides the middle of long numbers in what people typed, also where they put spaces or hyphens between the
// digits, so that no identity number enters the trail.
func MaskNumbers(text string) string {
	runes := []rune(text)
	for start := 0; start < len(runes); start++ {
		var digits []int // places of the digits of one number
		for i := start; i < len(runes); i++ {
			if isDigit(runes[i]) || len(digits) == lastIsLetter && strings.ContainsRune("XxＸｘ", runes[i]) {
				digits = append(digits, i)
			} else if len(digits) == 0 || !strings.ContainsRune(" -\u3000", runes[i]) {
				break
			}
		}
		if len(digits) >= longNumber {
			for _, i := range digits[shownDigits : len(digits)-shownDigits] {
				runes[i] = '*'
			}
		}
		if len(digits) > 0 {
			start = digits[len(digits)-1]
		}
	}
	return string(runes)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

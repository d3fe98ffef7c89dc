package domain

import "strings"

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // GB 32100-2015: no I, O, Z, S, V

// USCCVerdict is the outcome of checking a unified social credit code under rule R11.
type USCCVerdict int

const (
	USCCValid     USCCVerdict = iota
	USCCMalformed             // wrong length or characters: refused
	USCCUnchecked             // wrong check character: some early codes are legal all the same, so it may be overridden
)

// CheckUSCC checks an 18-character unified social credit code (GB 32100-2015).
func CheckUSCC(code string) USCCVerdict {
	if len(code) != 18 {
		return USCCMalformed
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexByte(usccAlphabet, code[i])
		if value < 0 {
			return USCCMalformed
		}
		sum += value * weight
		weight = weight * 3 % 31
	}
	last := strings.IndexByte(usccAlphabet, code[17])
	switch {
	case last < 0:
		return USCCMalformed
	case last != (31-sum%31)%31:
		return USCCUnchecked
	default:
		return USCCValid
	}
}

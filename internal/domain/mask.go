package domain

import "strings"

const (
	oldNumber    = 15 // digits of an identity number before 1999
	newNumber    = 18 // characters since then, of which the last may be a letter
	partOfNumber = 12 // digits from which the beginning of an identity number tells the birthday
	maskShown    = 4  // digits left at each end, as IDNumber.Masked leaves them
)

// MaskNumbers hides the middle of every identity number in a text: 15 digits and more, the beginning of a number as far as the
// birthday, and numbers with spaces or hyphens between their groups. Those must hold a possible birthday, as columns of short
// figures stand beside each other in many a text. Every character is replaced by one, so that places stay what they were.
func MaskNumbers(text string) string {
	runes := []rune(text)
	for start := 0; start < len(runes); {
		chain, end := groupsFrom(runes, start)
		for first := 0; first < len(chain); {
			places, used := numberIn(runes, chain[first:])
			if len(places) > 2*maskShown {
				for _, place := range places[maskShown : len(places)-maskShown] {
					runes[place] = '*'
				}
			}
			first += used
		}
		start = end
	}
	return string(runes)
}

// groupsFrom returns the places of the digits of the groups that begin at start with nothing but separators between them,
// and where to look next.
func groupsFrom(runes []rune, start int) (chain [][]int, end int) {
	fresh := true
	for end = start; end < len(runes); end++ {
		switch {
		case digitOf(runes[end]) >= 0:
			if fresh {
				chain = append(chain, nil)
			}
			chain[len(chain)-1] = append(chain[len(chain)-1], end)
			fresh = false
		case len(chain) > 0 && strings.ContainsRune(" -\u3000", runes[end]):
			fresh = true
		default:
			return chain, end + 1
		}
	}
	return chain, end
}

// numberIn returns the places of the number that begins with the first group, none if it is not one, and of how many groups
// it consists.
func numberIn(runes []rune, chain [][]int) (places []int, used int) {
	if first := chain[0]; len(first) >= oldNumber {
		return withLetter(runes, first), 1
	}
	joined := chain[0]
	for i := 1; i < len(chain) && len(joined) < newNumber; i++ {
		joined = append(joined[:len(joined):len(joined)], chain[i]...)
		whole := withLetter(runes, joined)
		if (len(whole) == oldNumber || len(whole) == newNumber) && birthday(runes, whole) {
			return whole, i + 1
		}
	}
	if first := chain[0]; len(first) >= partOfNumber && century(runes, first) {
		return first, 1
	}
	return nil, 1
}

// withLetter adds the letter that stands in the place of a check digit.
func withLetter(runes []rune, places []int) []int {
	next := places[len(places)-1] + 1
	if len(places) == newNumber-1 && next < len(runes) && strings.ContainsRune("XxＸｘ", runes[next]) {
		return append(places[:len(places):len(places)], next)
	}
	return places
}

func century(runes []rune, places []int) bool {
	year := figure(runes, places[6:8])
	return year == 19 || year == 20
}

// birthday reports whether a number of 15 or 18 characters holds a month and a day where an identity number does.
func birthday(runes []rune, places []int) bool {
	at := 8 // after six digits of the region and two of the year
	if len(places) == newNumber {
		if !century(runes, places) {
			return false
		}
		at = 10
	}
	month, day := figure(runes, places[at:at+2]), figure(runes, places[at+2:at+4])
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

func figure(runes []rune, places []int) int {
	value := 0
	for _, place := range places {
		value = value*10 + digitOf(runes[place])
	}
	return value
}

// digitOf is the value of a digit, also a full-width one; -1 for anything else.
func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

// MaskName leaves the first character of a person's name.
func MaskName(name string) string {
	runes := []rune(name)
	for i := 1; i < len(runes); i++ {
		runes[i] = '*'
	}
	return string(runes)
}

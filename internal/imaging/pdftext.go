package imaging

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
)

// pageText reads the text layer of a page, at most maxBytes of it.
func pageText(instance pdfium.Pdfium, ref requests.Page, maxBytes int) (string, error) {
	loaded, err := instance.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: ref})
	if err != nil {
		return "", err
	}
	counted, err := instance.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: loaded.TextPage})
	if err != nil || counted.Count <= 0 {
		return "", err
	}
	read, err := instance.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: loaded.TextPage, Count: min(counted.Count, maxBytes)})
	if err != nil {
		return "", err
	}
	if _, err := instance.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: loaded.TextPage}); err != nil {
		return "", err
	}
	return tidyText(read.Text, maxBytes), nil
}

// tidyText unifies line ends, drops control and non-characters (PDFium writes U+0002 for a hyphen at a line end),
// trailing blanks and repeated empty lines, and cuts at maxBytes between two characters.
func tidyText(raw string, maxBytes int) string {
	raw = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n").Replace(raw)
	raw = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || r == utf8.RuneError || r&0xfffe == 0xfffe {
			return -1
		}
		return r
	}, raw)
	var lines []string
	for line := range strings.SplitSeq(raw, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	text := strings.TrimSpace(strings.Join(lines, "\n"))
	if len(text) <= maxBytes {
		return text
	}
	cut := maxBytes
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut]
}

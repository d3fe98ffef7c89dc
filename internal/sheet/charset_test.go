package sheet

import (
	"testing"
	"unicode/utf8"
)

func FuzzGB18030(f *testing.F) {
	f.Add([]byte("\xd5\xc5\xc8\xfd\xfe\x51\x95\x32\x90\x31"))
	f.Add([]byte("\x81"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if text := gb18030Lossy(raw); !utf8.ValidString(text) {
			t.Fatalf("%q gives %q", raw, text)
		}
	})
}

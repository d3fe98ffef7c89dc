package audit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func anchorAt(no int) Anchor {
	return Anchor{At: time.Date(2026, 3, 2, no, 0, 0, 0, time.UTC), Node: "档案 节点", No: uint64(no), Seal: fmt.Sprintf("%064d", no), Count: no}
}

func anchored(t *testing.T, numbers ...int) AnchorFile {
	t.Helper()
	file := AnchorFile{Path: filepath.Join(t.TempDir(), "anchor.log")}
	for _, no := range numbers {
		appendTo(t, file, anchorAt(no))
	}
	return file
}

func appendTo(t *testing.T, file AnchorFile, anchor Anchor) {
	t.Helper()
	if err := file.Append(anchor); err != nil {
		t.Fatal(err)
	}
}

// hold holds a chain of as many entries as length to the file.
func hold(t *testing.T, file AnchorFile, length int) (*anchorCheck, string) {
	t.Helper()
	check, err := newAnchorCheck(file)
	if err != nil {
		t.Fatal(err)
	}
	for no := 1; no <= length; no++ {
		err = errors.Join(err, check.meet(&domain.AuditEntry{SealNo: uint64(no), Seal: anchorAt(no).Seal}))
	}
	if err = errors.Join(err, check.finish(uint64(length)), check.end()); err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, fault := range check.faults {
		said += fault.String() + "\n"
	}
	return check, said
}

func TestAnchorsHold(t *testing.T) {
	file := anchored(t, 2, 2, 5, 9)
	if check, said := hold(t, file, 12); said != "" || check.checked != 4 {
		t.Errorf("%d anchors checked: %s", check.checked, said)
	}
	if _, said := hold(t, file, 9); said != "" {
		t.Errorf("a chain that ends in the newest anchor: %s", said)
	}
}

func TestAnchorFaults(t *testing.T) {
	lines := func(change func(lines []string) []string) func(*testing.T, AnchorFile) {
		return func(t *testing.T, file AnchorFile) {
			t.Helper()
			content, err := os.ReadFile(file.Path)
			if err != nil {
				t.Fatal(err)
			}
			changed := change(strings.Split(strings.TrimSuffix(string(content), "\n"), "\n"))
			if err := os.WriteFile(file.Path, []byte(strings.Join(changed, "\n")+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		length int
		do     func(*testing.T, AnchorFile)
		want   string
	}{
		"a tail that is missing": {8, nil, "anchor.log第4行（2026-03-02T09:00:00Z）：链曾到第9号，现只到第8号"},
		"another seal": {12, func(t *testing.T, file AnchorFile) {
			forged := anchorAt(10)
			forged.Seal = strings.Repeat("f", 64)
			appendTo(t, file, forged)
		}, "第10号至第10号之间有条目被改写"},
		"a chain that went back": {12, func(t *testing.T, file AnchorFile) { appendTo(t, file, anchorAt(4)) }, "从第9号退回到第4号"},
		"a hole at the time": {12, func(t *testing.T, file AnchorFile) {
			anchor := anchorAt(11)
			anchor.Count = 10
			appendTo(t, file, anchor)
		}, "应有11条已封存条目，实有10条"},
		"a line changed":       {12, lines(func(l []string) []string { l[1] = strings.Replace(l[1], "T02", "T03", 1); return l }), "第2行"},
		"a line removed":       {12, lines(func(l []string) []string { return append(l[:1], l[2:]...) }), "第2行"},
		"a first line removed": {12, lines(func(l []string) []string { return l[1:] }), "第1行"},
		"lines swapped":        {12, lines(func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }), "不衔接"},
		"a line doubled":       {12, lines(func(l []string) []string { return append(l, l[3]) }), "第5行"},
		"a line garbled":       {12, lines(func(l []string) []string { l[1] = "x" + l[1]; return l }), "第3行"},
		"a last line garbled":  {12, lines(func(l []string) []string { l[3] = "x" + l[3]; return l }), "第4行已损坏"},
		"an endless line":      {12, lines(func(l []string) []string { l[1] = strings.Repeat(l[1], 100); return l }), "第3行"},
	} {
		t.Run(name, func(t *testing.T) {
			file := anchored(t, 2, 2, 5, 9)
			if c.do != nil {
				c.do(t, file)
			}
			if _, said := hold(t, file, c.length); !strings.Contains(said, c.want) {
				t.Errorf("%q does not say %q", said, c.want)
			}
		})
	}
}

// A crash while a line is written leaves any part of it. Nothing that was acknowledged is lost, and the file goes on.
func TestAnchorsSurviveCrashes(t *testing.T) {
	file := anchored(t, 2, 5)
	whole, err := os.ReadFile(file.Path)
	if err != nil {
		t.Fatal(err)
	}
	first := strings.Index(string(whole), "\n") + 1
	for end := first; end < len(whole); end++ {
		if err := os.WriteFile(file.Path, whole[:end], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, said := hold(t, file, 5); said != "" {
			t.Fatalf("cut after %d of %d bytes: %s", end, len(whole), said)
		}
		appendTo(t, file, anchorAt(7))
		check, said := hold(t, file, 7)
		want := 2
		if end == len(whole)-1 { // only the line break was missing
			want = 3
		}
		if said != "" || check.checked != want {
			t.Fatalf("cut after %d of %d bytes and gone on: %d anchors, %s", end, len(whole), check.checked, said)
		}
	}
}

func TestAnchorFileMissing(t *testing.T) {
	file := AnchorFile{Path: filepath.Join(t.TempDir(), "none.log")}
	if _, said := hold(t, file, 3); said != "" {
		t.Error(said)
	}
	file.Needed = true
	if _, err := newAnchorCheck(file); errs.CodeOf(err) != "audit.anchor_unreadable" {
		t.Errorf("a file that must be there: %v", err)
	}
	file.Path = filepath.Join(t.TempDir(), "no such folder", "anchor.log")
	if err := file.Append(anchorAt(1)); errs.CodeOf(err) != "audit.anchor" {
		t.Errorf("a folder that is not there: %v", err)
	}
}

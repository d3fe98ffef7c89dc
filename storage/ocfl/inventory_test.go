package ocfl

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func sample(t testing.TB) []byte {
	t.Helper()
	digest := strings.Repeat("ab", 64)
	inv := emptyInventory("urn:danganku:x").next(&version{Created: time.Unix(0, 0), Message: "m", User: &user{Name: "u"},
		State: map[string][]string{digest: {"a/b", "c"}}}, map[string]string{digest: "v1/content/a"})
	raw, err := inv.encode()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestBadInventoriesAreRefused(t *testing.T) {
	good := string(sample(t))
	if _, err := parseInventory([]byte(good)); err != nil {
		t.Fatal(err)
	}
	replaced := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%s is not in %s", from, good)
		}
		return strings.ReplaceAll(good, from, to)
	}
	for name, bad := range map[string]string{
		"empty":                     "",
		"no object":                 "[]",
		"null":                      "null",
		"cut":                       good[:len(good)/2],
		"two values":                good + good,
		"unknown field":             replaced(`{"id"`, `{"x":1,"id"`),
		"no id":                     replaced(`"urn:danganku:x"`, `""`),
		"long id":                   replaced(`danganku:x`, strings.Repeat("x", 2000)),
		"other algorithm":           replaced(`"sha512"`, `"md5"`),
		"other type":                replaced(`1.1/spec`, `1.0/spec`),
		"head beyond versions":      replaced(`"head":"v1"`, `"head":"v2"`),
		"padded version":            replaced(`v1`, `v01`),
		"version zero":              replaced(`v1`, `v0`),
		"huge version":              replaced(`v1`, `v99999999999999999999`),
		"null version":              `{"id":"a:b","head":"v1","type":"https://ocfl.io/1.1/spec/#inventory","digestAlgorithm":"sha512","manifest":{},"versions":{"v1":null}}`,
		"short digest":              replaced(strings.Repeat("ab", 64), "abab"),
		"upper-case digest":         replaced("ab", "AB"),
		"path escapes":              replaced(`"c"`, `"../c"`),
		"path twice":                replaced(`"c"`, `"a/b"`),
		"path is a folder":          replaced(`"c"`, `"a"`),
		"content outside":           replaced(`"v1/content/a"`, `"v1/../../a"`),
		"content in no version":     replaced(`"v1/content/a"`, `"v2/content/a"`),
		"content is an inventory":   replaced(`"v1/content/a"`, `"v1/inventory.json"`),
		"no content":                replaced(`["v1/content/a"]`, `[]`),
		"no time":                   replaced(`1970-01-01T00:00:00Z`, `0001-01-01T00:00:00Z`),
		"digest used by no version": replaced(`["a/b","c"]`, `["a/b","c"],"`+strings.Repeat("cd", 64)+`":["d"]`),
	} {
		if _, err := parseInventory([]byte(bad)); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := parseInventory(bytes.Repeat([]byte(" "), maxInventory+1)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("over the size limit: %v", err)
	}
}

func TestHeadInAnyFieldOrder(t *testing.T) {
	for name, raw := range map[string]string{
		"ours":   string(sample(t)),
		"others": `{"digestAlgorithm":"sha512","manifest":{"a":["b",{"c":[]}]},"versions":{},"id":"urn:danganku:x","head":"v1"}`,
	} {
		head, err := parseHead(iotest.OneByteReader(strings.NewReader(raw)))
		if err != nil || head != (headOfInventory{"urn:danganku:x", 1}) {
			t.Errorf("%s: %+v, %v", name, head, err)
		}
	}
	mark, err := newTombstone("urn:danganku:x")
	if err != nil {
		t.Fatal(err)
	}
	if head, err := parseHead(bytes.NewReader(mark)); err != nil || head.version != 0 || head.id != "urn:danganku:x" || !isTombstone(mark) {
		t.Errorf("tombstone: %+v, %v", head, err)
	}
}

// FuzzInventory feeds foreign bytes to both readers of inventories. What is accepted must hold what the package relies on
// and survive being written again.
func FuzzInventory(f *testing.F) {
	f.Add(sample(f))
	f.Add([]byte(`{"purged":"urn:x:y"}`))
	f.Add([]byte(claimText))
	f.Add([]byte(`{"id":"a:b","head":"v1","versions":{"v1":null}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := parseHead(bytes.NewReader(raw)); err != nil && !errors.Is(err, ErrCorrupt) {
			t.Errorf("parseHead: %v", err)
		}
		inv, err := parseInventory(raw)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Errorf("parseInventory: %v", err)
			}
			return
		}
		for n := 1; n <= inv.head(); n++ {
			for _, file := range inv.files(n) {
				if len(inv.Manifest[file.Digest]) == 0 || validPath(file.Path) != nil {
					t.Errorf("accepted file %+v", file)
				}
			}
		}
		again, err := inv.encode()
		if err != nil {
			return // time zones that JSON cannot write
		}
		if _, err := parseInventory(again); err != nil {
			t.Errorf("written again: %v", err)
		}
	})
}

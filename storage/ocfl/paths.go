package ocfl

import (
	"fmt"
	"io/fs"
	"strings"
)

// pathSet holds paths of which none may be a folder of another.
type pathSet struct {
	files   map[string]bool
	folders map[string]int // how many files lie below
}

func newPathSet() *pathSet { return &pathSet{map[string]bool{}, map[string]int{}} }

// check returns an error wrapping fs.ErrExist when path cannot be added.
func (p *pathSet) check(path string) error {
	if p.files[path] || p.folders[path] > 0 {
		return fmt.Errorf("path %q is in use: %w", path, fs.ErrExist)
	}
	for folder := range parents(path) {
		if p.files[folder] {
			return fmt.Errorf("path %q lies below file %q: %w", path, folder, fs.ErrExist)
		}
	}
	return nil
}

func (p *pathSet) add(path string) error {
	if err := p.check(path); err != nil {
		return err
	}
	p.files[path] = true
	for folder := range parents(path) {
		p.folders[folder]++
	}
	return nil
}

func (p *pathSet) remove(path string) {
	if !p.files[path] {
		return
	}
	delete(p.files, path)
	for folder := range parents(path) {
		p.folders[folder]--
	}
}

// parents yields "a" and "a/b" for "a/b/c".
func parents(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i, c := range []byte(path) {
			if c == '/' && !yield(path[:i]) {
				return
			}
		}
	}
}

// versionName returns "v3" for 3.
func versionName(n int) string { return fmt.Sprintf("v%d", n) }

// versionNumber returns 3 for "v3" and 0 for anything else, zero-padded names included.
func versionNumber(name string) int {
	digits, found := strings.CutPrefix(name, "v")
	if !found || digits == "" || len(digits) > 6 || digits[0] == '0' {
		return 0
	}
	n := 0
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Anchor is one line of an anchor file: how far the chain reached at a time, kept where who can write to the database cannot.
// As text its fields are separated by spaces:
//
//	2026-11-23T19:00:00Z node-1 4711 <seal> 4711 <link>
//
// that is time, node, number and seal of the newest sealed entry, the number of sealed entries, and the link: SHA-256 hex over
// the link of the line before ("" for the first), a space, and the fields before it.
type Anchor struct {
	At    time.Time
	Node  string // without spaces
	No    uint64
	Seal  string
	Count int
	Link  string
}

const anchorFields = 6

func (a Anchor) fields() string {
	return fmt.Sprintf("%s %s %d %s %d", a.At.UTC().Format(time.RFC3339), a.Node, a.No, a.Seal, a.Count)
}

// after gives the anchor the link that makes it the line after the one with the given link.
func (a Anchor) after(link string) Anchor {
	a.Link = a.linkAfter(link)
	return a
}

func (a Anchor) linkAfter(link string) string {
	sum := sha256.Sum256([]byte(link + " " + a.fields()))
	return hex.EncodeToString(sum[:])
}

func (a Anchor) line() string { return a.fields() + " " + a.Link }

// parseAnchor reads a line; false for one that is damaged or was never written to its end. Whatever it admits it would
// write in the same way.
func parseAnchor(line string) (Anchor, bool) {
	fields := strings.Split(line, " ")
	if len(fields) != anchorFields {
		return Anchor{}, false
	}
	at, errAt := time.Parse(time.RFC3339, fields[0])
	no, errNo := strconv.ParseUint(fields[2], 10, 64)
	count, errCount := strconv.Atoi(fields[4])
	anchor := Anchor{At: at, Node: fields[1], No: no, Seal: fields[3], Count: count, Link: fields[5]}
	whole := errAt == nil && errNo == nil && errCount == nil && len(anchor.Link) == hex.EncodedLen(sha256.Size)
	return anchor, whole && anchor.line() == line
}

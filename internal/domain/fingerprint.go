package domain

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"strconv"
)

// Fingerprint is the SHA-256, in lower-case hex, of what a draft would store: person, catalogue and the digests of the
// page files in order. Names of folders and files and row numbers have no part in it, so that a package delivered twice
// is recognised however it was renamed.
func Fingerprint(d *Draft, facts map[string]FileFacts) string {
	f := fingerprint{sha256.New()}
	f.put("danganku-draft-1", d.Name, d.IDNumber.Full(), string(d.Sex), d.BornOn.String(), d.RetiredOn.String(), string(d.Survival),
		d.DiedOn.String(), d.Employer, d.HukouPlace, d.ArchivalCode, d.Retention, d.Remark, string(d.Scheme), d.GapStatement)
	f.number(len(d.Materials))
	for _, m := range d.Materials {
		f.put(m.Class, strconv.Itoa(m.ItemNo), m.Title, m.FormedOn.String(), m.DateGiven, strconv.Itoa(m.PageCount),
			strconv.Itoa(m.CopyCount), m.Remark)
		f.digests(m.Files, facts)
	}
	f.digests(d.Orphans, facts)
	return hex.EncodeToString(f.Sum(nil))
}

type fingerprint struct{ hash.Hash }

// put writes each text after its length, so that no two lists of texts look alike.
func (f fingerprint) put(texts ...string) {
	for _, text := range texts {
		f.number(len(text))
		f.Write([]byte(text))
	}
}

func (f fingerprint) number(n int) {
	f.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
}

func (f fingerprint) digests(files []string, facts map[string]FileFacts) {
	f.number(len(files))
	for _, file := range files {
		f.put(facts[file].Digest)
	}
}

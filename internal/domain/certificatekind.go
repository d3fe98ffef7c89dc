package domain

import (
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// CertificateKinds are the kinds of certificates an installation knows, in order.
type CertificateKinds []CertificateKind

//go:embed data/certificatekinds.json
var certificateKindData embed.FS

// ShippedCertificateKinds are the six kinds of 沈人社发〔2020〕3号 article 9(3).
func ShippedCertificateKinds() (CertificateKinds, error) {
	f, err := certificateKindData.Open("data/certificatekinds.json")
	if err != nil {
		return nil, fmt.Errorf("open shipped kinds of certificates: %w", err)
	}
	defer f.Close()
	return ReadCertificateKinds(f)
}

// ReadCertificateKinds reads kinds in the JSON form of data/certificatekinds.json.
func ReadCertificateKinds(r io.Reader) (CertificateKinds, error) {
	var kinds CertificateKinds
	decoder := json.NewDecoder(r)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&kinds); err != nil {
		return nil, fmt.Errorf("read kinds of certificates: %w", err)
	}
	for i, kind := range kinds {
		if fault := kind.fault(); fault != "" {
			return nil, fmt.Errorf("read kinds of certificates: entry %d (%s): %s", i+1, kind.Code, fault)
		}
		if _, twice := kinds[:i].Of(kind.Code); twice {
			return nil, fmt.Errorf("read kinds of certificates: entry %d (%s): the code is taken", i+1, kind.Code)
		}
	}
	return kinds, nil
}

// fault says what a kind lacks or names that nobody knows; empty: nothing.
func (k CertificateKind) fault() string {
	switch {
	case k.Code == "":
		return "lacks a code"
	case k.Title == "":
		return "lacks a title"
	case k.Opening == "" || k.Closing == "":
		return "lacks an opening or a closing"
	case len(k.Entitled) == 0:
		return "entitles nobody"
	case k.Days < 0:
		return "is good for less than no days"
	}
	for _, e := range k.Entitled {
		if e.Capacity.Label() == "" {
			return fmt.Sprintf("unknown capacity %q", e.Capacity)
		}
		if len(e.Evidence) == 0 {
			return fmt.Sprintf("asks no evidence of %s", e.Capacity)
		}
		for _, evidence := range e.Evidence {
			if evidence.Label() == "" {
				return fmt.Sprintf("unknown evidence %q", evidence)
			}
		}
	}
	return ""
}

// Of finds a kind by its code.
func (ks CertificateKinds) Of(code CertificateCode) (CertificateKind, bool) {
	for _, k := range ks {
		if k.Code == code {
			return k, true
		}
	}
	return CertificateKind{}, false
}

// Proposals are the materials of a dossier in which the facts for a kind usually stand, in catalogue order.
func (k CertificateKind) Proposals(d *Dossier) []Citation {
	var found []Citation
	scope := UseScope{Classes: k.Classes[d.Scheme]}
	for _, m := range d.Materials {
		if scope.Admits(m) || k.names(m.Title) {
			found = append(found, CitationOf(m, nil))
		}
	}
	return found
}

func (k CertificateKind) names(title string) bool {
	for _, word := range k.Matches {
		if strings.Contains(title, word) {
			return true
		}
	}
	return false
}

// Words are the opening and the closing of a certificate about the subject of a dossier.
func (k CertificateKind) Words(d *Dossier) (opening, closing string) {
	sex, born := d.Retiree.Sex.Label(), "出生日期不详"
	if sex == "" {
		sex = "性别不详"
	}
	if date := d.Retiree.BornOn.Words(); date != "" {
		born = date + "出生"
	}
	fill := strings.NewReplacer("{name}", d.Retiree.Name, "{sex}", sex, "{born}出生", born, "{born}", d.Retiree.BornOn.Words())
	return fill.Replace(k.Opening), fill.Replace(k.Closing)
}

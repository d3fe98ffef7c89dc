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
	for _, kind := range kinds {
		if kind.Code == "" || kind.Title == "" || len(kind.Entitled) == 0 {
			return nil, fmt.Errorf("read kinds of certificates: %q lacks code, title or who is entitled", kind.Code)
		}
		for _, e := range kind.Entitled {
			if e.Capacity.Label() == "" {
				return nil, fmt.Errorf("read kinds of certificates: %s: unknown capacity %q", kind.Code, e.Capacity)
			}
			for _, evidence := range e.Evidence {
				if evidence.Label() == "" {
					return nil, fmt.Errorf("read kinds of certificates: %s: unknown evidence %q", kind.Code, evidence)
				}
			}
		}
	}
	return kinds, nil
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

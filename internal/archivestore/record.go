package archivestore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// recordFormat names the layout of record.json; readers refuse what they do not know.
const recordFormat = "danganku-record/1"

// The types below are the record as it stands in the object store: plain JSON that is read without this program. Names
// follow the glossary; dates are YYYY, YYYY-MM or YYYY-MM-DD; instants are RFC 3339 in UTC; sizes are bytes.
type recordJSON struct {
	Format         string         `json:"format"`
	ID             string         `json:"id"`
	Version        int            `json:"version"`
	Office         officeJSON     `json:"office"`
	ArchivalCode   string         `json:"archivalCode"`
	Scheme         string         `json:"scheme"`
	Category       string         `json:"category"`
	Retention      string         `json:"retention"`
	Remark         string         `json:"remark"`
	Custody        string         `json:"custody"`
	Retiree        retireeJSON    `json:"retiree"`
	Enterprise     enterpriseJSON `json:"enterprise"`
	Volumes        []volumeJSON   `json:"volumes"`
	Materials      []materialJSON `json:"materials"`
	Pages          []pageJSON     `json:"pages"`
	LastPageNo     int            `json:"lastPageNo"`
	MastersVersion int            `json:"mastersVersion"`
	IngestID       string         `json:"ingestId"`
	Fingerprint    string         `json:"fingerprint"`
	CreatedAt      time.Time      `json:"createdAt"`
	UpdatedAt      time.Time      `json:"updatedAt"`
	ReleasedAt     *time.Time     `json:"releasedAt,omitempty"`
}

type officeJSON struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Division string `json:"division"`
}

type retireeJSON struct {
	ID                string `json:"id"`
	Name              string `json:"name"`
	IDNumber          string `json:"idNumber"`
	IDNumberGiven     string `json:"idNumberGiven,omitempty"`
	Sex               string `json:"sex"`
	BornOn            string `json:"bornOn"`
	RetiredOn         string `json:"retiredOn"`
	Survival          string `json:"survival"`
	DiedOn            string `json:"diedOn"`
	EnterpriseID      string `json:"enterpriseId"`
	HukouPlace        string `json:"hukouPlace"`
	HukouDivision     string `json:"hukouDivision"`
	ResidenceDivision string `json:"residenceDivision"`
	InsuranceDivision string `json:"insuranceDivision"`
}

type enterpriseJSON struct {
	ID                   string `json:"id"`
	Name                 string `json:"name"`
	USCC                 string `json:"uscc"`
	NoUSCCReason         string `json:"noUsccReason,omitempty"`
	USCCOverride         string `json:"usccOverride,omitempty"`
	Level                string `json:"level"`
	RegistrationDivision string `json:"registrationDivision"`
	InsuranceDivision    string `json:"insuranceDivision"`
	Version              int    `json:"version"`
}

type volumeJSON struct {
	No       int    `json:"no"`
	CopyKind string `json:"copyKind"`
}

type materialJSON struct {
	ID        string `json:"id"`
	VolumeNo  int    `json:"volumeNo"`
	Class     string `json:"class"`
	ItemNo    int    `json:"itemNo"`
	Title     string `json:"title"`
	FormedOn  string `json:"formedOn"`
	PageCount int    `json:"pageCount"`
	CopyCount int    `json:"copyCount"`
	Remark    string `json:"remark"`
}

type pageJSON struct {
	No         int    `json:"no"`
	MaterialID string `json:"materialId"`
	Seq        int    `json:"seq"`
	File       string `json:"file"` // path in the masters object
	Frame      int    `json:"frame"`
	SHA512     string `json:"sha512"`
	Size       int64  `json:"size"`
	MediaType  string `json:"mediaType"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	DPI        int    `json:"dpi"`
	Color      bool   `json:"color"`
	Rotation   int    `json:"rotation"`
	SourceName string `json:"sourceName"`
}

// EncodeRecord writes a dossier as the readable JSON of its record object; equal dossiers give equal bytes.
func EncodeRecord(d *domain.Dossier) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(toRecord(d)); err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	return out.Bytes(), nil
}

// DecodeRecord reads what EncodeRecord wrote.
func DecodeRecord(content []byte) (*domain.Dossier, error) {
	var r recordJSON
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return nil, fmt.Errorf("decode record: %w", err)
	}
	if r.Format != recordFormat {
		return nil, fmt.Errorf("decode record: format %q is not %q", r.Format, recordFormat)
	}
	dates := dateReader{}
	d := r.dossier(&dates)
	if dates.err != nil {
		return nil, fmt.Errorf("decode record: %w", dates.err)
	}
	return d, nil
}

// dateReader reads many dates and keeps the first error.
type dateReader struct{ err error }

func (r *dateReader) read(text string) domain.PartialDate {
	date, err := domain.ParsePartialDate(text)
	if err != nil && r.err == nil {
		r.err = err
	}
	return date
}

package ingest

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

const inspectionFormat = "danganku-inspection/1"

// Inspection is the report of the four-property check as it is kept with the dossier.
type Inspection struct {
	At         time.Time
	Report     domain.FourPropertyReport
	Violations []domain.Violation // of the dry run: what was noted and not refused
}

// The types below are the report as readable JSON in the record object.
type inspectionJSON struct {
	Format     string          `json:"format"`
	At         time.Time       `json:"at"`
	Phase      string          `json:"phase"`
	Scheme     string          `json:"scheme"`
	Materials  int             `json:"materials"`
	Files      int             `json:"files"`
	Pages      int             `json:"pages"`
	Bytes      int64           `json:"bytes"`
	Conclusion string          `json:"conclusion"`
	Items      []itemJSON      `json:"items"`
	Violations []violationJSON `json:"violations"`
}

type itemJSON struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Property string `json:"property"`
	Result   string `json:"result"`
	Evidence string `json:"evidence"`
}

type violationJSON struct {
	Rule    string `json:"rule"`
	Level   string `json:"level"`
	Row     int    `json:"row,omitempty"`
	Page    int    `json:"page,omitempty"`
	File    string `json:"file,omitempty"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

func inspectionReport(item *domain.IngestItem, now time.Time) ([]byte, error) {
	facts := make(map[string]domain.FileFacts, len(item.Facts))
	for _, file := range item.Facts {
		facts[file.Name] = file
	}
	report := domain.FourProperty(&item.Draft, facts, item.Violations)
	out := inspectionJSON{Format: inspectionFormat, At: now.UTC(), Phase: report.Phase, Scheme: string(report.Scheme), Materials: report.Materials,
		Files: report.Files, Pages: report.Pages, Bytes: report.Bytes, Conclusion: string(report.Conclusion),
		Items: make([]itemJSON, 0, len(report.Items)), Violations: make([]violationJSON, 0, len(item.Violations))}
	for _, i := range report.Items {
		out.Items = append(out.Items, itemJSON{i.Code, i.Name, string(i.Property), string(i.Result), i.Evidence})
	}
	for _, v := range item.Violations {
		out.Violations = append(out.Violations, violationJSON{string(v.Rule), string(v.Level), v.Row, v.Page, v.File, v.Field, v.Message})
	}
	content, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode inspection report: %w", err)
	}
	return append(content, '\n'), nil
}

// DecodeInspection reads the report kept at InspectionPath.
func DecodeInspection(content []byte) (Inspection, error) {
	var in inspectionJSON
	if err := json.Unmarshal(content, &in); err != nil {
		return Inspection{}, fmt.Errorf("decode inspection report: %w", err)
	}
	if in.Format != inspectionFormat {
		return Inspection{}, fmt.Errorf("decode inspection report: format %q is not %q", in.Format, inspectionFormat)
	}
	out := Inspection{At: in.At, Report: domain.FourPropertyReport{Phase: in.Phase, Scheme: domain.SchemeCode(in.Scheme), Materials: in.Materials,
		Files: in.Files, Pages: in.Pages, Bytes: in.Bytes, Conclusion: domain.InspectionResult(in.Conclusion)}}
	for _, i := range in.Items {
		out.Report.Items = append(out.Report.Items, domain.InspectionItem{Code: i.Code, Name: i.Name, Property: domain.Property(i.Property),
			Result: domain.InspectionResult(i.Result), Evidence: i.Evidence})
	}
	for _, v := range in.Violations {
		out.Violations = append(out.Violations, domain.Violation{Rule: domain.RuleID(v.Rule), Level: domain.Level(v.Level), Row: v.Row, Page: v.Page,
			File: v.File, Field: v.Field, Message: v.Message})
	}
	return out, nil
}

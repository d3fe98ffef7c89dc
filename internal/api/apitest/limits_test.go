package apitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
)

// TestBodiesOfHandoversAreBounded sends what is just small enough and what is too large.
func TestBodiesOfHandoversAreBounded(t *testing.T) {
	w := newWorld(t)
	list := map[string]any{"department": "CIVIL_AFFAIRS", "kind": "RESIDENCES", "name": "搬迁名单", "division": heping}
	rows := make([]map[string]any, 6_000) // more than other operations may send, less than the limit of a list
	for i := range rows {
		rows[i] = map[string]any{"name": fmt.Sprintf("演示%d", i), "idNumber": idNumber("19500101", 1+i%998), "on": "2026-10-05",
			"residence": "沈阳市和平区演示街道演示社区演示路一百二十三号演示小区四号楼五单元六层七室", "division": community}
	}
	list["rows"] = rows
	long := must[[]byte](t)(json.Marshal(list))
	if len(long) < 1<<20 {
		t.Fatalf("the list has only %d bytes", len(long))
	}
	scan := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte{' '}, 64<<20)...)
	bytesType, jsonType := map[string]string{"Content-Type": "application/octet-stream"}, map[string]string{"Content-Type": "application/json"}
	w.run(t,
		scenario{name: "a long list", as: "agency", method: http.MethodPost, path: "/api/v1/matches", headers: jsonType, body: long, wantStatus: 201,
			wantBody: []string{`"rows":6000`}},
		scenario{name: "a list beyond all bounds", as: "agency", method: http.MethodPost, path: "/api/v1/matches", headers: jsonType,
			body: append(long, bytes.Repeat([]byte{' '}, 16<<20)...), wantStatus: 413},
		scenario{name: "a scan beyond all bounds", as: "handler", method: http.MethodPost, path: "/api/v1/attachments?name=a.pdf", headers: bytesType,
			body: scan, wantStatus: 413},
		scenario{name: "a large scan", as: "handler", method: http.MethodPost, path: "/api/v1/attachments?name=a.pdf", headers: bytesType, body: scan[:64<<20],
			wantStatus: 201},
	)
}

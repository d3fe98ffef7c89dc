package apitest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// TestDistrictsKnowNothingOfEachOther asks for the other district's dossier in every way there is. What is denied must
// look exactly like what does not exist.
func TestDistrictsKnowNothingOfEachOther(t *testing.T) {
	w := newWorld(t)
	w.take("heping", heping, shan, li)
	foreign := w.take("tiexi", tiexi, wang)[wang.name]
	absent := domain.NewID()
	everyone := `{"facets":true,"limit":100}`
	w.run(t,
		scenario{name: "list", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: everyone, wantStatus: 200,
			wantBody: []string{`"total":2`, shan.name}, denyBody: []string{wang.name, foreign, "铁西", tiexi}},
		scenario{name: "list of the others", as: "tiexi", method: http.MethodPost, path: "/api/v1/search", body: everyone, wantStatus: 200,
			wantBody: []string{`"total":1`, wang.name}, denyBody: []string{shan.name, li.name, "和平区"}},
		scenario{name: "by name", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"` + wang.name + `","facets":true}`,
			wantStatus: 200, wantBody: []string{`"total":0`}},
		scenario{name: "by identity number", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"text":"` + wang.id + `"}`,
			wantStatus: 200, wantBody: []string{`"total":0`}},
		scenario{name: "by filter", as: "heping", method: http.MethodPost, path: "/api/v1/search", body: `{"filters":{"office":["` + tiexi + `"]},"facets":true}`,
			wantStatus: 200, wantBody: []string{`"total":0`}, denyBody: []string{"铁西"}},
		scenario{name: "suggestion", as: "heping", method: http.MethodPost, path: "/api/v1/search/suggestions", body: `{"text":"王"}`,
			wantStatus: 200, wantBody: []string{`"suggestions":[]`}},
		scenario{name: "own suggestion", as: "tiexi", method: http.MethodPost, path: "/api/v1/search/suggestions", body: `{"text":"王"}`,
			wantStatus: 200, wantBody: []string{wang.name}},
		scenario{name: "offices", as: "heping", path: "/api/v1/offices", wantStatus: 200, wantBody: []string{"和平区档案部"}, denyBody: []string{"铁西"}},
		scenario{name: "ingests", as: "heping", path: "/api/v1/ingests", wantStatus: 200, denyBody: []string{tiexi}},
		scenario{name: "somebody else's cursor", as: "heping", path: "/api/v1/ingests?cursor=bm9uc2Vuc2U", wantStatus: 400, wantCode: "request.cursor"},
	)
	for _, request := range []scenario{
		{path: "/api/v1/dossiers/{id}"},
		{path: "/api/v1/dossiers/{id}?version=1"},
		{path: "/api/v1/dossiers/{id}/history"},
		{path: "/api/v1/dossiers/{id}/inspection"},
		{path: "/api/v1/dossiers/{id}/pages/1/text"},
		{path: "/api/v1/dossiers/{id}/pages/1/master"},
		{path: "/iiif/presentation/3/{id}/manifest.json"},
		{path: "/iiif/image/3/{id}:1/info.json"},
		{path: "/iiif/image/3/{id}:1/full/max/0/default.jpg"},
		{path: "/iiif/image/3/{id}:1/0,0,10,10/max/0/default.jpg"},
		{method: http.MethodPost, path: "/api/v1/dossiers/{id}/reveal", body: `{"reason":"好奇"}`},
		{method: http.MethodPost, path: "/api/v1/dossiers/{id}/release", headers: map[string]string{"If-Match": `"1"`}},
		{method: http.MethodPatch, path: "/api/v1/dossiers/{id}", headers: map[string]string{"If-Match": `"1"`},
			body: `{"reason":"更正","operations":[{"op":"rotatePage","pageNo":1,"rotation":90}]}`},
		{method: http.MethodPost, path: "/api/v1/dossiers/{id}/pages/1/replacement?reason=rescan", headers: map[string]string{"If-Match": `"1"`,
			"Content-Type": "application/octet-stream"}, body: "x"},
	} {
		t.Run("denied like absent "+request.method+request.path, func(t *testing.T) {
			w.t = t
			w.expectSame(t, request, foreign, absent)
		})
	}
	w.t = t
}

// expectSame sends a request about a foreign and about an absent thing and wants the same answer but for the request's id.
func (w *world) expectSame(t *testing.T, request scenario, foreign, absent string) {
	t.Helper()
	var answers [2][]byte
	for i, id := range []string{foreign, absent} {
		body, headers := encode(t, request)
		response, content := w.send(orGet(request.method), strings.ReplaceAll(request.path, "{id}", id), "heping", headers, body)
		if response.StatusCode != http.StatusNotFound {
			t.Fatalf("status %d: %s", response.StatusCode, content)
		}
		var problem map[string]any
		check(t, json.Unmarshal(content, &problem))
		delete(problem, "requestId")
		answers[i] = must[[]byte](t)(json.Marshal(problem))
	}
	if !bytes.Equal(answers[0], answers[1]) {
		t.Errorf("foreign: %s\nabsent:  %s", answers[0], answers[1])
	}
}

func TestForeignIngestsLookAbsent(t *testing.T) {
	w := newWorld(t)
	foreign := w.upload("tiexi", "铁西批次", tiexi, packageOf(t, wang))
	absent := domain.NewID()
	for _, request := range []scenario{
		{path: "/api/v1/ingests/{id}"}, {path: "/api/v1/ingests/{id}/upload"}, {path: "/api/v1/ingests/{id}/items"},
		{path: "/api/v1/ingests/{id}/report.xlsx"}, {method: http.MethodPost, path: "/api/v1/ingests/{id}/inspection"},
		{method: http.MethodPost, path: "/api/v1/ingests/{id}/confirmation"}, {method: http.MethodPost, path: "/api/v1/ingests/{id}/undo"},
	} {
		t.Run(request.method+request.path, func(t *testing.T) {
			w.t = t
			w.expectSame(t, request, foreign, absent)
		})
	}
	w.t = t
	w.run(t, scenario{name: "announce for a foreign office", as: "heping", method: http.MethodPost, path: "/api/v1/ingests",
		body: announce("x", tiexi, map[string][]byte{"a.jpg": {1}}), wantStatus: 404, wantCode: "office.not_found"})
}

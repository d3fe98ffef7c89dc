package apitest

import (
	"bytes"
	"encoding/json"
	"image"
	"net/http"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"

	_ "image/png"
)

func size(t *testing.T, content []byte) image.Point {
	t.Helper()
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	check(t, err)
	return image.Pt(config.Width, config.Height)
}

func wantSize(width, height int) func(*testing.T, *reply, []byte) {
	return func(t *testing.T, _ *reply, content []byte) {
		t.Helper()
		if got := size(t, content); got != image.Pt(width, height) {
			t.Errorf("picture of %v, want %dx%d", got, width, height)
		}
	}
}

// TestImageRequests asks for a page of 300 by 424 in the ways the Image API knows.
func TestImageRequests(t *testing.T) {
	w := newWorld(t)
	id := w.take("heping", heping, shan)[shan.name]
	base := "/iiif/image/3/" + id + ":1"
	for _, test := range []struct {
		request       string
		width, height int
	}{
		{"full/max/0/default.jpg", 300, 424}, {"full/^max/0/default.png", 300, 424}, {"full/150,/0/default.jpg", 150, 212},
		{"full/,212/0/gray.jpg", 150, 212}, {"full/pct:50/0/default.jpg", 150, 212}, {"full/100,100/0/bitonal.png", 100, 100},
		{"full/!100,1000/0/color.jpg", 100, 141}, {"full/^150,/0/default.jpg", 150, 212}, {"full/^!600,600/0/default.jpg", 300, 424},
		{"square/max/0/default.jpg", 300, 300}, {"10,20,30,40/max/0/default.png", 30, 40}, {"290,0,100,100/max/0/default.png", 10, 100},
		{"pct:0,0,50,50/max/0/default.jpg", 150, 212}, {"full/max/90/default.jpg", 424, 300}, {"full/max/!180/default.jpg", 300, 424},
		{"full/max/270.0/default.jpg", 424, 300}, {"full/max/360/default.jpg", 300, 424},
	} {
		w.run(t, scenario{name: test.request, as: "heping", path: base + "/" + test.request, wantStatus: 200, after: wantSize(test.width, test.height),
			wantHeader: map[string]string{"Access-Control-Allow-Origin": "", "Cache-Control": "private, no-cache"}})
	}
	for _, request := range []string{"full/301,/0/default.jpg", "full/max/45/default.jpg", "full/max/0/default.webp", "full/max/0/sepia.jpg",
		"400,0,10,10/max/0/default.jpg", "0,0,0,10/max/0/default.jpg", "full/0,/0/default.jpg", "full/,/0/default.jpg", "full/^pct:101/0/default.jpg", "full/^600,/0/default.jpg",
		"full/^99999,/0/default.jpg", "full/-5,/0/default.jpg", "full/1e3,/0/default.jpg", "pct:0,0,101/max/0/default.jpg", "full/max/-90/default.jpg",
		"full/max/0/default", "full/!100,/0/default.jpg", "NaN,0,1,1/max/0/default.jpg"} {
		w.run(t, scenario{name: "refused " + request, as: "heping", path: base + "/" + request, wantStatus: 400, wantCode: "image.request"})
	}
	w.run(t,
		scenario{name: "base address", as: "heping", path: base, wantStatus: 303, wantHeader: map[string]string{"Location": base + "/info.json"}},
		scenario{name: "escaped identifier", as: "heping", path: strings.Replace(base, ":", "%3A", 1) + "/full/max/0/default.jpg", wantStatus: 200},
		scenario{name: "escaped size", as: "heping", path: base + "/full/%5E150,/0/default.jpg", wantStatus: 200, after: wantSize(150, 212)},
		scenario{name: "no such page", as: "heping", path: strings.TrimSuffix(base, ":1") + ":99/full/max/0/default.jpg", wantStatus: 404, wantCode: "page.not_found"},
		scenario{name: "no page number", as: "heping", path: strings.TrimSuffix(base, ":1") + "/info.json", wantStatus: 400},
	)
}

func TestImageInformation(t *testing.T) {
	w := newWorld(t)
	id := w.take("heping", heping, shan)[shan.name]
	base := "/iiif/image/3/" + id + ":1"
	w.run(t,
		scenario{name: "information", as: "heping", path: base + "/info.json", wantStatus: 200, wantHeader: map[string]string{"Content-Type": "application/json; charset=utf-8"},
			wantBody: []string{`"id":"` + w.server.URL + base + `"`, `"profile":"level2"`, `"width":300`, `"height":424`, `"tiles":[{"width":512,"scaleFactors":[1]}]`,
				`"sizes":[{"width":200,"height":283},{"width":300,"height":424}]`}, wantAudit: []domain.AuditAction{domain.AuditPageView}},
		scenario{name: "as linked data", as: "heping", path: base + "/info.json", headers: map[string]string{"Accept": "application/ld+json"}, wantStatus: 200,
			wantHeader: map[string]string{"Content-Type": `application/ld+json;profile="http://iiif.io/api/image/3/context.json"`}},
	)
	w.run(t,
		scenario{name: "a picture without asking for information first", as: "clerk", path: base + "/full/max/0/default.jpg", wantStatus: 200,
			wantAudit: []domain.AuditAction{domain.AuditPageView}},
		scenario{name: "more of the same page", as: "clerk", path: base + "/0,0,100,100/max/0/default.jpg", wantStatus: 200, wantAudit: []domain.AuditAction{}},
		scenario{name: "a thumbnail belongs to the dossier", as: "heping", path: base + "/full/200,/0/default.jpg", wantStatus: 200, wantAudit: []domain.AuditAction{}},
	)
	var tag string
	w.run(t, scenario{name: "first look", as: "heping", path: base + "/full/150,/0/color.jpg", wantStatus: 200, after: func(t *testing.T, r *reply, _ []byte) {
		tag = r.Header.Get("ETag")
		if want := "<" + w.server.URL + base + `/full/150,212/0/default.jpg>;rel="canonical"`; r.Header.Get("Link") != want {
			t.Errorf("Link %q, want %q", r.Header.Get("Link"), want)
		}
	}})
	w.run(t,
		scenario{name: "unchanged", as: "heping", path: base + "/full/150,/0/color.jpg", headers: map[string]string{"If-None-Match": tag}, wantStatus: 304},
		scenario{name: "unchanged but not for others", as: "tiexi", path: base + "/full/150,/0/color.jpg", headers: map[string]string{"If-None-Match": tag}, wantStatus: 404},
		scenario{name: "other picture", as: "heping", path: base + "/full/150,/0/gray.jpg", headers: map[string]string{"If-None-Match": tag}, wantStatus: 200},
	)
}

func TestManifest(t *testing.T) {
	w := newWorld(t)
	id := w.take("heping", heping, shan)[shan.name]
	path := "/iiif/presentation/3/" + id + "/manifest.json"
	var body []byte
	w.run(t, scenario{name: "manifest", as: "heping", path: path, headers: map[string]string{"Accept": "application/ld+json, */*"}, wantStatus: 200,
		wantHeader: map[string]string{"Content-Type": `application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"`},
		wantBody:   []string{`"type":"Manifest"`, "使用须知", "一 履历类材料", "1-1 职工履历表", "10-1 退休审批表"}, denyBody: []string{shan.id},
		wantAudit: []domain.AuditAction{domain.AuditDossierView}, after: func(_ *testing.T, _ *reply, content []byte) { body = content }})
	var manifest struct {
		Items []struct {
			ID            string
			Width, Height int
		}
		Structures []any
	}
	check(t, json.Unmarshal(body, &manifest))
	if len(manifest.Items) != 3 || manifest.Items[0].Width != 300 || manifest.Items[0].Height != 424 || len(manifest.Structures) != 2 {
		t.Fatalf("%+v", manifest)
	}
	var document any
	check(t, json.Unmarshal(body, &document))
	fetched := 0
	for _, address := range fields(document, "id") {
		path, ours := strings.CutPrefix(address, w.server.URL)
		if !ours {
			t.Errorf("address of another server: %s", address)
		}
		if strings.HasSuffix(path, ".jpg") {
			w.run(t, scenario{name: "fetch " + path[len(path)-30:], as: "heping", path: path, wantStatus: 200})
			fetched++
		}
	}
	if fetched < 6 {
		t.Errorf("%d pictures named, want a picture and a thumbnail of each page", fetched)
	}
}

func TestMasterByRanges(t *testing.T) {
	w := newWorld(t)
	files := packageOf(t, shan)
	id := w.take("heping", heping, shan)[shan.name]
	var master []byte
	for path, content := range files {
		if strings.HasSuffix(path, "(1978)/1.jpg") {
			master = content
		}
	}
	path := "/api/v1/dossiers/" + id + "/pages/1/master"
	var tag string
	w.run(t, scenario{name: "whole", as: "heping", path: path, wantStatus: 200, wantHeader: map[string]string{"Content-Type": "image/jpeg"},
		wantAudit: []domain.AuditAction{domain.AuditMasterView}, after: func(t *testing.T, r *reply, content []byte) {
			tag = r.Header.Get("ETag")
			if !bytes.Equal(content, master) {
				t.Errorf("%d bytes differ from the %d sent in", len(content), len(master))
			}
		}})
	part := func(header string, want []byte) scenario {
		return scenario{name: header, as: "heping", path: path, headers: map[string]string{"Range": header}, wantStatus: 206,
			wantAudit: []domain.AuditAction{domain.AuditMasterView}, after: func(t *testing.T, _ *reply, content []byte) {
				if !bytes.Equal(content, want) {
					t.Errorf("%d bytes, want %d", len(content), len(want))
				}
			}}
	}
	w.run(t, part("bytes=0-0", master[:1]), part("bytes=100-199", master[100:200]), part("bytes=-7", master[len(master)-7:]), part("bytes=500-", master[500:]),
		scenario{name: "beyond", as: "heping", path: path, headers: map[string]string{"Range": "bytes=99999999-"}, wantStatus: 416},
		scenario{name: "unchanged", as: "heping", path: path, headers: map[string]string{"If-None-Match": tag}, wantStatus: 304},
		scenario{name: "head", as: "heping", method: http.MethodHead, path: path, wantStatus: 200},
		scenario{name: "other version of the range", as: "heping", path: path, headers: map[string]string{"Range": "bytes=0-0", "If-Range": `"other"`}, wantStatus: 200},
	)
}

package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func builtSite() fstest.MapFS {
	return fstest.MapFS{
		"index.html":           {Data: []byte("<!doctype html><title>app</title>")},
		"assets/index-abc1.js": {Data: []byte("export {}")},
		"fonts/Face.ttf":       {Data: []byte("font")},
		".gitkeep":             {},
	}
}

func get(t *testing.T, site fstest.MapFS, method, target, accept string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, target, nil)
	request.Header.Set("Accept", accept)
	recorder := httptest.NewRecorder()
	handler(site).ServeHTTP(recorder, request)
	return recorder.Result()
}

const page = "text/html,application/xhtml+xml"

func TestHandlerAnswers(t *testing.T) {
	for _, test := range []struct {
		name, method, target, accept string
		status                       int
		cache, contentType           string
	}{
		{"start page", "GET", "/", page, 200, "no-store", "text/html; charset=utf-8"},
		{"start page by name", "GET", "/index.html", page, 200, "no-store", "text/html; charset=utf-8"},
		{"address inside the application", "GET", "/dossiers/7b0e", page, 200, "no-store", "text/html; charset=utf-8"},
		{"hashed script", "GET", "/assets/index-abc1.js", "*/*", 200, "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"},
		{"font", "GET", "/fonts/Face.ttf", "*/*", 200, "no-cache", "font/ttf"},
		{"head", "HEAD", "/", page, 200, "no-store", "text/html; charset=utf-8"},
		{"script of an older build", "GET", "/assets/index-old.js", "*/*", 404, "", ""},
		{"folder is not listed", "GET", "/assets/", "*/*", 404, "", ""},
		{"dot file", "GET", "/.gitkeep", "*/*", 404, "", ""},
		{"path that climbs out", "GET", "/../embed.go", "*/*", 404, "", ""},
		{"unknown route of the API", "GET", "/api/v1/nothing", page, 404, "", ""},
		{"unknown image", "GET", "/iiif/3/nothing/info.json", page, 404, "", ""},
		{"metrics switched off", "GET", "/metrics", page, 404, "", ""},
		{"address that only begins like one of the server's", "GET", "/apiary", page, 200, "no-store", "text/html; charset=utf-8"},
		{"writing", "POST", "/search", page, 405, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			response := get(t, builtSite(), test.method, test.target, test.accept)
			if response.StatusCode != test.status {
				t.Fatalf("status %d, want %d", response.StatusCode, test.status)
			}
			if test.status != 200 {
				return
			}
			if got := response.Header.Get("Cache-Control"); got != test.cache {
				t.Errorf("Cache-Control %q, want %q", got, test.cache)
			}
			if got := response.Header.Get("Content-Type"); got != test.contentType {
				t.Errorf("Content-Type %q, want %q", got, test.contentType)
			}
		})
	}
}

func TestEveryAnswerForbidsForeignScripts(t *testing.T) {
	for _, target := range []string{"/", "/assets/index-abc1.js", "/api/v1/nothing", "/assets/gone.js"} {
		header := get(t, builtSite(), "GET", target, page).Header
		if policy := header.Get("Content-Security-Policy"); !strings.Contains(policy, "script-src 'self';") {
			t.Errorf("%s: Content-Security-Policy %q", target, policy)
		}
		if got := header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options %q", target, got)
		}
	}
}

func TestUnbuiltInterfaceSaysHowToBuildIt(t *testing.T) {
	recorder := httptest.NewRecorder()
	request := httptest.NewRequest("GET", "/search", nil)
	request.Header.Set("Accept", page)
	handler(fstest.MapFS{".gitkeep": {}}).ServeHTTP(recorder, request)
	body := recorder.Body.String()
	for _, want := range []string{"make run", "没有包含网页界面", "npm run build", `lang="en"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

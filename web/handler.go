package web

import (
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// serverPrefixes are addresses that never belong to the single-page application: a wrong address below them must stay
// a 404 for scripts and IIIF viewers instead of turning into a page with status 200.
var serverPrefixes = []string{"/api", "/iiif", "/healthz", "/readyz", "/metrics"}

// securityHeaders hold for everything the interface consists of. Styles may be inline because the component library
// writes its rules into style elements at run time; scripts may not. Images may be blobs for previews of files that are
// about to be uploaded.
var securityHeaders = map[string]string{
	"Content-Security-Policy": "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
		"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; " +
		"form-action 'self'; frame-ancestors 'none'",
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options":        "DENY",
	"Referrer-Policy":        "no-referrer",
	"Permissions-Policy":     "camera=(), microphone=(), geolocation=()",
}

// Handler serves the interface. It is meant as the handler of last resort, behind all routes of the API: it answers 404
// below the server's own prefixes, 405 to anything but GET and HEAD, and gives the start page only to a browser that
// asks for text/html, so that a missing script or image is seen as missing.
func Handler() http.Handler { return handler(Dist()) }

func handler(files fs.FS) http.Handler {
	site := &site{files: files, built: built(files), server: http.FileServerFS(files)}
	return http.HandlerFunc(site.serve)
}

type site struct {
	files  fs.FS
	built  bool
	server http.Handler
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	for name, value := range securityHeaders {
		w.Header().Set(name, value)
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	switch {
	case belongsToServer(r.URL.Path):
		http.NotFound(w, r)
	case name != "index.html" && s.isFile(name):
		s.serveFile(w, r, name)
	case !wantsPage(r):
		http.NotFound(w, r)
	default:
		s.servePage(w, r)
	}
}

func belongsToServer(urlPath string) bool {
	for _, prefix := range serverPrefixes {
		if urlPath == prefix || strings.HasPrefix(urlPath, prefix+"/") {
			return true
		}
	}
	return false
}

// isFile also keeps folders out, which the file server would list.
func (s *site) isFile(name string) bool {
	if name == "" || strings.HasPrefix(path.Base(name), ".") {
		return false
	}
	info, err := fs.Stat(s.files, name)
	return err == nil && info.Mode().IsRegular()
}

func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// serveFile trusts the build to put a hash of the content into every name below assets/, and nowhere else.
func (s *site) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	if strings.HasPrefix(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	s.server.ServeHTTP(w, r)
}

func (s *site) servePage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	page := []byte(notBuiltPage)
	if s.built {
		var err error
		if page, err = fs.ReadFile(s.files, "index.html"); err != nil {
			http.Error(w, "the start page cannot be read", http.StatusInternalServerError)
			return
		}
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(page) // the browser is gone if this fails; there is nobody left to tell
}

const notBuiltPage = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>档案库 Danganku</title>
<style>
body { font: 16px/1.7 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; max-width: 42rem; margin: 12vh auto; padding: 0 1.5rem; color: #1f2937 }
code { background: #f3f4f6; border-radius: 4px; padding: .15em .4em }
pre { background: #f3f4f6; border-radius: 8px; padding: 1rem; overflow: auto }
hr { border: 0; border-top: 1px solid #e5e7eb; margin: 2rem 0 }
</style>
</head>
<body>
<h1>档案库</h1>
<p>服务已启动，接口可用；但程序编译时没有包含网页界面。</p>
<p>请在源码目录执行（需要 Node.js 20 或更新版本），然后重新启动：</p>
<pre>make run</pre>
<p>或只构建界面，再重新编译程序：</p>
<pre>cd web/app &amp;&amp; npm ci &amp;&amp; npm run build</pre>
<hr lang="en">
<p lang="en">The server is running and its API answers, but this program was compiled without the user interface. In the
source tree run <code>make run</code> (needs Node.js 20 or later), or build the interface with
<code>cd web/app &amp;&amp; npm ci &amp;&amp; npm run build</code> and compile again.</p>
</body>
</html>
`

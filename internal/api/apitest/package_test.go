package apitest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

// person is a dossier to be taken in. Identity numbers lie in the area 219999, which was never issued.
type person struct {
	name, id string
	pages    int
}

func idNumber(born string, sequence int) string {
	digits := fmt.Sprintf("219999%s%03d", born, sequence)
	return digits + string(domain.IDCheckCharacter(digits))
}

var (
	shan = person{"单守义", idNumber("19480229", 1), 2}
	li   = person{"李桂兰", idNumber("19550711", 2), 1}
	wang = person{"王铁生", idNumber("19600131", 3), 2}
)

// scan draws a page in colour that differs with the seed.
func scan(t *testing.T, seed int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 300, 424))
	for y := range 424 {
		for x := range 300 {
			c := color.RGBA{250, 245, 230, 255}
			if y%20 > 14 && (x*7+y*3+seed*31)%11 < 5 {
				c = color.RGBA{180, 20, uint8(seed * 40), 255}
			}
			img.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	check(t, jpeg.Encode(&out, img, nil))
	return out.Bytes()
}

// packageOf is a package in the layout of class-named folders: content by path.
func packageOf(t *testing.T, people ...person) map[string][]byte {
	files := map[string][]byte{}
	for i, p := range people {
		folder := "沈阳演示机床厂/" + p.name + " " + p.id
		for page := range p.pages {
			name := fmt.Sprintf("%s/一、履历类材料/01 职工履历表(1978)/%d.jpg", folder, page+1)
			files[name] = scan(t, i*10+page+int(p.id[15]))
		}
		files[folder+"/第十类/退休审批表 2008.05/1.jpg"] = scan(t, 100+i+int(p.id[15]))
	}
	return files
}

type manifestFile struct {
	Path string `json:"path"`
	Size int    `json:"size"`
}

type announcement struct {
	Name   string         `json:"name"`
	Office string         `json:"office"`
	Batch  string         `json:"batch,omitempty"`
	Files  []manifestFile `json:"files"`
}

func announce(name, office string, files map[string][]byte) announcement {
	body := announcement{Name: name, Office: office}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		body.Files = append(body.Files, manifestFile{path, len(files[path])})
	}
	return body
}

type ingestView struct {
	ID       string
	State    string
	Accepted int
	Refused  int
	Skipped  int
	Undoable bool
	Problem  string
}

type uploadView struct {
	Ingest  ingestView
	Missing []int
}

// announced creates an ingest over HTTP.
func (w *world) announced(as string, body announcement) uploadView {
	w.t.Helper()
	content, headers := encode(w.t, scenario{body: body})
	response, answer := w.send(http.MethodPost, "/api/v1/ingests", as, headers, content)
	if response.StatusCode != http.StatusCreated {
		w.t.Fatalf("announce: %d %s", response.StatusCode, answer)
	}
	return decode[uploadView](w.t, answer)
}

func tusMetadata(pairs ...string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		parts = append(parts, pairs[i]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[i+1])))
	}
	return strings.Join(parts, ",")
}

// begin creates an upload and returns its address.
func (w *world) begin(as, ingestID string, index, size int) (string, *reply, []byte) {
	w.t.Helper()
	response, body := w.send(http.MethodPost, "/api/v1/uploads/", as, map[string]string{"Tus-Resumable": "1.0.0",
		"Upload-Length": strconv.Itoa(size), "Upload-Metadata": tusMetadata("ingest", ingestID, "index", strconv.Itoa(index))}, nil)
	return response.Header.Get("Location"), response, body
}

// patch sends bytes from an offset.
func (w *world) patch(as, address string, offset int, content []byte) (*reply, []byte) {
	w.t.Helper()
	return w.send(http.MethodPatch, address, as, map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": strconv.Itoa(offset),
		"Content-Type": "application/offset+octet-stream"}, content)
}

// upload announces a package and sends all its files.
func (w *world) upload(as, name, office string, files map[string][]byte) string {
	w.t.Helper()
	return w.sendPackage(as, announce(name, office, files), files)
}

func (w *world) sendPackage(as string, body announcement, files map[string][]byte) string {
	w.t.Helper()
	announced := w.announced(as, body)
	for _, index := range announced.Missing {
		content := files[body.Files[index].Path]
		address, response, answer := w.begin(as, announced.Ingest.ID, index, len(content))
		if response.StatusCode != http.StatusCreated {
			w.t.Fatalf("create upload: %d %s", response.StatusCode, answer)
		}
		if response, answer := w.patch(as, address, 0, content); response.StatusCode != http.StatusNoContent {
			w.t.Fatalf("send file: %d %s", response.StatusCode, answer)
		}
	}
	return announced.Ingest.ID
}

// post performs an action without a body and returns the ingest.
func (w *world) post(as, path string) ingestView {
	w.t.Helper()
	response, answer := w.send(http.MethodPost, path, as, nil, nil)
	if response.StatusCode >= 300 {
		w.t.Fatalf("POST %s: %d %s", path, response.StatusCode, answer)
	}
	return decode[ingestView](w.t, answer)
}

type itemsView struct {
	Items []struct {
		Name, DossierID, Verdict, State, Folder, IDNumber string
		Violations                                        []map[string]any
	}
	Next string
}

// take takes people in through the whole door and returns their dossiers by name.
func (w *world) take(as, office string, people ...person) map[string]string {
	w.t.Helper()
	return w.commit(as, w.upload(as, "批次 "+people[0].name, office, packageOf(w.t, people...)), len(people))
}

// commit inspects and stores a package that has arrived, of which all dossiers must be accepted.
func (w *world) commit(as, id string, dossiers int) map[string]string {
	w.t.Helper()
	w.post(as, "/api/v1/ingests/"+id+"/inspection")
	w.settle()
	if _, answer := w.send(http.MethodGet, "/api/v1/ingests/"+id, as, nil, nil); decode[ingestView](w.t, answer).Accepted != dossiers {
		_, items := w.send(http.MethodGet, "/api/v1/ingests/"+id+"/items", as, nil, nil)
		w.t.Fatalf("dry run: %s\n%s", answer, items)
	}
	w.post(as, "/api/v1/ingests/"+id+"/confirmation")
	w.settle()
	_, answer := w.send(http.MethodGet, "/api/v1/ingests/"+id+"/items", as, nil, nil)
	stored := map[string]string{}
	for _, item := range decode[itemsView](w.t, answer).Items {
		if item.State != "COMMITTED" {
			w.t.Fatalf("not stored: %s", answer)
		}
		stored[item.Name] = item.DossierID
	}
	return stored
}

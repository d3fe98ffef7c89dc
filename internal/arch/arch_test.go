// Package arch holds the law of imports as a test: a package that is not listed, an import that is not allowed, and an
// outside library used where it does not belong all fail.
package arch

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/danganku/danganku/"

// law lists, for each package of the program, the packages of the program it may import. In one line:
// cmd -> {api, jobs} -> app -> {domain, authz} -> errs; everything else implements ports and is named only in cmd and tests.
var law = map[string][]string{
	"cmd/danganku":  {"*"},
	"internal/errs": {},

	"internal/authz":  {"internal/errs"},
	"internal/domain": {"internal/authz", "internal/errs"},

	"internal/app/audit":             {"internal/domain", "internal/authz", "internal/errs"},
	"internal/app/account":           {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit"},
	"internal/app/registry":          {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit"},
	"internal/app/people":            {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit"},
	"internal/app/transfer":          {"internal/domain", "internal/authz", "internal/errs", "internal/app/account", "internal/app/audit", "internal/app/matter"},
	"internal/app/matter":            {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit"},
	"internal/app/matter/mattertest": {"internal/domain", "internal/authz", "internal/errs"}, // test support; imported by tests alone
	"internal/app/circulation":       {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit", "internal/app/matter"},
	"internal/app/consultation":      {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit", "internal/app/matter"},
	"internal/app/certificate":       {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit", "internal/app/matter"},
	"internal/app/forwarding":        {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit", "internal/app/matter"},
	"internal/app/writing":           {"internal/domain", "internal/errs"},
	"internal/app/ingest":            {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit", "internal/app/writing"},
	"internal/app/dossier":           {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit", "internal/app/writing", "search"},
	"internal/app/reading":           {"internal/domain", "internal/authz", "internal/errs", "storage"},
	"internal/app/indexing":          {"internal/domain", "internal/authz", "internal/errs", "search"},
	"internal/app/integrity":         {"internal/domain", "internal/authz", "internal/errs", "internal/app/audit", "internal/app/indexing", "internal/app/writing", "search", "storage"},

	"internal/api": {"internal/api/apigen", "internal/api/iiif", "internal/app/account", "internal/app/audit", "internal/app/certificate", "internal/app/circulation", "internal/app/consultation", "internal/app/dossier", "internal/app/forwarding", "internal/app/ingest",
		"internal/app/people", "internal/app/reading", "internal/app/registry", "internal/app/transfer", "internal/authz", "internal/domain", "internal/errs", "search"},
	"internal/api/apigen":  {},
	"internal/api/iiif":    {"internal/app/reading", "internal/domain"},
	"internal/api/apitest": {}, // scenarios, all in test files
	"internal/jobs":        {"internal/domain", "internal/errs"},

	"internal/sqlstore":           {"internal/domain", "internal/authz", "internal/errs"},
	"internal/sqlstore/opened":    {"internal/sqlstore"}, // test support; imported by tests alone
	"internal/sqlstore/storetest": {"internal/domain", "internal/authz", "internal/errs"},
	"internal/archivestore":       {"internal/domain", "internal/errs", "storage", "storage/ocfl"},
	"internal/filestore":          {"internal/domain", "internal/errs", "storage"},
	"internal/imaging":            {"internal/errs"},
	"internal/pack":               {"internal/domain", "internal/errs", "internal/sheet", "internal/zipdir"},
	"internal/sheet":              {"internal/domain", "internal/errs", "internal/zipdir"},
	"internal/roster":             {"internal/domain", "internal/errs", "internal/sheet"},
	"internal/zipdir":             {},
	"internal/report":             {"internal/domain", "internal/errs"},
	"internal/print":              {"internal/domain", "internal/errs"},
	"internal/oidc":               {"internal/domain", "internal/errs"},
	"internal/demo":               {"internal/domain", "internal/errs"},

	"storage":             {},
	"storage/local":       {"storage"},
	"storage/s3":          {"storage"},
	"storage/ocfl":        {"storage"},
	"storage/storagetest": {"storage"},

	"search":            {"internal/authz", "internal/errs", "search/han"},
	"search/han":        {},
	"search/bleveindex": {"search", "search/han", "internal/authz", "internal/errs"},
	"search/searchtest": {"search", "search/han", "internal/authz", "internal/errs"},

	"web": {},

	"internal/testkit": {}, // test support; imported by tests alone
	"internal/arch":    {},
}

// owners lists outside libraries that only certain packages may import.
var owners = map[string][]string{
	"gorm.io/":                         {"internal/sqlstore"},
	"modernc.org/sqlite":               {"internal/sqlstore"},
	"github.com/jackc/pgx":             {"internal/sqlstore", "internal/testkit"},
	"github.com/pressly/goose":         {"internal/sqlstore"},
	"github.com/gin-gonic/gin":         {"internal/api", "internal/api/apigen"},
	"github.com/minio/minio-go":        {"storage/s3", "internal/testkit"},
	"github.com/blevesearch/":          {"search/bleveindex"},
	"github.com/klippa-app/go-pdfium":  {"internal/imaging"},
	"github.com/signintech/gopdf":      {"internal/print", "internal/demo"},
	"github.com/boombuler/barcode":     {"internal/print"},
	"github.com/alecthomas/kong":       {"cmd/danganku"},
	"github.com/pquerna/otp":           {"internal/app/account"},
	"github.com/coreos/go-oidc":        {"internal/oidc"},
	"golang.org/x/oauth2":              {"internal/oidc"},
	"github.com/srerickson/ocfl-go":    {},
	"github.com/mattn/go-sqlite3":      {},
	"github.com/glebarez/":             {},
	"github.com/johannesboyne/gofakes": {},
}

// listed is what "go list" tells of a package. Imports leaves tests out.
type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	command.Dir = "../.."
	var problems strings.Builder
	command.Stderr = &problems
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, problems.String())
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		for _, problem := range judge(p) {
			t.Error(problem)
		}
	}
}

// judge names what a package does against the law.
func judge(p listed) []string {
	name := strings.TrimPrefix(p.ImportPath, module)
	allowed, known := law[name]
	if !known {
		return []string{name + " is not listed in the law of imports: decide what it may import"}
	}
	var problems []string
	for _, imported := range p.Imports {
		inner, ours := strings.CutPrefix(imported, module)
		if ours && !slices.Contains(allowed, inner) && !slices.Contains(allowed, "*") {
			problems = append(problems, name+" must not import "+inner)
		}
		if ours && inner == "internal/testkit" {
			problems = append(problems, name+" imports test support outside tests")
		}
		for library, users := range owners {
			if strings.HasPrefix(imported, library) && !slices.Contains(users, name) {
				problems = append(problems, name+" must not import "+imported)
			}
		}
	}
	return problems
}

func TestJudgeFindsBreaches(t *testing.T) {
	for _, breach := range []listed{
		{module + "internal/domain", []string{"gorm.io/gorm"}},
		{module + "internal/domain", []string{module + "internal/sqlstore"}},
		{module + "internal/app/ingest", []string{module + "internal/imaging"}},
		{module + "internal/nowhere", nil},
		{module + "internal/api", []string{module + "internal/testkit"}},
	} {
		if len(judge(breach)) == 0 {
			t.Errorf("%s importing %v was not found", breach.ImportPath, breach.Imports)
		}
	}
}

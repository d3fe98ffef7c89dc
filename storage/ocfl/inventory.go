package ocfl

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/danganku/danganku/storage"
)

const (
	digestAlgorithm = "sha512"
	inventoryType   = "https://ocfl.io/1.1/spec/#inventory"
	contentFolder   = "content"
	// maxInventory bounds what is read into memory: some 100,000 files, or 3,000 files through 100 versions.
	maxInventory = 64 << 20
)

// inventory is inventory.json. The field order puts what a walk needs first.
type inventory struct {
	ID               string                         `json:"id"`
	Head             string                         `json:"head"`
	Type             string                         `json:"type"`
	DigestAlgorithm  string                         `json:"digestAlgorithm"`
	ContentDirectory string                         `json:"contentDirectory,omitempty"`
	Manifest         map[string][]string            `json:"manifest"`
	Versions         map[string]*version            `json:"versions"`
	Fixity           map[string]map[string][]string `json:"fixity,omitempty"` // never written by us; kept when found
}

type version struct {
	Created time.Time           `json:"created"`
	Message string              `json:"message,omitempty"`
	User    *user               `json:"user,omitempty"`
	State   map[string][]string `json:"state"` // digest to logical paths
}

type user struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
}

// parseInventory reads and checks foreign bytes. Errors wrap ErrCorrupt.
func parseInventory(raw []byte) (*inventory, error) {
	if len(raw) > maxInventory {
		return nil, fmt.Errorf("inventory of %d bytes: %w", len(raw), ErrCorrupt)
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	var inv inventory
	if err := decoder.Decode(&inv); err != nil {
		return nil, fmt.Errorf("inventory: %w: %w", ErrCorrupt, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("inventory has more than one value: %w", ErrCorrupt)
	}
	if err := inv.validate(); err != nil {
		return nil, fmt.Errorf("inventory: %w: %w", ErrCorrupt, err)
	}
	return &inv, nil
}

func (inv *inventory) encode() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(inv); err != nil {
		return nil, err
	}
	if b.Len() > maxInventory {
		return nil, fmt.Errorf("inventory of %d bytes is over the limit of %d", b.Len(), maxInventory)
	}
	return b.Bytes(), nil
}

// head returns the number of the newest version. The inventory must be valid.
func (inv *inventory) head() int { return versionNumber(inv.Head) }

// validate checks what section 3.5 of the specification demands, as far as this program relies on it.
func (inv *inventory) validate() error {
	switch {
	case inv.ID == "" || len(inv.ID) > maxIDBytes:
		return fmt.Errorf("bad id of %d bytes", len(inv.ID))
	case inv.Type != inventoryType:
		return fmt.Errorf("type %q, want %q", inv.Type, inventoryType)
	case inv.DigestAlgorithm != digestAlgorithm:
		return fmt.Errorf("digest algorithm %q, want %q", inv.DigestAlgorithm, digestAlgorithm)
	case inv.ContentDirectory != "" && inv.ContentDirectory != contentFolder:
		return fmt.Errorf("content directory %q, want %q", inv.ContentDirectory, contentFolder)
	case inv.head() == 0 || inv.head() != len(inv.Versions):
		return fmt.Errorf("head %q of %d versions", inv.Head, len(inv.Versions))
	}
	used := map[string]bool{}
	for n := 1; n <= inv.head(); n++ {
		v := inv.Versions[versionName(n)]
		if v == nil {
			return fmt.Errorf("version %d is missing", n)
		}
		if err := inv.validateState(v, used); err != nil {
			return fmt.Errorf("version %d: %w", n, err)
		}
	}
	return inv.validateManifest(used)
}

// validateState checks one version and notes the digests it uses.
func (inv *inventory) validateState(v *version, used map[string]bool) error {
	if v.Created.IsZero() || v.State == nil {
		return errors.New("created or state is missing")
	}
	if v.User != nil && v.User.Name == "" {
		return errors.New("user has no name")
	}
	paths := newPathSet()
	for digest, names := range v.State {
		if len(inv.Manifest[digest]) == 0 {
			return fmt.Errorf("digest %.16q is not in the manifest", digest)
		}
		used[digest] = true
		for _, name := range names {
			if err := errors.Join(validPath(name), paths.add(name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (inv *inventory) validateManifest(used map[string]bool) error {
	paths := newPathSet()
	for digest, names := range inv.Manifest {
		if raw, err := hex.DecodeString(digest); err != nil || len(raw) != sha512.Size || strings.ToLower(digest) != digest {
			return fmt.Errorf("manifest key %.16q is no digest", digest)
		}
		if !used[digest] {
			return fmt.Errorf("digest %.16s of the manifest is in no version", digest)
		}
		for _, name := range names {
			if n := contentVersion(name); n == 0 || n > inv.head() {
				return fmt.Errorf("content path %q", name)
			}
			if err := errors.Join(validPath(name), paths.add(name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// contentVersion returns 2 for "v2/content/a.jpg" and 0 for a path that is no content.
func contentVersion(path string) int {
	name, rest, _ := strings.Cut(path, "/")
	if folder, file, found := strings.Cut(rest, "/"); folder != contentFolder || !found || file == "" {
		return 0
	}
	return versionNumber(name)
}

// validPath holds for logical and content paths alike. It demands less than a key: an older or foreign writer may have
// used names that we refuse to write.
func validPath(path string) error {
	if len(path) > storage.MaxKeyBytes {
		return fmt.Errorf("path of %d bytes", len(path))
	}
	for element := range strings.SplitSeq(path, "/") {
		if element == "" || element == "." || element == ".." {
			return fmt.Errorf("path %q has a bad element", path)
		}
	}
	return nil
}

// files returns the logical state of version n in byte order of paths.
func (inv *inventory) files(n int) []File {
	state := inv.Versions[versionName(n)].State
	files := make([]File, 0, len(state))
	for digest, names := range state {
		for _, name := range names {
			files = append(files, File{Path: name, Digest: digest})
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}

// next returns a copy with one version more.
func (inv *inventory) next(v *version, content map[string]string) *inventory {
	following := *inv
	n := inv.head() + 1
	following.Head = versionName(n)
	following.Manifest = maps.Clone(inv.Manifest)
	for digest, path := range content {
		following.Manifest[digest] = []string{path}
	}
	following.Versions = maps.Clone(inv.Versions)
	following.Versions[following.Head] = v
	return &following
}

// emptyInventory is the state before the first version.
func emptyInventory(id string) *inventory {
	return &inventory{ID: id, Type: inventoryType, DigestAlgorithm: digestAlgorithm,
		Manifest: map[string][]string{}, Versions: map[string]*version{}}
}

// sidecar returns the content of inventory.json.sha512.
func sidecar(raw []byte) []byte {
	sum := sha512.Sum512(raw)
	return []byte(hex.EncodeToString(sum[:]) + " " + inventoryFile + "\n")
}

// sidecarMatches compares in the free form the specification allows: digest, white space, name.
func sidecarMatches(content, raw []byte) bool {
	fields := strings.Fields(string(content))
	want := strings.Fields(string(sidecar(raw)))
	return len(fields) == 2 && strings.EqualFold(fields[0], want[0]) && fields[1] == want[1]
}

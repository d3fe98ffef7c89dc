package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/integrity"
	"github.com/danganku/danganku/internal/app/people"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/archivestore"
	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/imaging"
	"github.com/danganku/danganku/internal/print"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/search"
	"github.com/danganku/danganku/search/bleveindex"
	"github.com/danganku/danganku/search/han"
	"github.com/danganku/danganku/storage"
	"github.com/danganku/danganku/storage/local"
	"github.com/danganku/danganku/storage/ocfl"
	"github.com/danganku/danganku/storage/s3"
)

// ocflPrefix is where the OCFL storage root lies in the bucket or in the objects folder.
const ocflPrefix = "ocfl"

// uploadsPerDossier is how many page images of one dossier are sent to the object store at a time.
const uploadsPerDossier = 4

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// installation is everything one process works with.
type installation struct {
	config       *Config
	node         string
	clock        domain.Clock
	store        *sqlstore.Store
	objects      storage.Store
	archive      *archivestore.Archive
	index        *bleveindex.Manager // nil when another process on this machine holds it
	images       *imaging.Engine
	folder       *han.Folder
	schemes      domain.Schemes
	wake         wakers
	accounts     *account.Service
	ingests      *ingest.Service
	dossiers     *dossier.Service
	reading      *reading.Service
	integrity    *integrity.Service
	transfers    *transfer.Service
	people       *people.Service
	circulation  *circulation.Service
	consultation *consultation.Service
	certificate  *certificate.Service
	forwarding   *forwarding.Service
	policies     domain.UsePolicies
	certificates domain.CertificateKinds
	workdays     domain.WorkCalendar
	trail        *audit.Watch
	printer      func() (*print.Printer, error) // made when the first paper is printed: a font takes megabytes
	watermarks   func() (*imaging.Watermarker, error)
	closers      []func() error
}

// open connects an installation: database migrated, object store ready, index open if no other process has it.
func open(ctx context.Context, config *Config) (*installation, error) {
	in := newInstallation(config)
	return in.start(ctx, in.openFolders, in.openDatabase, in.openObjects, in.openIndex, in.openImages, in.readPolicies, in.readKinds, in.readWorkdays, in.seed)
}

// openWithoutIndex is open for work that never searches, so that it runs beside a server.
func openWithoutIndex(ctx context.Context, config *Config) (*installation, error) {
	in := newInstallation(config)
	return in.start(ctx, in.openFolders, in.openDatabase, in.openObjects, in.openImages, in.readPolicies, in.readKinds, in.readWorkdays, in.seed)
}

func newInstallation(config *Config) *installation {
	return &installation{config: config, clock: systemClock{}, node: nodeName(), wake: newWakers()}
}

func (in *installation) start(ctx context.Context, steps ...func(context.Context) error) (*installation, error) {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			in.Close()
			return nil, err
		}
	}
	in.wire()
	return in, nil
}

// Close releases everything, last opened first. Whatever matters is durable before, so a failure is only logged.
func (in *installation) Close() {
	for i := len(in.closers) - 1; i >= 0; i-- {
		if err := in.closers[i](); err != nil {
			in.config.logger().Error("close", "error", err)
		}
	}
}

func nodeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), domain.NewID()[24:])
}

func (in *installation) openFolders(context.Context) error {
	for _, folder := range []string{"", "staging", "uploads", "spool", "cache"} {
		if err := os.MkdirAll(in.config.path(folder), 0o750); err != nil {
			return fmt.Errorf("data folder: %w", err)
		}
	}
	return nil
}

func (in *installation) openDatabase(ctx context.Context) error {
	store, err := sqlstore.Open(ctx, sqlstore.Config{URL: in.config.DatabaseURL, SQLitePath: in.config.path("danganku.db")})
	if err != nil {
		return err
	}
	in.store = store
	in.closers = append(in.closers, store.Close)
	return store.Migrate(ctx)
}

func (in *installation) openObjects(ctx context.Context) error {
	var err error
	if in.config.S3Endpoint == "" {
		store, openErr := local.New(in.config.path("objects"))
		if openErr == nil {
			in.closers = append(in.closers, store.Close)
		}
		in.objects, err = store, openErr
	} else {
		in.objects, err = s3.New(ctx, s3.Config{Endpoint: in.config.S3Endpoint, Bucket: in.config.S3Bucket,
			AccessKey: in.config.S3AccessKey, SecretKey: in.config.S3SecretKey, TLS: in.config.S3TLS, TempDir: in.config.path("spool")})
	}
	if err != nil {
		return errs.Wrap("open object store", err)
	}
	root := ocfl.New(in.objects, ocflPrefix)
	if err := root.Init(ctx); err != nil {
		return errs.Wrap("open storage root", err)
	}
	in.archive = archivestore.New(root, uploadsPerDossier)
	return nil
}

// openIndex leaves the index to another process that has it. One that cannot be used any more, or that followed another
// database, is begun anew; the follower then fills it from the whole outbox.
func (in *installation) openIndex(ctx context.Context) error {
	options := bleveindex.Options{LockTimeout: time.Second}
	index, err := bleveindex.OpenManager(in.config.path("index"), options)
	if errs.CodeOf(err) == "search.locked" {
		return nil
	}
	usable := errs.CodeOf(err) != "search.rebuild_required"
	if err == nil {
		if usable, err = in.followed(ctx, index); !usable || err != nil {
			err = errors.Join(err, index.Close())
		}
	}
	if !usable {
		index, err = bleveindex.StartOver(in.config.path("index"), options)
	}
	if err != nil {
		return err
	}
	in.index = index
	in.closers = append(in.closers, index.Close)
	return nil
}

// followed reports whether the index can have followed this database: one that is ahead of the outbox followed a database
// that was since rebuilt or brought back from an older copy, and would pass over what that one changes next.
func (in *installation) followed(ctx context.Context, index search.Index) (bool, error) {
	at, err := index.Position(ctx)
	if err != nil {
		return true, err
	}
	head, err := in.store.Outbox().Head(ctx)
	return at.Epoch < head.Epoch || at.Epoch == head.Epoch && at.Seq <= head.Seq, errs.Wrap("compare index with database", err)
}

func (in *installation) openImages(context.Context) error {
	var err error
	if in.images, err = imaging.New(imaging.Config{CacheDir: in.config.path("cache", "pdf")}); err != nil {
		return err
	}
	in.closers = append(in.closers, in.images.Close)
	if in.folder, err = han.NewFolder(); err != nil {
		return err
	}
	in.schemes, err = domain.ShippedSchemes()
	return err
}

// seed makes a new installation usable: the divisions of Shenyang and one archive office for each of its districts.
func (in *installation) seed(ctx context.Context) error {
	known, err := in.store.Places().Divisions(ctx)
	if err != nil || len(known) > 0 {
		return err
	}
	divisions, err := domain.ShenyangDivisions()
	if err != nil {
		return err
	}
	return in.savePlaces(ctx, divisions, true)
}

// savePlaces adds divisions and, where wanted, an archive office for each of their districts that has none; offices that were
// renamed keep their names.
func (in *installation) savePlaces(ctx context.Context, divisions []domain.Division, offices bool) error {
	return in.store.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		above, err := tx.Places().Divisions(ctx)
		if err != nil {
			return err
		}
		if err := domain.CheckParents(divisions, above); err != nil {
			return err
		}
		if err := tx.Places().SaveDivisions(ctx, divisions); err != nil || !offices {
			return err
		}
		known, err := tx.Places().Offices(ctx, authz.Everything())
		if err != nil {
			return err
		}
		for _, office := range domain.OfficesOf(divisions) {
			if slices.ContainsFunc(known, func(k domain.ArchiveOffice) bool { return k.Code == office.Code }) {
				continue
			}
			if err := tx.Places().SaveOffice(ctx, office); err != nil {
				return err
			}
		}
		return nil
	})
}

// searchIndex is the index as a port; nil when another process holds it.
func (in *installation) searchIndex() search.Index {
	if in.index == nil {
		return nil
	}
	return in.index
}

func (in *installation) wire() {
	renderer := newRenderer(in.images)
	in.accounts = account.New(in.store, in.clock, account.DefaultLimits(),
		account.Factors{Key: in.config.secretKey, Required: account.FactorPolicy(in.config.TOTPRequired)})
	in.ingests = ingest.New(ingest.Config{Store: in.store, Archive: in.archive, Clock: in.clock, OpenPackage: packageOpener(in.config.path("spool")),
		InspectFile: fileInspector(in.images), Schemes: in.schemes, Node: in.node, Lease: in.config.Lease, Workers: workers(),
		CodeRule: in.config.codeRule(), RequireBatch: in.config.RequireBatch, Staging: filepath.Join(in.config.Data, "staging"), Wake: in.wake.all})
	in.dossiers = dossier.New(dossier.Config{Store: in.store, Archive: in.archive, Index: in.searchIndex(), Folder: in.folder,
		Clock: in.clock, Schemes: in.schemes, Inspect: pageInspector(in.images), Node: in.node, Lease: in.config.Lease, Wake: in.wake.all})
	in.reading = reading.New(reading.Config{Store: in.store, Archive: in.archive, Derivatives: in.objects, Pages: in.dossiers,
		Renderer: renderer, Clock: in.clock, Spool: in.config.path("spool")})
	in.integrity = integrity.New(integrity.Config{Store: in.store, Archive: in.archive, Derivatives: in.objects, Index: in.searchIndex(),
		Clock: in.clock, Node: in.node, Lease: in.config.Lease, Wake: in.wake.all, EncodeRecord: archivestore.EncodeRecord,
		Anchors: []audit.AnchorFile{in.config.anchorFile()}})
	in.wireAudit()
	in.wireTransfers()
	in.wireCirculation()
}

// Package api is the door for browsers and scripts: the operations of openapi.yaml, page images by IIIF, resumable uploads
// by tus, health and metrics. Handlers translate between the contract and the use cases and decide nothing themselves.
//
// It may import the use cases below internal/app, domain, authz, errs, the words of search, api/iiif, and the code generated from
// the contract. It knows no database, object store, index or codec.
package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/danganku/danganku/internal/api/apigen"
	"github.com/danganku/danganku/internal/app/account"
	"github.com/danganku/danganku/internal/app/audit"
	"github.com/danganku/danganku/internal/app/certificate"
	"github.com/danganku/danganku/internal/app/circulation"
	"github.com/danganku/danganku/internal/app/consultation"
	"github.com/danganku/danganku/internal/app/dossier"
	"github.com/danganku/danganku/internal/app/forwarding"
	"github.com/danganku/danganku/internal/app/ingest"
	"github.com/danganku/danganku/internal/app/people"
	"github.com/danganku/danganku/internal/app/reading"
	"github.com/danganku/danganku/internal/app/registry"
	"github.com/danganku/danganku/internal/app/transfer"
	"github.com/danganku/danganku/internal/domain"
)

// Config is what the API works with.
type Config struct {
	Account  *account.Service
	Audit    *audit.Reader
	Dossier  *dossier.Service
	Ingest   *ingest.Service
	Reading  *reading.Service
	Registry *registry.Service
	Transfer *transfer.Service
	People   *people.Service

	Circulation  *circulation.Service
	Consultation *consultation.Service
	Certificate  *certificate.Service
	Forwarding   *forwarding.Service
	Schemes      domain.Schemes
	Late         domain.LatePolicy // by which statistics call a handover late
	Clock        domain.Clock

	Federation *account.Federation // signs users in at an identity provider; nil: none is configured

	UI        http.Handler                    // answers what no route matches; nil: nothing does
	Ready     func(ctx context.Context) error // nil: always ready
	JobCounts func(ctx context.Context) (map[domain.JobState]int, error)
	// AuditHealth is what is known of the audit trail; nil: it is not among the metrics.
	AuditHealth func() audit.Health
	Writers
	Metrics *prometheus.Registry // nil: a registry of its own
	Logger  *slog.Logger         // nil: slog.Default

	Secure         bool     // served over TLS, here or by a proxy in front
	OpenMetrics    bool     // /metrics answers other machines, too
	TrustedProxies []string // addresses or networks whose X-Forwarded-For is believed
	UploadDir      string   // files being uploaded; on the volume of the staging folder
	MaxUpload      int64    // bytes of one uploaded file; 0: 64 GiB
}

// Writers make the files that are handed out; all must be set. What they are given is masked already, but for the papers: those
// are for the parties of a handover, who must be able to tell persons apart, and each print is logged.
type Writers struct {
	// WriteReport writes the dry-run report of an ingest as a workbook.
	WriteReport func(w io.Writer, in domain.Ingest, items iter.Seq2[domain.IngestItem, error]) error
	// WriteRosterTemplate writes the workbook of basic information forms to be filled in.
	WriteRosterTemplate func(ctx context.Context, w io.Writer) error
	// WriteRosterErrors writes the dry-run report of a roster as a workbook.
	WriteRosterErrors func(w io.Writer, roster domain.RosterImport) error
	// WriteStatistics writes the counts of article 15 as a workbook.
	WriteStatistics func(ctx context.Context, w io.Writer, statistics domain.TransferStatistics) error
	// WriteOutstanding writes the persons behind a figure of the counts as a workbook.
	WriteOutstanding func(ctx context.Context, w io.Writer, kind domain.OutstandingKind, at domain.PartialDate, lines iter.Seq2[domain.OutstandingLine, error]) error
	// WritePersons writes the ledger as a workbook.
	WritePersons func(ctx context.Context, w io.Writer, persons iter.Seq2[domain.LedgerPerson, error]) error
	// WriteAccess writes an access log as a workbook; name is the person's, or empty.
	WriteAccess func(w io.Writer, name string, entries iter.Seq2[domain.AuditEntry, error]) error
	// WritePaper and WriteAgreement print as PDF.
	WritePaper     func(ctx context.Context, w io.Writer, paper transfer.PaperContent) error
	WriteAgreement func(ctx context.Context, w io.Writer, agreement transfer.AgreementContent) error
	// WriteLabels prints labels of volumes as PDF.
	WriteLabels func(w io.Writer, run domain.LabelRun, labels []domain.VolumeLabel) error
	// Watermark burns a text into a JPEG, all over it.
	Watermark func(picture []byte, text string) ([]byte, error)
	MatterWriters
}

func (w *Writers) complete() bool {
	return w.WriteReport != nil && w.WriteRosterTemplate != nil && w.WriteRosterErrors != nil && w.WriteStatistics != nil && w.WriteOutstanding != nil &&
		w.WritePersons != nil && w.WriteAccess != nil && w.WritePaper != nil && w.WriteAgreement != nil && w.WriteLabels != nil && w.Watermark != nil &&
		w.MatterWriters.complete()
}

const defaultMaxUpload = 64 << 30

// server answers requests. Its methods are the operations of the contract.
type server struct {
	Config
	contract *Contract
	origins  *http.CrossOriginProtection
	attempts map[string]*limiter // by route
	metrics  *metrics

	bodyLimits   map[string]int64
	replacements chan struct{} // one for each image being taken in
}

var _ apigen.StrictServerInterface = (*server)(nil)

// New builds the handler of the whole program. Errors: a contract that cannot be read, an upload folder that cannot be
// made, proxies that are no addresses.
func New(config Config) (http.Handler, error) {
	engine, err := newEngine(config)
	if err != nil {
		return nil, err
	}
	return engine, nil
}

func newEngine(config Config) (*gin.Engine, error) {
	if !config.complete() || config.UploadDir == "" {
		return nil, errors.New("api: Writers and UploadDir must be set")
	}
	if config.Logger == nil {
		config.Logger = slog.Default()
	}
	if config.MaxUpload == 0 {
		config.MaxUpload = defaultMaxUpload
	}
	if config.Metrics == nil {
		config.Metrics = prometheus.NewRegistry()
	}
	contract, err := LoadContract()
	if err != nil {
		return nil, err
	}
	s := &server{Config: config, contract: contract, origins: http.NewCrossOriginProtection(), attempts: newLimiters(),
		bodyLimits: bodyLimits(), replacements: make(chan struct{}, parallelReplacements)}
	if s.metrics, err = newMetrics(config.Metrics, config.JobCounts, config.AuditHealth); err != nil {
		return nil, fmt.Errorf("register metrics: %w", err)
	}
	gin.SetMode(gin.ReleaseMode) // else it prints every route to the standard output
	engine := gin.New()
	// Without it the context of a handler would neither end with its request nor carry the caller.
	engine.ContextWithFallback = true
	engine.RedirectTrailingSlash = false // uploads are made at an address that ends in a slash
	engine.HandleMethodNotAllowed = true
	if err := engine.SetTrustedProxies(config.TrustedProxies); err != nil {
		return nil, fmt.Errorf("trusted proxies: %w", err)
	}
	engine.Use(identify, s.metrics.observe, s.logAccess, s.recoverPanic, s.guard, s.sameOrigin)
	return engine, s.routes(engine)
}

// Time limits of a request; streams of bytes are bounded by the connection's own deadlines.
const (
	answerWithin = 60 * time.Second
	imageWithin  = 2 * time.Minute
)

func (s *server) routes(engine *gin.Engine) error {
	engine.GET("/healthz", s.health)
	engine.GET("/readyz", s.ready)
	engine.GET("/metrics", s.exposeMetrics)

	answers := engine.Group(basePath, s.limitSignIn, s.authenticate, s.limitBody, within(answerWithin), s.validate)
	apigen.RegisterHandlersWithOptions(answers, s.strict(), apigen.GinServerOptions{ErrorHandler: s.badParameter})

	streams := engine.Group(basePath, s.limitSignIn, s.authenticate, s.limitBody, s.validate)
	streams.GET("/session/oidc/callback", s.finishProviderSignIn)
	streams.GET("/dossiers/:dossierId/pages/:pageNo/master", s.getMaster)
	streams.HEAD("/dossiers/:dossierId/pages/:pageNo/master", s.getMaster)
	streams.POST("/dossiers/:dossierId/pages/:pageNo/replacement", s.replacePage)
	streams.GET("/ingests/:ingestId/report.xlsx", s.getIngestReport)
	streams.GET("/ingests/:ingestId/labels.pdf", s.getIngestLabels)
	streams.POST("/labels", s.printLabels)
	streams.POST("/attachments", s.uploadAttachment)
	streams.GET("/attachments/:attachmentId", s.getAttachment)
	streams.GET("/roster-template.xlsx", s.getRosterTemplate)
	streams.GET("/rosters/:rosterId/errors.xlsx", s.getRosterErrors)
	streams.GET("/papers/:number", s.getPaper)
	streams.GET("/agreements/:agreementId/pdf", s.getAgreementPDF)
	streams.GET("/statistics/transfer.xlsx", s.getStatisticsWorkbook)
	streams.GET("/statistics/outstanding.xlsx", s.getOutstandingWorkbook)
	streams.GET("/persons.xlsx", s.exportPersons)
	streams.POST("/matches/workbook", s.uploadMatchWorkbook)
	streams.GET("/audit/export.jsonl", s.exportAudit)
	streams.GET("/dossiers/:dossierId/access-log.xlsx", s.exportDossierAccess)
	streams.GET("/persons/:personId/access-log.xlsx", s.exportPersonAccess)
	streams.GET("/reading-room/pages/:pageNo.jpg", within(imageWithin), s.getScreenPage)
	s.routeMatterPapers(streams)

	images := engine.Group("/iiif", s.authenticate, within(imageWithin))
	readable := []string{http.MethodGet, http.MethodHead}
	images.Match(readable, "/image/3/:page", s.redirectToInfo)
	images.Match(readable, "/image/3/:page/info.json", s.getImageInfo)
	images.Match(readable, "/image/3/:page/:region/:size/:rotation/:file", s.getImage)
	images.Match(readable, "/presentation/3/:dossierId/manifest.json", s.getManifest)

	engine.NoRoute(s.noRoute)
	engine.NoMethod(s.noMethod)
	return s.routeUploads(engine.Group(uploadPath, s.authenticate))
}

func (s *server) strict() apigen.ServerInterface {
	return apigen.NewStrictHandlerWithOptions(s, nil, apigen.StrictGinServerOptions{
		RequestErrorHandlerFunc:  func(c *gin.Context, err error) { s.fail(c, invalidRequest(err)) },
		HandlerErrorFunc:         s.fail,
		ResponseErrorHandlerFunc: s.fail,
	})
}

// badParameter answers a parameter that cannot be bound. The generated message quotes it, so it goes to the log only.
func (s *server) badParameter(c *gin.Context, err error, _ int) { s.fail(c, invalidRequest(err)) }

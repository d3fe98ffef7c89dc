package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/tus/tusd/v2/pkg/filelocker"
	"github.com/tus/tusd/v2/pkg/filestore"
	tus "github.com/tus/tusd/v2/pkg/handler"
	tuslog "golang.org/x/exp/slog"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

const uploadPath = basePath + "/uploads"

// What an upload remembers of who and what it is for. The first is set by the server whatever the client sends.
const (
	metaUser   = "user"
	metaIngest = "ingest"
	metaIndex  = "index"
)

var uploadID = regexp.MustCompile(`^[0-9a-f]{32}$`) // as the store gives them

// lockPoll is how soon a client that comes back after a broken connection gets its upload from the request before it.
const lockPoll = 500 * time.Millisecond

// uploads speaks tus 1.0 for the files of announced packages. Each file belongs to the user who began it; once complete it
// is handed to the desk of ingest, which moves it into the package.
type uploads struct {
	*server
	store filestore.FileStore
	tus   http.Handler
}

// routeUploads serves tus. Only creation, sending, asking for the offset and giving up are offered: nothing uploaded can be
// read back, and sizes are known from the start.
func (s *server) routeUploads(group *gin.RouterGroup) error {
	if err := os.MkdirAll(s.UploadDir, 0o750); err != nil {
		return fmt.Errorf("make upload folder: %w", err)
	}
	if err := dropOwnLocks(s.UploadDir); err != nil {
		return fmt.Errorf("release uploads: %w", err)
	}
	u := &uploads{server: s, store: filestore.New(s.UploadDir)}
	u.store.DirModePerm, u.store.FileModePerm = 0o750, 0o640
	composer := tus.NewStoreComposer()
	composer.UseCore(u.store)
	composer.UseTerminater(u.store)
	composer.UseLocker(filelocker.FileLocker{Path: s.UploadDir, HolderPollInterval: lockPoll, AcquirerPollInterval: lockPoll})
	protocol, err := tus.NewHandler(tus.Config{StoreComposer: composer, BasePath: uploadPath + "/", MaxSize: s.MaxUpload,
		DisableDownload: true, DisableConcatenation: true, Cors: &tus.CorsConfig{Disable: true}, Logger: tuslog.New(tuslog.NewTextHandler(io.Discard, nil)), // requests are logged by our own
		PreUploadCreateCallback: u.begin, PreFinishResponseCallback: u.finish})
	if err != nil {
		return fmt.Errorf("set up uploads: %w", err)
	}
	u.tus = http.StripPrefix(uploadPath+"/", protocol)
	group.POST("/", u.serve)
	for _, method := range []string{http.MethodHead, http.MethodPatch, http.MethodDelete} {
		group.Handle(method, "/:upload", u.own, u.serve)
	}
	return nil
}

func (u *uploads) serve(c *gin.Context) {
	c.Request.Header.Del("X-HTTP-Method-Override") // it would reach methods that were not checked
	w := &uploadWriter{ResponseWriter: c.Writer}
	u.tus.ServeHTTP(w, c.Request)
	if w.hold {
		u.fail(c, errs.New(errs.Internal, "internal", "").Because(errors.New(w.fault.String())))
	}
}

// own admits the user who began the upload; for everyone else there is none.
func (u *uploads) own(c *gin.Context) {
	ctx, id := c.Request.Context(), c.Param("upload")
	if !uploadID.MatchString(id) {
		u.fail(c, noUpload(nil))
		return
	}
	upload, err := u.store.GetUpload(ctx, id)
	if err != nil {
		u.fail(c, noUpload(err))
		return
	}
	info, err := upload.GetInfo(ctx)
	if err != nil {
		u.fail(c, errs.Wrap("read upload", err))
		return
	}
	if info.MetaData[metaUser] != actorOf(ctx).UserID {
		u.fail(c, noUpload(nil))
		return
	}
	if c.Request.Method == http.MethodHead && info.Offset == info.Size {
		u.finishLate(c, info)
	}
}

// finishLate completes what a server left that died between the last byte and the hand-over, when the client asks how far
// it got.
func (u *uploads) finishLate(c *gin.Context, info tus.FileInfo) {
	err := u.handOver(c.Request.Context(), info)
	if errors.Is(err, fs.ErrNotExist) { // handed over at this very moment
		err = noUpload(err)
	}
	if err != nil {
		u.fail(c, err)
		return
	}
	size := strconv.FormatInt(info.Size, 10)
	for name, value := range map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": size, "Upload-Length": size} {
		c.Header(name, value)
	}
	c.AbortWithStatus(http.StatusOK)
}

func noUpload(cause error) error {
	return errs.New(errs.NotFound, "upload.not_found", "没有这个上传任务，请重新上传该文件").Because(cause)
}

// begin checks a new upload against the announced package and notes whose it is.
func (u *uploads) begin(event tus.HookEvent) (tus.HTTPResponse, tus.FileInfoChanges, error) {
	var none tus.HTTPResponse
	ctx, info := event.Context, event.Upload
	id, index, err := target(info)
	if err != nil {
		return none, tus.FileInfoChanges{}, u.refuse(ctx, err)
	}
	file, err := u.Ingest.Expect(ctx, actorOf(ctx), id, index)
	if err != nil {
		return none, tus.FileInfoChanges{}, u.refuse(ctx, err)
	}
	if info.SizeIsDeferred || info.Size != file.Size {
		return none, tus.FileInfoChanges{}, u.refuse(ctx, errs.New(errs.Unprocessable, "upload.size",
			"文件“%s”登记为%d字节，与要上传的大小不符，请重新选择", masked(file.Path), file.Size))
	}
	return none, tus.FileInfoChanges{MetaData: tus.MetaData{metaUser: actorOf(ctx).UserID, metaIngest: id, metaIndex: strconv.Itoa(index)}}, nil
}

func target(info tus.FileInfo) (ingestID string, index int, err error) {
	ingestID = info.MetaData[metaIngest]
	index, err = strconv.Atoi(info.MetaData[metaIndex])
	if err != nil || !domain.ValidID(ingestID) {
		return "", 0, errs.New(errs.Invalid, "upload.metadata", "上传须注明批次（ingest）和文件序号（index）")
	}
	return ingestID, index, nil
}

// finish runs after the last byte and before the client hears of it.
func (u *uploads) finish(event tus.HookEvent) (tus.HTTPResponse, error) {
	if err := u.handOver(event.Context, event.Upload); err != nil {
		return tus.HTTPResponse{}, u.refuse(event.Context, err)
	}
	return tus.HTTPResponse{}, nil
}

func (u *uploads) handOver(ctx context.Context, info tus.FileInfo) error {
	id, index, err := target(info)
	if err != nil {
		return err
	}
	if err := u.Ingest.Receive(ctx, actorOf(ctx), id, index, info.Storage[filestore.StorageKeyPath]); err != nil {
		return errs.Wrap("hand over upload", err)
	}
	// The file is in the package; a leftover description is swept up later.
	_ = os.Remove(info.Storage[filestore.StorageKeyInfoPath])
	return nil
}

// refuse is an error as the tus library hands it on: the same problem every other route answers.
func (u *uploads) refuse(ctx context.Context, err error) error {
	problem, level := problemOf(err, requestIDOf(ctx))
	u.Logger.LogAttrs(ctx, level, "upload refused", slog.String("request", requestIDOf(ctx)), slog.String("code", problem.Code), slog.Any("error", err))
	body, encodeErr := json.Marshal(problem)
	if encodeErr != nil {
		return errs.Wrap("encode problem", encodeErr)
	}
	return tus.Error{ErrorCode: problem.Code, Message: problem.Title, HTTPResponse: tus.HTTPResponse{StatusCode: problem.Status,
		Body: string(body), Header: tus.HTTPHeader{"Content-Type": problemType}}}
}

// uploadWriter keeps what the tus library would tell of its own faults, such as paths of this machine, and makes the
// address of a new upload relative: behind a proxy the library would guess it wrong.
type uploadWriter struct {
	gin.ResponseWriter
	fault bytes.Buffer
	hold  bool
}

func (w *uploadWriter) WriteHeader(status int) {
	if status >= http.StatusInternalServerError && status != http.StatusNotImplemented {
		w.hold = true
		return
	}
	if location, err := url.Parse(w.Header().Get("Location")); err == nil && location.Path != "" {
		w.Header().Set("Location", location.Path)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *uploadWriter) Write(p []byte) (int, error) {
	if w.hold {
		return w.fault.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets the tus library set the connection's deadlines.
func (w *uploadWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

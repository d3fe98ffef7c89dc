package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"

	"github.com/minio/minio-go/v7"

	"github.com/danganku/danganku/storage"
)

// mapError gives an error of the client library the meaning the Store interface promises. It keeps the chain: callers
// use errors.Is, and minio.ToErrorResponse must not be used on its result (it does not unwrap).
func mapError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, storage.ErrSizeMismatch) {
		return err
	}
	var answer minio.ErrorResponse
	if errors.As(err, &answer) {
		if meaning := meaningOf(answer); meaning != nil {
			return fmt.Errorf("%w: %w", meaning, err)
		}
		return err
	}
	var netErr net.Error
	var urlErr *url.Error
	if errors.As(err, &netErr) || errors.As(err, &urlErr) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %w", storage.ErrUnavailable, err)
	}
	return err
}

// existsAsFolder is versitygw's refusal to put an object where a folder is, also shortly before that folder is removed.
const existsAsFolder = "ExistingObjectIsDirectory"

// lostFolderRace reports the two answers seen when puts and deletes in one folder meet: MinIO says "access denied",
// versitygw takes the path for a folder. Both can be meant, so it is a reason to ask again, not to ignore.
func lostFolderRace(err error) bool {
	var answer minio.ErrorResponse
	return errors.As(err, &answer) && (answer.Code == minio.AccessDenied || answer.Code == existsAsFolder)
}

func meaningOf(answer minio.ErrorResponse) error {
	switch answer.Code {
	case minio.NoSuchKey:
		return fs.ErrNotExist
	case minio.NoSuchBucket:
		return storage.ErrUnavailable // a lost bucket must not read as many lost objects
	case minio.PreconditionFailed, "ConditionalRequestConflict":
		return fs.ErrExist
	case "XMinioObjectExistsAsDirectory", existsAsFolder, "ObjectParentIsFile", minio.XMinioInvalidObjectName, "KeyTooLongError":
		return fs.ErrInvalid
	}
	switch {
	case answer.StatusCode == http.StatusPreconditionFailed:
		return fs.ErrExist
	case answer.StatusCode == http.StatusTooManyRequests, answer.StatusCode == http.StatusRequestTimeout,
		answer.StatusCode >= http.StatusInternalServerError && answer.StatusCode != http.StatusNotImplemented:
		return storage.ErrUnavailable
	}
	return nil
}

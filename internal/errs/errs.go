// Package errs holds the one error type that crosses package borders: a kind that decides the HTTP status and the
// exit code, a stable code that user interfaces translate by, and a message that is safe to show.
//
// It knows nothing but the standard library.
package errs

import (
	"context"
	"errors"
	"fmt"
)

// Kind classifies an error. The zero value is Internal: what nobody classified is our own fault.
type Kind uint8

const (
	Internal        Kind = iota // a bug, a broken store, lost bytes: never shown in detail
	Invalid                     // the request cannot be understood or breaks a stated form
	Unauthenticated             // nobody is signed in, or the session ended
	Forbidden                   // signed in, but not allowed to know or do this
	NotFound                    // no such thing, or none inside the caller's scope
	Conflict                    // a unique value is taken, or the thing is in another state
	Stale                       // the caller edited an older version than the stored one
	TooLarge                    // a limit on foreign input was passed
	Unprocessable               // well formed, but a rule of the trade refuses it
	Unavailable                 // a store does not answer now; trying again may help
)

var kindNames = [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "conflict", "stale",
	"too_large", "unprocessable", "unavailable"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[Internal]
}

// Field names one input that is wrong and why, in words for the user.
type Field struct {
	Name    string
	Message string
}

// Error is a classified error. Msg and Fields may be shown to the caller; Err goes to the log only.
type Error struct {
	Kind   Kind
	Code   string // stable, e.g. "dossier.stale"; documented in the API contract
	Msg    string // zh-CN, safe to show
	Fields []Field
	Err    error
}

func (e *Error) Error() string {
	text := e.Code
	if e.Msg != "" {
		text += ": " + e.Msg
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// New makes a classified error whose message may be shown.
func New(kind Kind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Msg: fmt.Sprintf(format, args...)}
}

// WithFields adds the inputs at fault.
func (e *Error) WithFields(fields ...Field) *Error {
	e.Fields = append(e.Fields, fields...)
	return e
}

// Because adds the cause, which is logged and never shown.
func (e *Error) Because(err error) *Error {
	e.Err = err
	return e
}

// Wrap names the operation that failed and keeps the chain. A nil error stays nil.
func Wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", op, err)
}

// KindOf returns the kind of the outermost classified error in the chain; an unclassified error is Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// CodeOf returns the stable code of the outermost classified error, or "internal".
func CodeOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return "internal"
}

// Is reports whether the chain's outermost classified error has the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// IsCanceled reports whether the work was stopped by its caller rather than by a fault.
func IsCanceled(err error) bool { return errors.Is(err, context.Canceled) }

package errs

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	cause := errors.New("connection refused")
	err := Wrap("load", fmt.Errorf("twice: %w", New(Unavailable, "store.down", "存储不可用").Because(cause)))
	if KindOf(err) != Unavailable || CodeOf(err) != "store.down" {
		t.Errorf("got %v %q", KindOf(err), CodeOf(err))
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
}

func TestUnclassifiedIsInternal(t *testing.T) {
	if KindOf(errors.New("boom")) != Internal || CodeOf(errors.New("boom")) != "internal" {
		t.Error("an unclassified error must count as our fault")
	}
	if Is(nil, Internal) {
		t.Error("no error has no kind")
	}
	if Wrap("nothing", nil) != nil {
		t.Error("wrapping no error makes one")
	}
}

func TestCanceledIsSeenThroughClassification(t *testing.T) {
	if !IsCanceled(New(Unavailable, "store.down", "").Because(context.Canceled)) {
		t.Error("a cancelled call looks like a fault")
	}
}

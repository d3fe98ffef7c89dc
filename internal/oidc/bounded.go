package oidc

import (
	"fmt"
	"io"
	"net/http"
)

// maxAnswer is far above any discovery document, key set or token.
const maxAnswer = 1 << 20 // bytes

// bounded refuses answers that would not end: the libraries read them whole.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	response.Body = &boundedBody{ReadCloser: response.Body, left: maxAnswer}
	return response, nil
}

type boundedBody struct {
	io.ReadCloser
	left int
}

func (b *boundedBody) Read(into []byte) (int, error) {
	if b.left == 0 {
		return 0, fmt.Errorf("answer of the identity provider has more than %d bytes", maxAnswer)
	}
	n, err := b.ReadCloser.Read(into[:min(len(into), b.left)])
	b.left -= n
	return n, err
}

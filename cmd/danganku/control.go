package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// A running server holds the search index of its data folder for itself. Commands on the same machine reach it through a
// loopback address and a token that it leaves in the data folder, readable for its owner only: whoever can read that file can
// read the database beside it anyway.
type controlPoint struct {
	Address string `json:"address"`
	Token   string `json:"token"`
}

const (
	controlFile    = "control.json"
	controlTimeout = 30 * time.Second
	maxControl     = 1 << 20 // bytes of a request or answer
)

// openControl starts answering and leaves the address in the data folder until the installation is closed.
func (in *installation) openControl(ctx context.Context) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return errs.Wrap("open control point", err)
	}
	point := controlPoint{Address: listener.Addr().String(), Token: rand.Text()}
	content, err := json.Marshal(point)
	if err != nil {
		return errs.Wrap("open control point", err)
	}
	path := in.config.path(controlFile)
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		return errs.Wrap("open control point", err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		return errs.Wrap("open control point", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /search", in.controlSearch)
	server := &http.Server{Handler: point.guard(mux), ReadHeaderTimeout: headerTimeout, ReadTimeout: controlTimeout}
	go func() { _ = server.Serve(listener) }() // ends with Close
	in.closers = append(in.closers, func() error { return errors.Join(os.Remove(path), server.Close()) })
	return nil
}

func (p controlPoint) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if subtle.ConstantTimeCompare([]byte(given), []byte(p.Token)) != 1 {
			http.Error(w, "forbidden", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

type controlQuery struct {
	Text  string `json:"text"`
	Limit int    `json:"limit"`
}

func (in *installation) controlSearch(w http.ResponseWriter, r *http.Request) {
	var query controlQuery
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxControl)).Decode(&query); err != nil {
		http.Error(w, "malformed query", http.StatusBadRequest)
		return
	}
	found, err := in.lookUp(r.Context(), query)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(found) // a command that went away needs no answer
}

// lookUp answers a query of the command line from this process's own index.
func (in *installation) lookUp(ctx context.Context, query controlQuery) (hitList, error) {
	found, err := in.dossiers.Search(ctx, localOperator(), search.Query{Text: query.Text, Limit: query.Limit, Sort: search.SortRelevance})
	if err != nil {
		return hitList{}, err
	}
	return hitList{Total: found.Total, Hits: hitsOf(found.Found)}, nil
}

// askServer sends a query to the server that holds the index.
func askServer(ctx context.Context, config *Config, query controlQuery) (hitList, error) {
	busy := errs.New(errs.Unavailable, "search.busy", "索引正由另一个进程使用，请稍后再试")
	content, err := os.ReadFile(config.path(controlFile))
	if errors.Is(err, fs.ErrNotExist) {
		return hitList{}, busy
	}
	var point controlPoint
	if err == nil {
		err = json.Unmarshal(content, &point)
	}
	if err != nil {
		return hitList{}, errs.Wrap("ask server", err)
	}
	body, err := json.Marshal(query)
	if err != nil {
		return hitList{}, errs.Wrap("ask server", err)
	}
	ctx, cancel := context.WithTimeout(ctx, controlTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+point.Address+"/search", bytes.NewReader(body))
	if err != nil {
		return hitList{}, errs.Wrap("ask server", err)
	}
	request.Header.Set("Authorization", "Bearer "+point.Token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return hitList{}, busy.Because(err)
	}
	defer response.Body.Close()
	var found hitList
	if response.StatusCode != http.StatusOK {
		return found, errs.New(errs.Unavailable, "search.server", "服务没有回答这次查找（%s）", response.Status)
	}
	return found, errs.Wrap("ask server", json.NewDecoder(response.Body).Decode(&found))
}

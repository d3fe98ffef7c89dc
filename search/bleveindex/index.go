// Package bleveindex answers search queries from a bleve index in a local folder.
//
// The engine is used below its query language: every question is a set of terms to look up, an answer is set algebra
// over posting lists of one snapshot. Scores are therefore strengths of matches and not statistics of words, totals
// and facets are exact, and the same documents give the same order in every index. The index holds nothing that
// cannot be made again from the database.
//
// It may import search, authz and errs besides the engine. See docs/performance.md for what is fast and why.
package bleveindex

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/search"
)

// Options of an index. The zero value is right for a server.
type Options struct {
	LockTimeout time.Duration       // how long to wait for another process that holds the folder; 0: two seconds
	Interpreter *search.Interpreter // shared with other users of the same process; nil: one of its own
}

// Index is a search.Index in one folder. One process at a time may have it open.
type Index struct {
	engine      bleve.Index
	low         index.Index
	interpreter *search.Interpreter
}

// Keys of what the index keeps beside its documents.
const (
	keyFormat   = "danganku:format"
	keyPosition = "danganku:position"
)

// Open opens the index in the folder path, or makes an empty one when there is none.
//
// Errors: errs.Unavailable "search.locked" when another process holds it, errs.Unavailable "search.rebuild_required"
// when it was written in another format or is damaged beyond opening.
func Open(path string, options Options) (*Index, error) {
	if options.Interpreter == nil {
		interpreter, err := search.NewInterpreter()
		if err != nil {
			return nil, errs.Wrap("open search index", err)
		}
		options.Interpreter = interpreter
	}
	if options.LockTimeout == 0 {
		options.LockTimeout = 2 * time.Second
	}
	engine, err := openEngine(path, map[string]any{
		"bolt_timeout": options.LockTimeout.String(),
		"unsafe_batch": false, // true acknowledges batches that are not on disk yet
		// A search looks into every segment, and most of them read little: fewer segments are worth more merging.
		"scorchMergePlanOptions": map[string]any{"MaxSegmentsPerTier": 4, "SegmentsPerMergeTask": 4},
	})
	if err != nil {
		return nil, err
	}
	low, err := engine.Advanced()
	if err != nil {
		return nil, errs.Wrap("open search index", errors.Join(err, engine.Close()))
	}
	i := &Index{engine: engine, low: low, interpreter: options.Interpreter}
	if err := i.checkFormat(); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return i, nil
}

func openEngine(path string, config map[string]any) (bleve.Index, error) {
	_, err := os.Stat(path)
	var engine bleve.Index
	switch {
	case errors.Is(err, os.ErrNotExist):
		engine, err = bleve.NewUsing(path, bleve.NewIndexMapping(), scorch.Name, bleve.Config.DefaultKVStore, config)
	case err == nil:
		engine, err = bleve.OpenUsing(path, config)
	}
	switch {
	case err == nil:
		return engine, nil
	case strings.Contains(err.Error(), "timeout"):
		return nil, errs.New(errs.Unavailable, "search.locked", "检索索引正被另一个进程使用，请先停止该进程").Because(err)
	default:
		return nil, rebuildRequired(err)
	}
}

func rebuildRequired(cause error) error {
	return errs.New(errs.Unavailable, "search.rebuild_required", "检索索引的格式与本版本不符或已损坏，请重建索引").Because(cause)
}

// checkFormat marks a new index with the format of its terms and refuses one of another format.
func (i *Index) checkFormat() error {
	found, err := i.internal(keyFormat)
	if err != nil {
		return errs.Wrap("open search index", err)
	}
	if string(found) == formatVersion {
		return nil
	}
	documents, err := i.documents()
	if err != nil {
		return err
	}
	if found != nil || documents > 0 {
		return rebuildRequired(fmt.Errorf("index format %q, want %q", found, formatVersion))
	}
	return errs.Wrap("mark search index", i.low.SetInternal([]byte(keyFormat), []byte(formatVersion)))
}

func (i *Index) internal(key string) ([]byte, error) {
	reader, err := i.low.Reader()
	if err != nil {
		return nil, err
	}
	value, err := reader.GetInternal([]byte(key))
	return value, errors.Join(err, reader.Close())
}

// Apply writes the batch and its position in one step of the engine and returns when it is on disk.
func (i *Index) Apply(ctx context.Context, batch search.Batch) error {
	changes := index.NewBatch()
	for _, id := range batch.Deletes {
		changes.Delete(id)
	}
	for _, doc := range batch.Upserts {
		if err := ctx.Err(); err != nil {
			return errs.Wrap("apply to search index", err)
		}
		changes.Update(newDocument(doc, i.interpreter.Keys(doc)))
	}
	position := binary.BigEndian.AppendUint64(nil, batch.Position.Epoch)
	changes.SetInternal([]byte(keyPosition), binary.BigEndian.AppendUint64(position, batch.Position.Seq))
	return errs.Wrap("apply to search index", i.low.Batch(changes))
}

// Compact rewrites the whole index as one segment, which makes every search cheaper. It is for an index that was just
// built: it takes about a tenth of the time of the building, and searches go on meanwhile.
func (i *Index) Compact(ctx context.Context) error {
	engine, ok := i.low.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("compact search index: engine is a %T", i.low)
	}
	return errs.Wrap("compact search index", engine.ForceMerge(ctx, nil))
}

// Position is the zero value for an index that was never written.
func (i *Index) Position(context.Context) (search.Position, error) {
	raw, err := i.internal(keyPosition)
	if err != nil || len(raw) != 16 {
		return search.Position{}, errs.Wrap("read search position", err)
	}
	return search.Position{Epoch: binary.BigEndian.Uint64(raw), Seq: binary.BigEndian.Uint64(raw[8:])}, nil
}

// Count is the number of dossiers in the index.
func (i *Index) Count(context.Context) (int, error) { return i.documents() }

func (i *Index) documents() (int, error) {
	reader, err := i.low.Reader()
	if err != nil {
		return 0, errs.Wrap("count search index", err)
	}
	count, err := reader.DocCount()
	return int(count), errs.Wrap("count search index", errors.Join(err, reader.Close()))
}

// Each goes from the dossier changed longest ago to the latest. It sees one state of the index, whatever is applied
// meanwhile.
func (i *Index) Each(ctx context.Context, yield func(dossierID string, updatedAt time.Time) error) error {
	return i.read("walk search index", func(views []*view) error {
		walk := newWalk(views, orderName(search.SortUpdated, true), "", liveSets(views))
		for {
			entry, err := walk.next()
			if err != nil || entry == nil {
				return err
			}
			key, id, _ := strings.Cut(entry.term, "\x00")
			updated, err := time.Parse(search.UpdatedLayout, key)
			if err == nil {
				err = errors.Join(ctx.Err(), yield(id, updated))
			}
			if err != nil {
				return err
			}
		}
	})
}

// Close waits for running writes and releases the folder.
func (i *Index) Close() error { return errs.Wrap("close search index", i.engine.Close()) }

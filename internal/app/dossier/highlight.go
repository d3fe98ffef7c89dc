package dossier

import (
	"context"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/search"
)

// Highlight is a text with the found parts marked: plain and found pieces in turn, starting with plain.
type Highlight struct {
	Field      string // name, id_number, archival_code, employer, catalog_row, text
	Pieces     []string
	MaterialID string // of a catalogue row
	PageNo     int    // of a page text
}

const (
	maxRowHighlights  = 3
	maxTextHighlights = 2
	textContext       = 24 // characters shown on each side of a place found in page text
)

// marker finds the words of a query again in what the database holds, so that the index need not store any text.
type marker struct {
	folder    Folder
	words     []string // folded
	materials map[string][]domain.Material
	texts     map[string][]domain.PageText
}

// newMarker loads catalogue rows and page texts of those hits that were found by them, in one query each.
func (s *Service) newMarker(ctx context.Context, text string, ids []string, matches map[string][]search.MatchKind) (*marker, error) {
	m := &marker{folder: s.Folder, materials: map[string][]domain.Material{}}
	for word := range strings.FieldsSeq(text) {
		if folded := s.Folder.Text(word); folded != "" {
			m.words = append(m.words, folded)
		}
	}
	matchedBy := func(kind search.MatchKind) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(matches[id], kind) })
	}
	if rows := matchedBy(search.MatchCatalogRow); len(rows) > 0 {
		dossiers, err := s.Store.Dossiers().Documents(ctx, rows)
		if err != nil {
			return nil, err
		}
		for _, d := range dossiers {
			m.materials[d.ID] = d.Materials
		}
	}
	if texts := matchedBy(search.MatchText); len(texts) > 0 {
		var err error
		if m.texts, err = s.Store.Texts().OfDossiers(ctx, texts); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *marker) mark(head domain.DossierHead) []Highlight {
	var found []Highlight
	for _, field := range []struct{ name, text string }{
		{"name", head.Name}, {"archival_code", head.ArchivalCode}, {"employer", head.EnterpriseName},
	} {
		if pieces := m.pieces(field.text); len(pieces) > 1 {
			found = append(found, Highlight{Field: field.name, Pieces: pieces})
		}
	}
	return append(append(found, m.rows(head.ID)...), m.pages(head.ID)...)
}

func (m *marker) rows(id string) []Highlight {
	var found []Highlight
	for _, material := range m.materials[id] {
		if pieces := m.pieces(material.Title); len(pieces) > 1 && len(found) < maxRowHighlights {
			found = append(found, Highlight{Field: "catalog_row", Pieces: pieces, MaterialID: material.ID})
		}
	}
	return found
}

func (m *marker) pages(id string) []Highlight {
	var found []Highlight
	for _, text := range m.texts[id] {
		if pieces := m.pieces(text.Text); len(pieces) > 1 && len(found) < maxTextHighlights {
			found = append(found, Highlight{Field: "text", Pieces: clipPieces(pieces), PageNo: text.PageNo})
		}
	}
	return found
}

// pieces splits a text at the places where a word of the query stands in its key.
func (m *marker) pieces(text string) []string {
	key, offsets := m.folder.Traced(text)
	marked := make([]bool, len(text)) // by byte
	for _, word := range m.words {
		markAll(key, []rune(word), offsets, marked)
	}
	return split(text, marked)
}

func markAll(key, word []rune, offsets []int, marked []bool) {
	for at := 0; at+len(word) <= len(key); at++ {
		if !slices.Equal(key[at:at+len(word)], word) {
			continue
		}
		for i := offsets[at]; i < offsets[at+len(word)]; i++ {
			marked[i] = true
		}
	}
}

func split(text string, marked []bool) []string {
	var pieces []string
	start, inside := 0, false
	for i := range text {
		if marked[i] != inside {
			pieces = append(pieces, text[start:i])
			start, inside = i, !inside
		}
	}
	return append(pieces, text[start:])
}

// clipPieces keeps the first found place of a long text with some characters around it.
func clipPieces(pieces []string) []string {
	before, after := []rune(pieces[0]), []rune{}
	if len(pieces) > 2 {
		after = []rune(strings.Join(pieces[2:], ""))
	}
	clipped := []string{string(before), pieces[1], string(after)}
	if len(before) > textContext {
		clipped[0] = "…" + string(before[len(before)-textContext:])
	}
	if len(after) > textContext {
		clipped[2] = string(after[:textContext]) + "…"
	}
	return clipped
}

package bleveindex

import (
	"slices"

	bleve "github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// document is one dossier as the engine takes it. It bypasses mappings and analyzers: the terms are made here.
type document struct {
	id     string
	fields []index.Field
}

func (d *document) ID() string                                 { return d.id }
func (d *document) Size() int                                  { return len(d.fields) }
func (d *document) VisitComposite(index.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                         { return false }
func (d *document) NumPlainTextBytes() uint64                  { return 0 }
func (d *document) StoredFieldsBytes() uint64                  { return uint64(len(d.id)) }
func (d *document) Indexed() bool                              { return true }

func (d *document) VisitFields(visit index.FieldVisitor) {
	for _, field := range d.fields {
		visit(field)
	}
}

// AddIDField is called by the engine itself.
func (d *document) AddIDField() {
	d.fields = append(d.fields, bleve.NewTextFieldCustom(fieldID, nil, []byte(d.id), index.IndexField|index.StoreField, nil))
}

// add gives a field more terms. Empty ones are left out.
func (d *document) add(name string, options index.FieldIndexingOptions, terms ...string) {
	f := d.field(name, options)
	for _, term := range terms {
		if term == "" || f.terms[term] != nil {
			continue
		}
		freq := &index.TokenFreq{Term: []byte(term)}
		freq.SetFrequency(1)
		f.terms[term] = freq
	}
}

// addTexts adds the pages' text. Places go on from page to page with a gap, so that no phrase runs over the edge.
func (d *document) addTexts(texts []string) {
	chars, pairs := d.field(fieldTextChar, bare), d.field(fieldTextPair, located)
	place := 1
	for _, text := range texts {
		runes := []rune(text)
		for i := range runes {
			chars.locate(string(runes[i]), 0)
			if i+2 <= len(runes) {
				pairs.locate(string(runes[i:i+2]), place+i)
			}
		}
		place += len(runes) + 1
	}
}

func (d *document) field(name string, options index.FieldIndexingOptions) *field {
	at := slices.IndexFunc(d.fields, func(f index.Field) bool { return f.Name() == name })
	if at >= 0 {
		return d.fields[at].(*field)
	}
	f := &field{name: name, options: options, terms: index.TokenFrequencies{}}
	d.fields = append(d.fields, f)
	return f
}

// field is a set of terms made in advance.
type field struct {
	name    string
	options index.FieldIndexingOptions
	terms   index.TokenFrequencies
}

// locate counts one occurrence of a term, at a place of the field unless place is 0.
func (f *field) locate(term string, place int) {
	freq := f.terms[term]
	if freq == nil {
		freq = &index.TokenFreq{Term: []byte(term)}
		f.terms[term] = freq
	}
	if place == 0 {
		freq.SetFrequency(1)
		return
	}
	freq.SetFrequency(freq.Frequency() + 1)
	freq.Locations = append(freq.Locations, &index.TokenLocation{Position: place})
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return nil }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) Options() index.FieldIndexingOptions              { return f.options }
func (f *field) AnalyzedLength() int                              { return len(f.terms) }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }

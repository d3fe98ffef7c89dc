package demo

// sheet is one page to draw: a heading, a ruled table that fills the page, or prose, or both.
type sheet struct {
	title   string
	under   string // line below the title
	rows    []row
	prose   []string // paragraphs below the table
	ruled   bool     // prose stands on ruled lines
	framed  bool     // a double frame around everything, for certificates
	red     bool     // red heading and frame
	closing closing  // below the prose
	number  string   // pencilled number of the material, first page only
	page    int
	of      int
}

// row is a row of a table; rows share the height of the page by weight.
type row struct {
	weight int
	cells  []cell
}

// cell is a cell of a row; cells share the width by weight.
type cell struct {
	weight  int
	kind    cellKind
	text    string
	closing closing // of opinions
}

type cellKind int

const (
	label   cellKind = iota // printed, centred
	field                   // filled in, centred on one line
	body                    // filled in, wrapped
	opinion                 // filled in, wrapped, signed below
	photo
)

// closing is who signs, when, and whether a seal is set.
type closing struct {
	unit   string
	date   string
	sealed bool
}

// pairs builds a row of labels and fields of given widths: "姓名", 3, value, 5, ...
func pairs(weight int, items ...pair) row {
	r := row{weight: weight}
	for _, item := range items {
		r.cells = append(r.cells, cell{weight: item.labelWidth, text: item.label}, cell{weight: item.width, kind: field, text: item.text})
	}
	return r
}

type pair struct {
	label      string
	labelWidth int
	text       string
	width      int
}

func filled(name, text string) pair     { return pair{name, 3, text, 5} }
func filledWide(name, text string) pair { return pair{name, 3, text, 13} }

// heads is a row of printed column headings with the given widths; columns a filled row under it.
func heads(weight int, widths []int, texts ...string) row {
	return tableRow(weight, label, widths, texts)
}
func columns(weight int, widths []int, texts []string) row {
	return tableRow(weight, field, widths, texts)
}

func tableRow(weight int, kind cellKind, widths []int, texts []string) row {
	r := row{weight: weight}
	for i, width := range widths {
		text := ""
		if i < len(texts) {
			text = texts[i]
		}
		r.cells = append(r.cells, cell{weight: width, kind: kind, text: text})
	}
	return r
}

// opinionRow is a labelled space for a text that is signed and, where sealed, stamped.
func opinionRow(weight int, name, text string, c closing) row {
	return row{weight, []cell{{weight: 3, text: name}, {weight: 21, kind: opinion, text: text, closing: c}}}
}

func bodyRow(weight int, name, text string) row {
	return row{weight, []cell{{weight: 3, text: name}, {weight: 21, kind: body, text: text}}}
}

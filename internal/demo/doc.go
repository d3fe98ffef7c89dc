// Package demo writes dossiers of people who do not exist as real input packages: page images drawn at 300 dpi, catalogues
// and rosters, in the layouts that the intake reads. Whoever evaluates the program, and the end-to-end tests, take them in
// through the same door as anybody's packages.
//
// Nothing in a package can be mistaken for a person or a body: identity numbers lie in the unused area 219999, employers
// carry 演示 in their names, every page says 演示数据 and the seals say 演示专用章. Equal options give equal packages.
//
// It may import domain, errs, the font and image libraries, the spreadsheet and the PDF writer. It knows no store, no use
// case and not the code that reads packages, so that a mistake of the reader is not repeated here.
package demo

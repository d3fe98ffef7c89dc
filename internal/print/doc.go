// Package print makes the numbered papers of the handover as PDF: acceptance list, receipt, roster, list of returned
// dossiers and agreement; the forms of circulation, from approval forms to certificates, copies, notices and registers; and the
// labels of volumes. Forms are drawn of rows of bordered cells (formtable.go), lists as tables (table.go).
//
// It may import domain and errs. It knows the PDF library, the barcode library and the font; it reads no store: a caller
// hands it the rows. What decided the choice of the library and its traps are told at the files document.go (memory, pages)
// and unicode.go (text extraction).
package print

// Package roster reads and writes workbooks of basic information forms (国有企业退休人员基本信息表), one retiree a row, and reads
// the lists that other departments send for matching. Columns are found by their headings in any order; one table of columns
// serves the reader, the template that is handed out, and the export.
//
// It may import domain, errs, sheet and the spreadsheet library. It applies no rule: what it finds are cells that cannot be
// read; domain.CheckInfoForm judges the rest. Rows stream; memory does not grow with their number.
package roster

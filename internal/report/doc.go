// Package report writes reports as workbooks for people who check and file them.
//
// It may import domain and errs. It knows the spreadsheet library and nothing of where the data comes from.
package report

// Package sheet reads the spreadsheets that offices send: xlsx workbooks and CSV files in UTF-8, UTF-16 or GB18030. Rows
// come one by one, as a spreadsheet program shows them; a date of which the program shows too little can be taken from
// what is stored. What a column means is the caller's affair.
//
// It may import domain, errs and zipdir, the spreadsheet library and the text encodings. Everything it reads is foreign and
// bounded by Limits; a file that cannot be read is one error in Chinese that names the file and what to do.
package sheet

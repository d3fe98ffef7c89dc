// Package pack reads packages of scanned dossiers as other people's software leaves them: a folder or a zip file with
// page images and spreadsheets. It names the files safely, reads the sheets, and lets one of several layouts turn all of
// it into drafts. Nothing is judged here beyond what only the reader can see; the rules are applied by domain.CheckDraft.
//
// It may import domain, errs, sheet and zipdir. It knows no image codec, no store and no use case. Everything it reads is
// foreign and bounded by Limits; files are streamed, never held in memory.
package pack

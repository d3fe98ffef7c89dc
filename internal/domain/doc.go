// Package domain holds the words of the trade: divisions, archive offices, enterprises, retirees, dossiers with their
// volumes, materials and pages, the thirty rules, the state machines, and the ports through which the use cases reach
// stores. Names follow the glossary of personnel-dossier work (人事档案).
//
// It may import errs, authz and the standard library. It knows no SQL, no HTTP, no search engine and no image codec.
package domain

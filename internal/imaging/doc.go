// Package imaging reads scanned pages: it names what a file is, finds what is wrong with it, decodes any of its
// frames, and makes the smaller images that screens show.
//
// A master is a file exactly as it was received and is never written by this package. A page is one frame of a
// master: the only frame of a JPEG, PNG, BMP or WEBP file, the n-th image of a TIFF file, the n-th page of a PDF.
// Everything read here is foreign: size, pixels, frames, memory and time are bounded (see Limits), dimensions are
// checked in the header before anything is allocated, and a fault of the file is an *errs.Error with a message that
// may be shown.
//
// The package may import the standard library, internal/errs and image codecs. It knows no dossier, no store and no
// HTTP.
package imaging

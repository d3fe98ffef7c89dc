package imaging

import "image"

// Frame is what is known of one page image.
type Frame struct {
	Index         int     // in the file, from 0
	Width, Height int     // pixels as shown, after the turn that a tag asks for
	DPIX, DPIY    float64 // dots per inch as shown; 0 when the file does not say
	BitsPerPixel  int     // as stored
	Color         bool    // three or more channels of at least 8 bits ("24-bit colour")
	Compression   string  // "jpeg", "g4", "lzw", "deflate", ...; "vector" for a PDF page that is not a scan
	Orientation   Orientation
	Skew          float64 // degrees by which the writing is turned clockwise; meaningful if SkewKnown
	SkewKnown     bool
	Blank         bool // nothing is written on the page
	Text          bool // a PDF page with a text layer
}

// header is a frame as far as it is known without decoding, and what decoding will cost.
type header struct {
	Frame
	memory int64 // bytes that the decoder and flatten need at most
}

// document is an opened master. Frames are counted from 0; calls come from one goroutine.
type document interface {
	count() int
	header(frame int) (header, error)
	// decode returns the pixels as stored, not yet turned. It is called after header succeeded and was checked.
	decode(frame int) (image.Image, error)
	// text is the text layer, empty for everything but PDF.
	text(frame int) (string, error)
	// embedded returns the file of the page's only image as stored, if the page is nothing but that JPEG.
	embedded(frame int) (data []byte, ok bool, err error)
	findings() []Finding
	close()
}

// noExtras is embedded by documents that are images only.
type noExtras struct{}

func (noExtras) text(int) (string, error)           { return "", nil }
func (noExtras) embedded(int) ([]byte, bool, error) { return nil, false, nil }
func (noExtras) findings() []Finding                { return nil }
func (noExtras) close()                             {}

// turn applies the orientation to what a header says.
func (h *header) turn(o Orientation) {
	h.Orientation = o
	if o.swaps() {
		h.Width, h.Height = h.Height, h.Width
		h.DPIX, h.DPIY = h.DPIY, h.DPIX
	}
	if o != Upright {
		h.memory *= 2
	}
}

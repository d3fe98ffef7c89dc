package iiif

import "github.com/danganku/danganku/internal/app/reading"

const (
	imageContext = "http://iiif.io/api/image/3/context.json"
	// tileSide is small enough to be quick and large enough that a screen takes few.
	tileSide = 512
)

// Info is the image information document (info.json).
type Info struct {
	Context        string   `json:"@context"`
	ID             string   `json:"id"`
	Type           string   `json:"type"`
	Protocol       string   `json:"protocol"`
	Profile        string   `json:"profile"`
	Width          int      `json:"width"`
	Height         int      `json:"height"`
	MaxWidth       int      `json:"maxWidth"`
	MaxHeight      int      `json:"maxHeight"`
	MaxArea        int      `json:"maxArea"`
	Sizes          []Size   `json:"sizes"`
	Tiles          []Tile   `json:"tiles"`
	ExtraQualities []string `json:"extraQualities"`
	ExtraFeatures  []string `json:"extraFeatures"`
}

// Size is a size that is ready made.
type Size struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// Tile is the grid of tiles a viewer should ask for.
type Tile struct {
	Width        int   `json:"width"`
	ScaleFactors []int `json:"scaleFactors"`
}

// NewInfo describes a page's image service at its base address.
func NewInfo(base string, page reading.Info) Info {
	info := Info{Context: imageContext, ID: base, Type: "ImageService3", Protocol: "http://iiif.io/api/image", Profile: "level2",
		Width: page.Width, Height: page.Height, MaxWidth: MaxSide, MaxHeight: MaxSide, MaxArea: MaxArea,
		Tiles:          []Tile{{Width: tileSide, ScaleFactors: scaleFactors(max(page.Width, page.Height))}},
		ExtraQualities: []string{"color", "gray", "bitonal"},
		ExtraFeatures:  []string{"mirroring", "canonicalLinkHeader"}}
	for _, ready := range page.Sizes {
		info.Sizes = append(info.Sizes, Size{ready.X, ready.Y})
	}
	return info
}

// scaleFactors are powers of two up to where one tile holds the page.
func scaleFactors(longest int) []int {
	factors := []int{1}
	for factor := 1; tileSide*factor < longest; {
		factor *= 2
		factors = append(factors, factor)
	}
	return factors
}

package imaging

import (
	"math"
	"slices"
)

// skewRange is how far, in degrees, a page is searched for its skew in either direction.
const skewRange = 5.0

// skewOf estimates the angle by which the lines of a page are turned clockwise, in degrees. known is false when the
// page has too little structure for a trustworthy answer, or is turned beyond the range.
//
// Ink is projected along lines of each candidate angle; at the true angle rows of text and ruling lines fall into few
// bins and the differences between neighbouring bins are greatest (Postl's criterion). Columns are tried as well, for
// vertical writing and forms ruled mainly downwards, and the sharper of the two answers is taken.
func skewOf(m *inkMap) (degrees float64, known bool) {
	const least, leastSide = 200, 200 // fewer points or pixels would let any angle look good
	rows := edges(m, false)
	columns := edges(m, true)
	if len(rows) < least || len(columns) < least || min(m.w, m.h) < leastSide {
		return 0, false
	}
	angle, gain := sharpest(rows, m.w, m.h)
	other, otherGain := sharpest(columns, m.h, m.w)
	other = -other // a page turned clockwise moves its columns to the left as they go down
	if otherGain > gain {
		angle, gain, other, otherGain = other, otherGain, angle, gain
	}
	// Written pages reach 10 and more, noise stays below 2, and a page turned too far scores up to 6 at angles that
	// differ between the directions, neither far above the other.
	const leastGain, objection, agreement = 3, 0.33, 0.3
	disputed := otherGain >= objection*gain && math.Abs(angle-other) > agreement
	if gain < leastGain || disputed || math.Abs(angle) > skewRange-0.1 {
		return 0, false
	}
	return math.Round(angle*100)/100 + 0, true // the addition turns -0 into 0
}

type point struct{ along, across float32 }

// edges lists the upper (or left) borders of the ink. Borders instead of all ink make one line of a thick stroke or
// of a photograph weigh as much as one of thin print. Coordinates are centred. Of very many points, which only
// photographs and noise have, every n-th is taken.
func edges(m *inkMap, columns bool) []point {
	const most = 100_000
	before := m.w
	if columns {
		before = 1
	}
	var found []int32
	for at := m.w + 1; at < len(m.bits); at++ {
		if m.bits[at] && !m.bits[at-before] {
			found = append(found, int32(at))
		}
	}
	stride := len(found)/most + 1
	out := make([]point, 0, len(found)/stride+1)
	for i := 0; i < len(found); i += stride {
		x, y := int(found[i])%m.w, int(found[i])/m.w
		p := point{along: float32(x - m.w/2), across: float32(y - m.h/2)}
		if columns {
			p.along, p.across = p.across, p.along
		}
		out = append(out, p)
	}
	return out
}

// sharpest searches coarse, then fine, then fits a parabola. gain is the best score over the median of the coarse
// ones.
func sharpest(points []point, along, across int) (degrees, gain float64) {
	const coarse, fine = 0.25, 0.05
	bins := make([]int32, across+along/4+8) // a turn of 5 degrees moves a point by less than along/10
	var scores []float64
	best, at := -1.0, 0.0
	for a := -skewRange; a <= skewRange+1e-9; a += coarse {
		score := projectionScore(points, a, bins)
		scores = append(scores, score)
		if score > best {
			best, at = score, a
		}
	}
	centre := at
	for a := centre - coarse; a <= centre+coarse+1e-9; a += fine {
		if score := projectionScore(points, a, bins); score > best {
			best, at = score, a
		}
	}
	below, above := projectionScore(points, at-fine, bins), projectionScore(points, at+fine, bins)
	if bend := below - 2*best + above; bend < 0 {
		at += fine / 2 * (below - above) / bend
	}
	return at, best / max(median(scores), 1)
}

// projectionScore sums the squared differences of neighbouring bins.
func projectionScore(points []point, degrees float64, bins []int32) float64 {
	clear(bins)
	slope := float32(math.Tan(degrees * math.Pi / 180))
	middle := float32(len(bins)) / 2
	for _, p := range points {
		bins[int(p.across-p.along*slope+middle)]++
	}
	var score float64
	for i := 1; i < len(bins); i++ {
		d := float64(bins[i] - bins[i-1])
		score += d * d
	}
	return score
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

package imaging

import "math"

// Scaling averages areas: a target pixel is the mean of the source area it covers, with fractional weights at the
// borders. For shrinking this is free of aliasing at any ratio, which matters on pages of thin ruling lines, and it
// reads every source sample once.

// weightOne is the sum of the weights of one span: 16-bit fixed point, so that a weighted sum of bytes fits 24 bits
// and the product with a second weight just fits 32.
const weightOne = 1 << 16

// span is the run of source samples that one target sample covers along one axis.
type span struct {
	first   int
	weights []uint32 // sum is weightOne
}

// spans cuts an axis of limit source samples into n target samples: the i-th covers [offset+i*step, offset+(i+1)*step).
func spans(n, limit int, offset, step float64) []span {
	out := make([]span, n)
	store := make([]uint32, 0, n*(int(step)+2))
	for i := range out {
		from := min(offset+float64(i)*step, float64(limit))
		to := min(from+step, float64(limit))
		first := min(int(from), limit-1)
		last := min(max(int(math.Ceil(to-1e-9))-1, first), limit-1)
		begin := len(store)
		store = appendWeights(store, first, last, from, to)
		out[i] = span{first: first, weights: store[begin:len(store):len(store)]}
	}
	return out
}

// appendWeights gives each sample its share of [from, to); rounding goes to the heaviest so that the sum is exact.
func appendWeights(store []uint32, first, last int, from, to float64) []uint32 {
	heaviest, left := len(store), weightOne
	length := to - from
	for s := first; s <= last; s++ {
		share := 0.0
		if length > 0 {
			share = (min(to, float64(s+1)) - max(from, float64(s))) / length
		}
		weight := max(int(share*weightOne+0.5), 0)
		left -= weight
		store = append(store, uint32(weight))
		if store[len(store)-1] > store[heaviest] {
			heaviest = len(store) - 1
		}
	}
	store[heaviest] = uint32(int(store[heaviest]) + left)
	return store
}

// scale resamples to w x h samples; stepX and stepY are source samples per target sample.
func (p plane) scale(w, h int, stepX, stepY float64) plane {
	out := newPlane(w, h, p.n)
	across, down := spans(w, p.w, p.dx, stepX), spans(h, p.h, p.dy, stepY)
	line := make([]uint16, w*p.n)
	sums := make([]uint32, w*p.n)
	held := -1 // the source row that line holds; neighbouring target rows share their border row
	for y, rows := range down {
		clear(sums)
		for k, weight := range rows.weights {
			if at := rows.first + k; at != held {
				squeeze(line, p.row(at), across, p.n)
				held = at
			}
			for i, v := range line {
				sums[i] += uint32(v) * weight
			}
		}
		target := out.row(y)
		for i, s := range sums {
			target[i] = uint8((s + 1<<23) >> 24)
		}
	}
	return out
}

// squeeze scales one row; the result has 8 more bits than the samples.
func squeeze(line []uint16, row []uint8, across []span, n int) {
	if n == 4 {
		squeezeRGBA(line, row, across)
		return
	}
	for i := range across {
		s := &across[i]
		src := row[s.first:][:len(s.weights)]
		var sum uint32
		for k, weight := range s.weights {
			sum += uint32(src[k]) * weight
		}
		line[i] = uint16(sum >> 8)
	}
}

func squeezeRGBA(line []uint16, row []uint8, across []span) {
	for i := range across {
		s := &across[i]
		src := row[4*s.first:][:4*len(s.weights)]
		var r, g, b uint32
		for k, weight := range s.weights {
			px := src[4*k : 4*k+4 : 4*k+4]
			r += uint32(px[0]) * weight
			g += uint32(px[1]) * weight
			b += uint32(px[2]) * weight
		}
		out := line[4*i : 4*i+4 : 4*i+4]
		out[0], out[1], out[2], out[3] = uint16(r>>8), uint16(g>>8), uint16(b>>8), 0xff00
	}
}

// scale resamples to w x h pixels and keeps the colour model and chroma subsampling.
func (r raster) scale(w, h int) raster {
	out := raster{w: w, h: h, ratio: r.ratio, planes: make([]plane, len(r.planes))}
	stepX, stepY := float64(r.w)/float64(w), float64(r.h)/float64(h)
	hs, vs := 1, 1
	for i, p := range r.planes {
		if i > 0 {
			hs, vs = subsampling(r.ratio)
		}
		out.planes[i] = p.scale(ceilDiv(w, hs), ceilDiv(h, vs), stepX, stepY)
	}
	return out
}

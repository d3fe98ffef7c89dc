package transfer

import (
	"strings"

	"github.com/danganku/danganku/internal/domain"
)

// Lengths of codes of divisions (GB/T 2260, GB/T 10114).
const (
	cityDigits        = 4
	districtDigits    = 6
	subdistrictDigits = 9
	communityDigits   = 12
)

// router finds the division a person's information goes to by the words of a form.
type router struct {
	city  string
	below map[string][]domain.Division // by code of the division above
}

// newRouter makes a router for the city in which the division lies.
func newRouter(divisions []domain.Division, division string) *router {
	r := &router{city: division[:min(len(division), cityDigits)], below: map[string][]domain.Division{}}
	for _, d := range divisions {
		if d.ValidTo.IsZero() && strings.HasPrefix(d.Code, r.city) {
			r.below[d.Parent()] = append(r.below[d.Parent()], d)
		}
	}
	return r
}

// of is the community, subdistrict or district, whichever is known most narrowly, where the person lives, or, when the form
// names no district for that, where the household is registered. For those who live elsewhere, and for districts that are
// not of this city, it is the city.
func (r *router) of(form *domain.InfoForm) string {
	if form.OutOfCity {
		return r.city
	}
	for _, address := range []domain.Address{form.Residence, form.Hukou} {
		if code := r.find(address); code != "" {
			return code
		}
		if address.Division != "" {
			break
		}
	}
	return r.city
}

func (r *router) find(address domain.Address) string {
	district := r.named(r.city, districtDigits, address.Division)
	if district == "" && address.Division == "" {
		district = r.mentioned(address.Place)
	}
	if district == "" {
		return ""
	}
	subdistrict := r.named(district, subdistrictDigits, address.Subdistrict)
	if subdistrict == "" {
		return district
	}
	if community := r.named(subdistrict, communityDigits, address.Community); community != "" {
		return community
	}
	return subdistrict
}

// named is the division of that name directly below another; a name may carry those of the divisions above, as in
// 沈阳市铁西区, or lack its generic ending, as in 昆明湖, or be the code.
func (r *router) named(above string, digits int, name string) string {
	name = strings.Join(strings.Fields(name), "")
	if name == "" {
		return ""
	}
	for _, d := range r.below[above] {
		if len(d.Code) == digits && (name == d.Code || strings.HasSuffix(name, d.Name) || stem(name) == stem(d.Name)) {
			return d.Code
		}
	}
	return ""
}

// mentioned is the district whose whole name stands in a free address.
func (r *router) mentioned(place string) string {
	for _, d := range r.below[r.city] {
		if len(d.Code) == districtDigits && strings.Contains(place, d.Name) {
			return d.Code
		}
	}
	return ""
}

// stem is a name without its generic ending.
func stem(name string) string {
	for _, ending := range []string{"街道办事处", "街道", "社区居民委员会", "社区居委会", "社区"} {
		if short, cut := strings.CutSuffix(name, ending); cut && short != "" {
			return short
		}
	}
	return name
}

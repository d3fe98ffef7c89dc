package transfer

import (
	"testing"

	"github.com/danganku/danganku/internal/domain"
)

func TestRoutes(t *testing.T) {
	divisions := append(must(domain.ShenyangDivisions()), domain.Division{Code: "210106001", Name: "昆明湖街道"},
		domain.Division{Code: "210106001002", Name: "湖西社区"}, domain.Division{Code: "210106002", Name: "旧街道", ValidTo: domain.Date(2020, 1, 1)},
		domain.Division{Code: "210105001", Name: "昆明湖街道"}, domain.Division{Code: "2102", Name: "大连市"}, domain.Division{Code: "210202", Name: "中山区"})
	routes := newRouter(divisions, tiexi)
	at := func(division, subdistrict, community, place string) domain.Address {
		return domain.Address{Division: division, Subdistrict: subdistrict, Community: community, Place: place}
	}
	for name, c := range map[string]struct {
		residence, hukou domain.Address
		outOfCity        bool
		want             string
	}{
		"to the community":                {residence: at("铁西区", "昆明湖街道", "湖西社区", ""), want: "210106001002"},
		"names in other words":            {residence: at("沈阳市 铁西区", "昆明湖街道办事处", "湖西社区居委会", ""), want: "210106001002"},
		"codes":                           {residence: at("210106", "210106001", "", ""), want: "210106001"},
		"same name in another district":   {residence: at("皇姑区", "昆明湖", "湖西", ""), want: "210105001"},
		"unknown community":               {residence: at("铁西区", "昆明湖街道", "某社区", ""), want: "210106001"},
		"subdistrict that is no more":     {residence: at("铁西区", "旧街道", "", ""), want: "210106"},
		"district in a free address":      {residence: at("", "", "", "辽宁省沈阳市于洪区黄河北大街1号"), want: "210114"},
		"residence wins over hukou":       {residence: at("皇姑区", "", "", ""), hukou: at("铁西区", "昆明湖街道", "", ""), want: "210105"},
		"hukou where residence is vague":  {residence: at("", "", "", "保工街5号"), hukou: at("铁西区", "", "", ""), want: "210106"},
		"another city's district":         {residence: at("中山区", "", "", ""), hukou: at("铁西区", "", "", ""), want: "2101"},
		"nothing known":                   {want: "2101"},
		"lives elsewhere, whatever hukou": {hukou: at("铁西区", "", "", ""), outOfCity: true, want: "2101"},
	} {
		form := domain.InfoForm{Residence: c.residence, Hukou: c.hukou, OutOfCity: c.outOfCity}
		if got := routes.of(&form); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

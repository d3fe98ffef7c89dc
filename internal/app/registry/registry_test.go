package registry

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
	"github.com/danganku/danganku/internal/sqlstore"
	"github.com/danganku/danganku/internal/sqlstore/opened"
	"github.com/danganku/danganku/internal/testkit"
)

func actor(grants ...authz.Grant) authz.Actor {
	return authz.Actor{UserID: "u1", Name: "某人", Grants: grants}
}

var (
	agency    = actor(authz.Grant{Role: authz.AgencyOfficer, Division: "210106"})
	archivist = actor(authz.Grant{Role: authz.Archivist, Office: "210106"})
	elsewhere = actor(authz.Grant{Role: authz.AgencyOfficer, Division: "210105"})
	community = actor(authz.Grant{Role: authz.CommunityWorker, Division: "210106001"})
	officer   = actor(authz.Grant{Role: authz.SystemOfficer})
)

func handler(enterprises ...string) authz.Actor {
	var grants []authz.Grant
	for _, id := range enterprises {
		grants = append(grants, authz.Grant{Role: authz.EnterpriseHandler, Enterprise: id})
	}
	return actor(grants...)
}

// onBoth runs a test over the divisions and offices of a new installation.
func onBoth(t *testing.T, test func(t *testing.T, s *Service)) {
	t.Helper()
	opened.OnBoth(t, testkit.PostgresTemplate, func(t *testing.T, store *sqlstore.Store) {
		s := &Service{Store: store, Clock: testkit.NewClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
		divisions, err := domain.ShenyangDivisions()
		if err == nil {
			err = store.Places().SaveDivisions(t.Context(), divisions)
		}
		for _, office := range domain.OfficesOf(divisions) {
			if err == nil {
				err = store.Places().SaveOffice(t.Context(), office)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		test(t, s)
	})
}

// coded gives a unified social credit code its check character, or a wrong one.
func coded(first17 string, right bool) string {
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code := first17 + string(last); (domain.CheckUSCC(code) == domain.USCCValid) == right {
			return code
		}
	}
	panic("no check character for " + first17)
}

func works(name string) domain.Enterprise {
	return domain.Enterprise{Name: name, NoUSCCReason: "已注销", Level: domain.LevelCity, RegistrationDivision: "210106", InsuranceDivision: "210106"}
}

func saved(t *testing.T, s *Service, e domain.Enterprise) domain.Enterprise {
	t.Helper()
	stored, err := s.SaveEnterprise(t.Context(), agency, e)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func wantCode(t *testing.T, name string, err error, code string) {
	t.Helper()
	if err == nil && code != "" || err != nil && errs.CodeOf(err) != code {
		t.Errorf("%s: %v, want %q", name, err, code)
	}
}

func TestEnterpriseIsSavedAndChangedFromItsVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service) {
		first := works(" 沈阳某机床厂 ")
		first.USCC, first.NoUSCCReason = strings.ToLower(coded("91210106MA0000000", true)), ""
		stored := saved(t, s, first)
		if stored.ID == "" || stored.Version != 1 || stored.Name != "沈阳某机床厂" || stored.USCC != strings.ToUpper(first.USCC) {
			t.Errorf("stored %+v", stored)
		}
		stored.InsuranceDivision = "21"
		changed := saved(t, s, stored)
		if changed.Version != 2 || changed.InsuranceDivision != "21" {
			t.Errorf("changed to %+v", changed)
		}
		_, err := s.SaveEnterprise(t.Context(), agency, stored)
		if !errs.Is(err, errs.Stale) {
			t.Errorf("an outdated version is saved: %v", err)
		}
		read, err := s.Enterprise(t.Context(), archivist, stored.ID)
		if diff := cmp.Diff(changed, read); err != nil || diff != "" {
			t.Errorf("%v (-saved +read):\n%s", err, diff)
		}
		entries, err := s.Store.Audit().List(t.Context(), domain.AuditFilter{Action: domain.AuditEnterpriseSave}, "", 10)
		if err != nil || len(entries) != 2 || entries[0].ObjectID != stored.ID {
			t.Errorf("trail %v, %v", entries, err)
		}
	})
}

func TestEnterpriseIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service) {
		taken := works("甲厂")
		taken.USCC = coded("91210106MA0000001", true)
		other := saved(t, s, taken)
		for _, c := range []struct {
			name   string
			change func(*domain.Enterprise)
			code   string
		}{
			{"no code with a reason", func(*domain.Enterprise) {}, ""},
			{"no name", func(e *domain.Enterprise) { e.Name = " " }, "enterprise.name_missing"},
			{"neither code nor reason", func(e *domain.Enterprise) { e.NoUSCCReason = "" }, "enterprise.uscc_missing"},
			{"malformed code (R11)", func(e *domain.Enterprise) { e.USCC = "123" }, "USCC_INVALID"},
			{"wrong check character (R11)", func(e *domain.Enterprise) { e.USCC = coded("91210106MA0000002", false) }, "USCC_INVALID"},
			{"wrong check character with the paper", func(e *domain.Enterprise) {
				e.Name, e.USCC, e.USCCOverride = "丙厂", coded("91210106MA0000002", false), "营业执照原件"
			}, ""},
			{"another's code", func(e *domain.Enterprise) { e.Name, e.USCC = "丁厂", other.USCC }, "enterprise.uscc_taken"},
			{"another's name", func(e *domain.Enterprise) { e.Name = other.Name }, "enterprise.name_taken"},
			{"unknown level", func(e *domain.Enterprise) { e.Level = "WORLD" }, "enterprise.level"},
			{"registered in a city", func(e *domain.Enterprise) { e.RegistrationDivision = "2101" }, "enterprise.registration"},
			{"insured in a city", func(e *domain.Enterprise) { e.InsuranceDivision = "2101" }, "enterprise.insurance"},
			{"insured nowhere", func(e *domain.Enterprise) { e.InsuranceDivision = "999999" }, "office.division"},
		} {
			e := works("乙厂")
			c.change(&e)
			_, err := s.SaveEnterprise(t.Context(), agency, e)
			wantCode(t, c.name, err, c.code)
			if c.code == "enterprise.uscc_taken" && !strings.Contains(err.Error(), other.Name) {
				t.Errorf("the refusal does not name the other enterprise: %v", err)
			}
		}
	})
}

func TestEnterprisesAreManagedWhereTheyLie(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service) {
		there := saved(t, s, works("某厂"))
		adopted := domain.Enterprise{ID: domain.NewID(), Name: "旧厂", NoUSCCReason: "由移交材料登记，待补", Version: 1}
		if err := s.Store.Enterprises().Save(t.Context(), adopted); err != nil {
			t.Fatal(err)
		}
		moved := there
		moved.RegistrationDivision, moved.InsuranceDivision = "210105", "210105"
		provincial := works("省属厂")
		provincial.InsuranceDivision = "21"
		completed := adopted
		completed.RegistrationDivision = "210105"
		for _, c := range []struct {
			name  string
			actor authz.Actor
			give  domain.Enterprise
			code  string
		}{
			{"taken into another district", elsewhere, moved, "access.forbidden"},
			{"changed from another district", elsewhere, there, "access.forbidden"},
			{"given away", agency, moved, "access.forbidden"},
			{"by its own handler", handler(there.ID), there, "access.forbidden"},
			{"by a community worker", community, works("他厂"), "access.forbidden"},
			{"by the archivist of the office there", archivist, there, ""},
			{"insured at the province, registered here", agency, provincial, ""},
			{"known from papers only, completed", elsewhere, completed, ""},
		} {
			_, err := s.SaveEnterprise(t.Context(), c.actor, c.give)
			wantCode(t, c.name, err, c.code)
		}
	})
}

func TestHandlersSeeTheirEnterprisesOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service) {
		a, b := saved(t, s, works("A机床厂")), saved(t, s, works("B机床厂"))
		c := saved(t, s, works("C锅炉厂"))
		names := func(actor authz.Actor, contains, after string, limit int) []string {
			t.Helper()
			list, err := s.Enterprises(t.Context(), actor, contains, after, limit)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, e := range list {
				names = append(names, e.Name)
			}
			return names
		}
		for _, listing := range []struct {
			name            string
			actor           authz.Actor
			contains, after string
			limit           int
			want            []string
		}{
			{"an officer", agency, "", "", 10, []string{a.Name, b.Name, c.Name}},
			{"an officer, by name", agency, "机床", "", 10, []string{a.Name, b.Name}},
			{"an officer, one after the other", agency, "", a.Name, 1, []string{b.Name}},
			{"a handler of one", handler(b.ID), "", "", 10, []string{b.Name}},
			{"a handler of two", handler(c.ID, a.ID, a.ID), "", "", 10, []string{a.Name, c.Name}},
			{"a handler of two, by name", handler(c.ID, a.ID), "锅炉", "", 10, []string{c.Name}},
			{"a handler of two, the second", handler(c.ID, a.ID), "", a.Name, 1, []string{c.Name}},
			{"a handler of what is gone", handler(domain.NewID()), "", "", 10, nil},
		} {
			if diff := cmp.Diff(listing.want, names(listing.actor, listing.contains, listing.after, listing.limit)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", listing.name, diff)
			}
		}
		_, err := s.Enterprise(t.Context(), handler(a.ID), a.ID)
		wantCode(t, "one's own", err, "")
		_, err = s.Enterprise(t.Context(), handler(a.ID), b.ID)
		wantCode(t, "another's", err, "enterprise.not_found")
		_, err = s.Enterprises(t.Context(), community, "", "", 10)
		wantCode(t, "a community worker", err, "access.forbidden")
		offices, err := s.Offices(t.Context(), handler(a.ID))
		if err != nil || len(offices) != 13 {
			t.Errorf("a handler may choose among %d offices, %v", len(offices), err)
		}
		if offices, err = s.Offices(t.Context(), archivist); err != nil || len(offices) != 1 {
			t.Errorf("an archivist sees %d offices, %v", len(offices), err)
		}
	})
}

func TestLocalDivisionsAreKeptWherePersonsAreRouted(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Service) {
		street := domain.Division{Code: "210106001", Name: "昆明湖街道"}
		for _, c := range []struct {
			name     string
			actor    authz.Actor
			division domain.Division
			code     string
		}{
			{"a community before its subdistrict", agency, domain.Division{Code: "210106001001", Name: "湖西社区"}, "division.parent"},
			{"a subdistrict by the agency", agency, street, ""},
			{"a community by its subdistrict", community, domain.Division{Code: "210106001001", Name: " 湖西社区 "}, ""},
			{"another subdistrict by a subdistrict", community, domain.Division{Code: "210106002", Name: "他街道"}, "access.forbidden"},
			{"by the agency of another district", elsewhere, street, "access.forbidden"},
			{"by an archivist", archivist, street, "access.forbidden"},
			{"by the system officer", officer, domain.Division{Code: "210105001", Name: "某街道"}, ""},
			{"a district", officer, domain.Division{Code: "210199", Name: "新区"}, "division.code"},
			{"seven digits", agency, domain.Division{Code: "2101061", Name: "某处"}, "division.code"},
			{"letters", agency, domain.Division{Code: "21010600A", Name: "某处"}, "division.code"},
			{"no name", agency, domain.Division{Code: "210106003", Name: " "}, "division.name"},
			{"no such day", agency, domain.Division{Code: "210106003", Name: "某街道", ValidTo: domain.Date(2026, 2, 30)}, "division.dates"},
		} {
			wantCode(t, c.name, s.SaveDivision(t.Context(), c.actor, c.division), c.code)
		}
		divisions, err := s.Divisions(t.Context(), community)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(domain.DivisionsAbove("210106001001", divisions), ""); got != "辽宁省沈阳市铁西区昆明湖街道湖西社区" {
			t.Errorf("the community lies in %s", got)
		}
		entries, err := s.Store.Audit().List(t.Context(), domain.AuditFilter{Action: domain.AuditDivisionSave}, "", 10)
		if err != nil || len(entries) != 3 {
			t.Errorf("%d entries of saved divisions, %v", len(entries), err)
		}
	})
}

package demo

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// RosterOptions say what roster of basic information forms to write.
type RosterOptions struct {
	Persons     int    // at least 1, and one for each enterprise
	Enterprises int    // at least 1
	Seed        uint64 // other seeds give other people and enterprises
	Defects     bool   // plant one fault of each kind, for which there must be persons enough
}

// Planted is a fault in a roster and the rule that should find it.
type Planted struct {
	Row  int // as a spreadsheet program numbers it
	Name string
	Rule domain.RuleID
	What string // zh-CN
}

const (
	maxRosterEnterprises = 1_000
	rosterTitle          = "国有企业退休人员基本信息表（演示数据）"
	rosterFirstRow       = 3 // below the title and the headings
)

// WriteRoster writes a workbook of basic information forms of people who do not exist, enterprise by enterprise, and tells
// what enterprises they come from: with valid credit codes in the unused area 219999, some of them insured at the province.
// It streams. But for the planted faults every row is as the rules want it.
func WriteRoster(w io.Writer, options RosterOptions) (enterprises []domain.Enterprise, planted []Planted, err error) {
	if err := options.check(); err != nil {
		return nil, nil, err
	}
	if enterprises, err = rosterEnterprises(options); err != nil {
		return nil, nil, err
	}
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	planted, err = fillRoster(book, options, enterprises)
	if err != nil {
		return nil, nil, errs.Wrap("write demo roster", err)
	}
	if err := book.Write(w); err != nil {
		return nil, nil, errs.Wrap("write demo roster", err)
	}
	return enterprises, planted, nil
}

func (o RosterOptions) check() error {
	least := o.Enterprises
	if o.Defects {
		least = max(least, 2*len(rosterFaults()))
	}
	if o.Enterprises < 1 || o.Enterprises > maxRosterEnterprises || o.Persons < least || o.Persons > maxDossiers {
		return errs.New(errs.Invalid, "demo.roster", "演示名册的单位数应为1至%d，人数应为%d至%d", maxRosterEnterprises, max(1, least), maxDossiers)
	}
	return nil
}

func fillRoster(book *excelize.File, options RosterOptions, enterprises []domain.Enterprise) ([]Planted, error) {
	const name = "基本信息表"
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	stream, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	columns := rosterColumns()
	heads := make([]any, len(columns))
	for i, column := range columns {
		heads[i] = column.heading
	}
	if err := errors.Join(stream.SetRow("A1", []any{rosterTitle}), stream.SetRow("A2", heads)); err != nil {
		return nil, err
	}
	faults, step := rosterFaults(), options.Persons+1
	if options.Defects {
		step = options.Persons / (len(faults) + 1)
	}
	var planted []Planted
	cells := make([]any, len(columns))
	for i := range options.Persons {
		p := newRosterPerson(options.Seed, i, enterprises[i*len(enterprises)/options.Persons])
		if n := i/step - 1; i%step == 0 && n >= 0 && n < len(faults) {
			faults[n].plant(p, options.Seed)
			planted = append(planted, Planted{Row: rosterFirstRow + i, Name: p.name, Rule: faults[n].rule, What: faults[n].what})
		}
		for at, column := range columns {
			cells[at] = column.value(p)
		}
		if err := stream.SetRow(fmt.Sprintf("A%d", rosterFirstRow+i), cells); err != nil {
			return nil, err
		}
	}
	return planted, stream.Flush()
}

// rosterEnterprises makes distinct enterprises in turn from all districts and of all levels. Registration and insurance
// place differ, for one must not be taken for the other.
func rosterEnterprises(options RosterOptions) ([]domain.Enterprise, error) {
	divisions, err := domain.ShenyangDivisions()
	if err != nil {
		return nil, err
	}
	offices := domain.OfficesOf(divisions)
	levels := []domain.EnterpriseLevel{domain.LevelCity, domain.LevelCentral, domain.LevelDistrict, domain.LevelProvincial}
	names := stock().employers
	enterprises := make([]domain.Enterprise, options.Enterprises)
	for i := range enterprises {
		e := domain.Enterprise{Name: names[i%len(names)], USCC: creditCode(options.Seed, i), Level: levels[i%len(levels)],
			RegistrationDivision: offices[i%len(offices)].Division, InsuranceDivision: offices[(i+3)%len(offices)].Division}
		if round := i / len(names); round > 0 {
			e.Name = fmt.Sprintf("%s（%d分厂）", e.Name, round+1)
		}
		if e.Level == domain.LevelCentral || e.Level == domain.LevelProvincial {
			if i%8 > 2 { // about a quarter
				e.InsuranceDivision = "21"
			}
		}
		enterprises[i] = e
	}
	return enterprises, nil
}

// creditCode makes a valid unified social credit code (GB 32100-2015) around a valid organisation code (GB 11714-1997).
func creditCode(seed uint64, index int) string {
	organisation := fmt.Sprintf("MA%03d%03d", seed%1000, index)
	sum := 0
	for i, weight := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		value := int(organisation[i] - '0')
		if organisation[i] >= 'A' {
			value = int(organisation[i]-'A') + 10
		}
		sum += weight * value
	}
	code := "91219999" + organisation + string("0X987654321"[sum%11])
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if domain.CheckUSCC(code+string(last)) == domain.USCCValid {
			return code + string(last)
		}
	}
	return code // not reached: some character is the right one
}

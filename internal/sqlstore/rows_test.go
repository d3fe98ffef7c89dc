package sqlstore

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
)

// filled sets every field of a value to something else than zero, and no two alike, so that a field a mapper forgets or
// confuses with its neighbour is seen.
func filled[V any]() V {
	var value V
	n := 0
	fill(reflect.ValueOf(&value).Elem(), &n)
	return value
}

func fill(v reflect.Value, n *int) {
	*n++
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 1, *n, 1, 2, 3, 456789000, time.UTC)))
		return
	case domain.PartialDate:
		v.Set(reflect.ValueOf(domain.Date(1900+*n, *n%12+1, *n%28+1)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) / 4)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(fmt.Sprintf(`{"n":%d}`, *n)))
			return
		}
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, n)
		fill(value, n)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic("no filling for " + v.Type().String())
	}
}

func roundTrip[V, R any](t *testing.T, to func(V) R, from func(R) V) {
	t.Helper()
	want := filled[V]()
	if diff := gocmp.Diff(want, from(to(want))); diff != "" {
		t.Errorf("%T is not kept (-want +have):\n%s", want, diff)
	}
}

func TestRowsKeepEveryField(t *testing.T) {
	roundTrip(t, rowFromDivision, divisionRow.domain)
	roundTrip(t, rowFromOffice, officeRow.domain)
	roundTrip(t, rowFromEnterprise, enterpriseRow.domain)
	roundTrip(t, rowFromRetiree, retireeRow.domain)
	roundTrip(t, rowFromPageText, pageTextRow.domain)
	roundTripJSON(t, rowFromIngest, ingestRow.domain)
	roundTrip(t, rowFromIntent, intentRow.domain)
	roundTrip(t, rowFromJob, jobRow.domain)
	roundTrip(t, rowFromSession, sessionRow.domain)
	roundTripJSON(t, rowFromIngestItem, ingestItemRow.domain)
	transferRowsKeepEveryField(t)
	roundTrip(t, rowFromAuditEntry, func(r auditRow) domain.AuditEntry {
		sealed := filled[domain.AuditEntry]()
		r.SealNo, r.Seal = &sealed.SealNo, &sealed.Seal
		return r.domain()
	})
	roundTrip(t, func(u domain.User) domain.User { return u }, func(u domain.User) domain.User {
		kept := rowFromUser(u).domain()
		kept.Grants = mapAll(grantRows(u), grantRow.domain)
		return kept
	})
	roundTrip(t, func(d domain.Dossier) domain.Dossier { return d }, func(d domain.Dossier) domain.Dossier {
		kept := rowFromDossier(&d).domain()
		kept.Retiree, kept.Enterprise = rowFromRetiree(d.Retiree).domain(), rowFromEnterprise(d.Enterprise).domain()
		volumes, materials, pages := partRows(&d)
		kept.Volumes = mapAll(volumes, volumeRow.domain)
		kept.Materials, kept.Pages = mapAll(materials, materialRow.domain), mapAll(pages, pageRow.domain)
		return *kept
	})
}

// transferRowsKeepEveryField is about the rows of the handover; most have JSON columns.
func transferRowsKeepEveryField(t *testing.T) {
	t.Helper()
	roundTrip(t, rowFromPaper, paperRow.domain)
	roundTrip(t, rowFromGap, gapRow.domain)
	roundTrip(t, rowFromAttached, attachmentRow.domain)
	roundTrip(t, rowFromLedgerPerson, ledgerPersonRow.domain)
	roundTrip(t, rowFromLedgerEvent, ledgerEventRow.domain)
	roundTripJSON(t, rowFromNatureForm, natureFormRow.domain)
	roundTripJSON(t, rowFromAgreement, agreementRow.domain)
	roundTripJSON(t, rowFromBatch, batchRow.domain)
	roundTripJSON(t, rowFromLine, lineRow.domain)
	roundTripJSON(t, rowFromCheck, checkRow.domain)
	roundTripJSON(t, rowFromRoster, rosterRow.domain)
	roundTripJSON(t, rowFromMatch, matchedRow.domain)
	roundTrip(t, rowFromProof, proofRow.domain)
	mattersKeepEveryField(t)
	roundTrip(t, rowFromMove, custodyMoveRow.domain)
	roundTripJSON(t, rowFromToken, tokenRow.domain)
	roundTripJSON(t, func(m domain.MatchRun) (countedRun, error) { return countedRun{rowFromMatchRun(m), m.Pending}, nil }, countedRun.domain)
}

func mattersKeepEveryField(t *testing.T) {
	t.Helper()
	matterKeepsEveryField[domain.Loan](t)
	matterKeepsEveryField[domain.Consultation](t)
	matterKeepsEveryField[domain.CopyOrder](t)
	matterKeepsEveryField[domain.Certificate](t)
	matterKeepsEveryField[domain.OutboundTransfer](t)
	matterKeepsEveryField[domain.Hold](t)
}

// matterKeepsEveryField is also about the common part, which a listing over all kinds reads alone.
func matterKeepsEveryField[T any, P interface {
	*T
	domain.Case
}](t *testing.T) {
	t.Helper()
	roundTripJSON(t, func(value T) (matterRow, error) { return rowFromMatter(P(&value)) }, matterOf[T])
	matter := filled[T]()
	row := check[matterRow](t)(rowFromMatter(P(&matter)))
	have := check[domain.MatterEntry](t)(row.entry())
	want := domain.MatterEntry{Matter: *P(&matter).Common(), MatterFacts: P(&matter).Facts()}
	if diff := gocmp.Diff(want, have); diff != "" {
		t.Errorf("%T in a listing (-want +have):\n%s", matter, diff)
	}
}

// roundTripJSON is roundTrip for mappers that may fail.
func roundTripJSON[V, R any](t *testing.T, to func(V) (R, error), from func(R) (V, error)) {
	t.Helper()
	roundTrip(t, func(value V) R { return check[R](t)(to(value)) }, func(row R) V { return check[V](t)(from(row)) })
}

// tables are all rows of the package.
var tables = []any{&divisionRow{}, &officeRow{}, &enterpriseRow{}, &retireeRow{}, &dossierRow{}, &volumeRow{}, &materialRow{},
	&pageRow{}, &pageTextRow{}, &ingestRow{}, &ingestItemRow{}, &intentRow{}, &changeRow{}, &jobRow{}, &auditRow{}, &userRow{},
	&grantRow{}, &sessionRow{}, &paperNumberRow{}, &natureFormRow{}, &agreementRow{}, &batchRow{}, &lineRow{}, &checkRow{}, &gapRow{},
	&paperRow{}, &attachmentRow{}, &rosterRow{}, &ledgerPersonRow{}, &ledgerEventRow{}, &matchRunRow{}, &matchedRow{}, &tokenRow{},
	&custodyRow{}, &custodyMoveRow{}, &matterRow{}, &proofRow{}}

// SchemaDrift lists what rows have and the migrated tables have not, and the other way round.
func (s *Store) SchemaDrift() ([]string, error) {
	var drift []string
	known := map[string]bool{"goose_db_version": true, "sqlite_sequence": true}
	for _, row := range tables {
		statement := &gorm.Statement{DB: s.writer}
		if err := statement.Parse(row); err != nil {
			return nil, err
		}
		known[statement.Table] = true
		columns, err := s.writer.Migrator().ColumnTypes(row)
		if err != nil {
			return nil, err
		}
		var stored []string
		for _, column := range columns {
			stored = append(stored, column.Name())
			field := statement.Schema.FieldsByDBName[column.Name()]
			if field == nil {
				drift = append(drift, statement.Table+"."+column.Name()+" has no field")
				continue
			}
			if nullable, _ := column.Nullable(); nullable != (field.FieldType.Kind() == reflect.Pointer) {
				drift = append(drift, fmt.Sprintf("%s.%s: nullable is %v, the field is %s", statement.Table, column.Name(), nullable, field.FieldType))
			}
		}
		for _, name := range statement.Schema.DBNames {
			if !slices.Contains(stored, name) {
				drift = append(drift, statement.Table+"."+name+" has no column")
			}
		}
	}
	names, err := s.writer.Migrator().GetTables()
	for _, name := range names {
		if !known[name] {
			drift = append(drift, name+" has no row type")
		}
	}
	slices.SortFunc(drift, cmp.Compare[string])
	return drift, err
}

// UnknownConstraints lists the constraints that errors are told by and the schema does not have under that name and those
// columns.
func (s *Store) UnknownConstraints() ([]string, error) {
	var unknown []string
	for _, c := range constraints {
		var count int64
		table, _, _ := strings.Cut(c.columns, ".")
		query := "SELECT count(*) FROM sqlite_master WHERE name = ? AND sql LIKE '%CONSTRAINT ' || ? || ' %' OR type = 'index' AND name = ?"
		args := []any{table, c.name, c.name}
		if s.kind == Postgres {
			query, args = "SELECT count(*) FROM pg_class WHERE relkind = 'i' AND relname = ?", []any{c.name}
		}
		if err := s.writer.Raw(query, args...).Scan(&count).Error; err != nil {
			return nil, err
		}
		if count != 1 {
			unknown = append(unknown, c.name)
		}
	}
	return unknown, nil
}

func check[V any](t *testing.T) func(V, error) V {
	return func(value V, err error) V {
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

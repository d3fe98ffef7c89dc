package bleveindex_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/danganku/danganku/internal/testkit"
	"github.com/danganku/danganku/search"
)

// baseline answers the benchmarked questions from PostgreSQL with an index made for each of them: prefixes by btree,
// names by GIN on the same keys, employers and row titles through tables of their distinct values.
type baseline struct {
	conn *pgx.Conn
}

const baselineSchema = `
CREATE TABLE employer (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE title (id int PRIMARY KEY, title text NOT NULL);
CREATE TABLE dossier (id text PRIMARY KEY, division text, code text, name text, number text, employer int, status text,
	year int, classes text[], name_keys text[], name_pairs text[], py text, py_i text, titles int[]);`

const baselineIndexes = `
CREATE INDEX ON dossier (number text_pattern_ops);
CREATE INDEX ON dossier (right(number, 6));
CREATE INDEX ON dossier (name, division);
CREATE INDEX ON dossier USING gin (name_keys);
CREATE INDEX ON dossier USING gin (name_pairs);
CREATE INDEX ON dossier (employer, year);
CREATE INDEX ON dossier (py text_pattern_ops);
CREATE INDEX ON dossier (py_i);
CREATE INDEX ON dossier USING gin (titles);
CREATE INDEX ON dossier (status);
CREATE INDEX ON dossier (year, status);
CREATE INDEX ON dossier (division, py, id);
CREATE INDEX ON dossier (py, id);
VACUUM ANALYZE;`

func newBaseline(t testing.TB, documents []search.Document, interpreter *search.Interpreter) *baseline {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, testkit.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(ctx) })
	b := &baseline{conn: conn}
	b.exec(t, baselineSchema)
	b.load(t, documents, interpreter)
	for _, statement := range strings.Split(strings.TrimSuffix(baselineIndexes, ";"), ";") {
		b.exec(t, statement)
	}
	return b
}

func (b *baseline) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := b.conn.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// numbering gives each distinct value a number.
type numbering struct {
	numbers map[string]int
	rows    [][]any
}

func (n *numbering) of(value string) int {
	number, ok := n.numbers[value]
	if !ok {
		number = len(n.rows)
		n.numbers[value] = number
		n.rows = append(n.rows, []any{number, value})
	}
	return number
}

func (b *baseline) load(t testing.TB, documents []search.Document, interpreter *search.Interpreter) {
	t.Helper()
	employers, titles := numbering{numbers: map[string]int{}}, numbering{numbers: map[string]int{}}
	var rows [][]any
	for _, doc := range documents {
		keys := interpreter.Keys(doc)
		var held []int
		for _, row := range keys.Rows {
			held = append(held, titles.of(row))
		}
		reading := keys.Readings[0]
		rows = append(rows, []any{doc.DossierID, doc.Division, keys.Code, keys.Name, keys.ID, employers.of(keys.Employer), doc.Status,
			doc.RetiredYear, doc.Classes, nameKeys(keys.Name), namePairs(keys.Name), reading.Full(), reading.Initials(), held})
	}
	for table, content := range map[string][][]any{"employer": employers.rows, "title": titles.rows, "dossier": rows} {
		columns := map[string][]string{"employer": {"id", "name"}, "title": {"id", "title"}, "dossier": {"id", "division", "code", "name",
			"number", "employer", "status", "year", "classes", "name_keys", "name_pairs", "py", "py_i", "titles"}}[table]
		if _, err := b.conn.CopyFrom(context.Background(), pgx.Identifier{table}, columns, pgx.CopyFromRows(content)); err != nil {
			t.Fatalf("load %s: %v", table, err)
		}
	}
}

func nameKeys(name string) []string {
	var keys []string
	runes := []rune(name)
	for i := range runes {
		key := []rune(name)
		key[i] = '*'
		keys = append(keys, string(key))
	}
	return keys
}

func namePairs(name string) []string {
	var pairs []string
	runes := []rune(name)
	for i := 0; i+2 <= len(runes); i++ {
		pairs = append(pairs, string(runes[i:i+2]))
	}
	return pairs
}

// ask gets a page of twenty identifiers, the exact total and the counts of the facet, if any, in one round trip. once
// finds the hits in one pass that page, total and facet share, else each statement is planned by itself. It returns
// the total.
func (b *baseline) ask(ctx context.Context, q question, once bool) (total int, err error) {
	batch := &pgx.Batch{}
	arguments := slices.Concat(q.arguments, q.after)
	if once {
		batch.Queue("WITH h AS MATERIALIZED (SELECT * FROM dossier WHERE "+q.condition+") SELECT id, (SELECT count(*) FROM h) FROM h WHERE true "+
			q.cursor+" ORDER BY "+q.order+" id LIMIT 20", arguments...)
	} else {
		batch.Queue("SELECT id FROM dossier WHERE "+q.condition+" "+q.cursor+" ORDER BY "+q.order+" id LIMIT 20", arguments...)
		batch.Queue("SELECT count(*) FROM dossier WHERE "+q.condition, q.arguments...)
	}
	if q.facet != "" {
		batch.Queue(fmt.Sprintf("SELECT %s, count(*) FROM dossier WHERE %s GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20", q.facet, q.condition),
			q.arguments...)
	}
	results := b.conn.SendBatch(ctx, batch)
	defer func() { _ = results.Close() }()
	rows, err := results.Query()
	if err != nil {
		return 0, err
	}
	var id string
	for rows.Next() && err == nil {
		if once {
			err = rows.Scan(&id, &total)
		} else {
			err = rows.Scan(&id)
		}
	}
	if err = errors.Join(err, rows.Err()); err == nil && !once {
		err = results.QueryRow().Scan(&total)
	}
	if err != nil || q.facet == "" {
		return total, err
	}
	if rows, err = results.Query(); err != nil {
		return 0, err
	}
	_, err = pgx.CollectRows(rows, pgx.RowToMap)
	return total, err
}

package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func testBatchLines(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Batches()
	saveEnterprises(t, s)
	b := createBatch(t, s, batch(1, factory, tiexi))
	_, err := repo.AddLines(ctx, "nobody", lines(0, 1, domain.LinePending))
	refused(t, "lines of no batch", err, errs.NotFound, "batch.not_found")
	added := addLines(t, s, b.ID, lines(0, 600, domain.LinePending))
	same(t, "places", []int{1, 2, 600}, []int{added[0].Seq, added[1].Seq, added[599].Seq})
	same(t, "stored", added[7], got[domain.BatchLine](t)(repo.Line(ctx, b.ID, 8)))
	same(t, "next place", 601, addLines(t, s, b.ID, lines(600, 601, domain.LineVerified))[0].Seq)
	_, err = repo.Line(ctx, b.ID, 999)
	refused(t, "unknown line", err, errs.NotFound, "line.not_found")

	page := func(filter domain.LineFilter, after, limit int) []int {
		return seqsOf(got[[]domain.BatchLine](t)(repo.Lines(ctx, b.ID, filter, after, limit)))
	}
	same(t, "first", []int{1, 2, 3}, page(domain.LineFilter{}, 0, 3))
	same(t, "after", []int{599, 600, 601}, page(domain.LineFilter{}, 598, 9))
	same(t, "state", []int{601}, page(domain.LineFilter{States: []domain.LineState{domain.LineVerified, domain.LineMissing}}, 0, 9))
	same(t, "part of a name", []int{111, 112}, page(domain.LineFilter{Text: "王明11"}, 100, 2))
	same(t, "identity number", []int{42}, page(domain.LineFilter{Text: idNumber(41).Full()}, 0, 9))
	same(t, "part of a number", []int(nil), page(domain.LineFilter{Text: idNumber(41).Full()[:17]}, 0, 9))
	same(t, "archival code", []int{42}, page(domain.LineFilter{Text: "DH-0041"}, 0, 9))
	same(t, "by places", []int{3, 550}, seqsOf(got[[]domain.BatchLine](t)(repo.LinesBySeq(ctx, b.ID, []int{550, 3, 3, 9999}))))

	must(t, repo.RemoveLine(ctx, b.ID, 601))
	refused(t, "removed twice", repo.RemoveLine(ctx, b.ID, 601), errs.NotFound, "line.not_found")
	addLines(t, s, b.ID, lines(600, 601, domain.LinePending)) // a removed person may come back
}

func testLineUpdates(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Batches()
	saveEnterprises(t, s)
	b, other := createBatch(t, s, batch(1, factory, tiexi)), createBatch(t, s, batch(2, factory, tiexi))
	added := append(addLines(t, s, b.ID, lines(0, 700, domain.LinePending)), addLines(t, s, other.ID, lines(700, 710, domain.LinePending))...)
	first := added[0]
	first.State, first.Form.Name, first.DossierID, first.Counted.ArchivalCode = domain.LineAccepted, "王改", "d1", "TX-9"
	first.AcceptedOn, first.EcopyDue = domain.Date(2026, 3, 9), domain.PartialDate{}
	before := added[0]
	must(t, repo.UpdateLine(ctx, &first))
	same(t, "version", 2, first.Version)
	same(t, "updated", first, got[domain.BatchLine](t)(repo.Line(ctx, b.ID, 1)))
	refused(t, "older version", repo.UpdateLine(ctx, &before), errs.Stale, "line.stale")
	same(t, "version after refusal", 1, before.Version)
	missing := before
	missing.Seq = 999
	refused(t, "update of nothing", repo.UpdateLine(ctx, &missing), errs.NotFound, "line.not_found")

	added[0] = first
	for i := range added {
		added[i].Route = fmt.Sprint(i)
	}
	must(t, repo.UpdateLines(ctx, added))
	same(t, "versions", []int{3, 2, 2}, []int{added[0].Version, added[1].Version, added[709].Version})
	same(t, "kept", added[:700], got[[]domain.BatchLine](t)(repo.Lines(ctx, b.ID, domain.LineFilter{}, 0, 9999)))
	same(t, "kept in the other batch", added[700:], got[[]domain.BatchLine](t)(repo.Lines(ctx, other.ID, domain.LineFilter{}, 0, 9999)))
	stale := slices.Clone(added)
	stale[650].Version--
	stale[3].Route = "nowhere"
	refused(t, "one of many is stale", repo.UpdateLines(ctx, stale), errs.Stale, "line.stale")
	same(t, "nothing of it is kept", "3", got[domain.BatchLine](t)(repo.Line(ctx, b.ID, 4)).Route)
	must(t, repo.UpdateLines(ctx, nil))
}

// testOnePersonOneLine: a person stands in one line that is not rejected and whose batch is not cancelled.
func testOnePersonOneLine(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Batches()
	saveEnterprises(t, s)
	first, second := createBatch(t, s, batch(1, factory, tiexi)), createBatch(t, s, batch(2, mill, shenhe))
	kept := addLines(t, s, first.ID, lines(0, 3, domain.LinePending))
	const code = "unique.batch_lines_person"
	conflict := func(what string, n int) {
		t.Helper()
		_, err := repo.AddLines(ctx, second.ID, lines(n, n+1, domain.LinePending))
		refused(t, what, err, errs.Conflict, code)
	}
	conflict("person of another batch", 1)
	_, err := repo.AddLines(ctx, first.ID, []domain.BatchLine{line(8, domain.LinePending), line(8, domain.LinePending)})
	refused(t, "person twice in one file", err, errs.Conflict, code)
	same(t, "nothing was added", 3, got[domain.LineTally](t)(repo.Tally(ctx, first.ID)).Total())

	persons := func(n int) string {
		return got[map[domain.IDNumber]domain.PersonLine](t)(repo.PersonsOf(ctx, []domain.IDNumber{idNumber(n), "unknown"}))[idNumber(n)].Batch.ID
	}
	same(t, "found", first.ID, persons(1))
	kept[1].State = domain.LineRejected
	must(t, repo.UpdateLine(ctx, &kept[1]))
	same(t, "rejected", "", persons(1))
	addLines(t, s, second.ID, lines(1, 2, domain.LinePending))
	same(t, "in the other batch", second.ID, persons(1))
	kept[1].State = domain.LineVerified
	refused(t, "taken in again", repo.UpdateLine(ctx, &kept[1]), errs.Conflict, code)

	first.State = domain.BatchCancelled
	must(t, repo.Update(ctx, &first))
	same(t, "of a cancelled batch", "", persons(0))
	must(t, repo.ReleasePersons(ctx, first.ID))
	addLines(t, s, second.ID, lines(0, 1, domain.LinePending))
	released := got[domain.BatchLine](t)(repo.Line(ctx, first.ID, 1))
	must(t, repo.UpdateLine(ctx, &released)) // a line of a cancelled batch claims nobody again
	same(t, "released", second.ID, persons(0))
}

func testLineMarks(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Batches()
	saveEnterprises(t, s)
	b := createBatch(t, s, batch(1, factory, tiexi))
	createBatch(t, s, batch(2, factory, tiexi))
	fresh := append(lines(0, 4, domain.LineVerified), line(4, domain.LineRejected), line(5, domain.LineReturned))
	for i := range fresh {
		fresh[i].ListedOn = domain.PartialDate{}
	}
	addLines(t, s, b.ID, fresh)
	elsewhere := addLines(t, s, "b-002", lines(10, 12, domain.LineVerified))
	day := domain.Date(2026, 3, 9)
	one := func(seq int) domain.BatchLine { return got[domain.BatchLine](t)(repo.Line(ctx, b.ID, seq)) }

	same(t, "listed", 4, got[int](t)(repo.MarkListed(ctx, b.ID, day)))
	same(t, "day and version", []any{day, 2}, []any{one(1).ListedOn, one(1).Version})
	same(t, "not listed", domain.PartialDate{}, one(5).ListedOn)

	due := []domain.LineState{domain.LineVerified, domain.LineReturned}
	_, err := repo.MarkDelivered(ctx, b.ID, due, []int{1, 5}, day)
	refused(t, "rejected line delivered", err, errs.Conflict, "line.state")
	same(t, "nothing delivered", domain.LineVerified, one(1).State)
	same(t, "none chosen", 0, got[int](t)(repo.MarkDelivered(ctx, b.ID, due, []int{}, day)))
	same(t, "chosen", 2, got[int](t)(repo.MarkDelivered(ctx, b.ID, due, []int{2, 1, 2}, day)))
	same(t, "the rest", 3, got[int](t)(repo.MarkDelivered(ctx, b.ID, due, nil, day)))
	same(t, "tally", domain.LineTally{domain.LineDelivered: 5, domain.LineRejected: 1}, got[domain.LineTally](t)(repo.Tally(ctx, b.ID)))
	same(t, "delivered", []any{day, 3, "说明"}, []any{one(2).DeliveredOn, one(2).Version, one(2).Reason})

	decided := got[[]domain.BatchLine](t)(repo.LinesBySeq(ctx, b.ID, []int{1, 2, 3}))
	decided[0].State, decided[1].State, decided[2].State = domain.LineAccepted, domain.LineAcceptedWithGaps, domain.LineAccepted
	decided[2].AcceptedOn = domain.Date(2025, 1, 1)
	must(t, repo.UpdateLines(ctx, decided))
	same(t, "accepted", 2, got[int](t)(repo.MarkAccepted(ctx, b.ID, day)))
	same(t, "days", []domain.PartialDate{day, day, domain.Date(2025, 1, 1), {}}, []domain.PartialDate{one(1).AcceptedOn, one(2).AcceptedOn, one(3).AcceptedOn, one(4).AcceptedOn})
	refused(t, "read before", repo.UpdateLine(ctx, &decided[0]), errs.Stale, "line.stale")

	ecopies := func() []int {
		due, later, err := repo.WithoutEcopy(ctx, b.ID, domain.Date(2026, 9, 1))
		must(t, err)
		return []int{due, later}
	}
	same(t, "without copy", []int{3, 0}, ecopies())
	third := one(3)
	third.EcopyDue = domain.Date(2026, 9, 2)
	must(t, repo.UpdateLine(ctx, &third))
	same(t, "one later", []int{2, 1}, ecopies())
	must(t, repo.SetDossier(ctx, b.ID, 1, "d1", domain.EcopyStored))
	refused(t, "matching nobody", repo.SetDossier(ctx, b.ID, 99, "d1", domain.EcopyStored), errs.NotFound, "line.not_found")
	same(t, "one stored", []int{1, 1}, ecopies())
	matched := got[map[string]domain.PersonLine](t)(repo.OfDossiers(ctx, []string{"d1", "d2", ""}))
	same(t, "of dossiers", map[string]domain.PersonLine{"d1": {Batch: b, Line: one(1)}}, matched)
	must(t, repo.SetDossier(ctx, b.ID, 1, "", domain.EcopyDelivered))
	same(t, "undone", []int{2, 1}, ecopies())

	same(t, "another batch is as it was", elsewhere, got[[]domain.BatchLine](t)(repo.Lines(ctx, "b-002", domain.LineFilter{}, 0, 9)))
	same(t, "tallies", map[string]domain.LineTally{"b-002": {domain.LineVerified: 2}, "nobody": {}},
		got[map[string]domain.LineTally](t)(repo.Tallies(ctx, []string{"b-002", "nobody"})))
}

// testAddTogether: lines that are added to one batch at the same time get places of their own.
func testAddTogether(t *testing.T, s domain.Store) {
	ctx := t.Context()
	saveEnterprises(t, s)
	createBatch(t, s, batch(1, factory, tiexi))
	together(10, func(n int) {
		if _, err := s.Batches().AddLines(ctx, "b-001", lines(n*7, n*7+7, domain.LinePending)); err != nil {
			t.Errorf("add: %v", err)
		}
	})
	places := seqsOf(got[[]domain.BatchLine](t)(s.Batches().Lines(ctx, "b-001", domain.LineFilter{}, 0, 999)))
	same(t, "places", []int{1, 70, 70}, []int{places[0], places[len(places)-1], len(places)})
}

// testDeciding: fifty clerks decide the lines of one batch at once, each line tried by two of them.
func testDeciding(t *testing.T, s domain.Store) {
	ctx := t.Context()
	saveEnterprises(t, s)
	createBatch(t, s, batch(1, factory, tiexi))
	const clerks, each, total = 50, 4, 100
	addLines(t, s, "b-001", lines(0, total, domain.LineDelivered))
	winners := make([][]int, clerks)
	together(clerks, func(n int) {
		for k := range each {
			seq := (n*each+k)%total + 1
			switch won, err := decide(ctx, s, seq, n); {
			case won:
				winners[n] = append(winners[n], seq)
			case err != nil && !errs.Is(err, errs.Stale):
				t.Errorf("clerk %d, line %d: %v", n, seq, err)
			}
		}
	})
	var decided []int
	checkers := map[int]string{}
	tally := domain.LineTally{}
	for n, seqs := range winners {
		decided = append(decided, seqs...)
		for _, seq := range seqs {
			checkers[seq] = fmt.Sprint(n)
			tally[decisions[n%len(decisions)].State()]++
		}
	}
	slices.Sort(decided)
	same(t, "each line once", total, len(slices.Compact(slices.Clone(decided))))
	same(t, "no line twice", total, len(decided))
	same(t, "tally", tally, got[domain.LineTally](t)(s.Batches().Tally(ctx, "b-001")))
	checks := got[[]domain.LineCheck](t)(s.Batches().Checks(ctx, "b-001", 1, nil, 0, total+1))
	same(t, "checks", total, len(checks))
	for _, check := range checks {
		if check.CheckedBy != checkers[check.Seq] {
			t.Errorf("line %d was checked by %s, decided by %s", check.Seq, check.CheckedBy, checkers[check.Seq])
		}
	}
}

var decisions = []domain.Decision{domain.DecideAccept, domain.DecideReturn, domain.DecideMissing}

// decide reports whether this clerk was the one.
func decide(ctx context.Context, s domain.Store, seq, clerk int) (bool, error) {
	won := false
	err := s.InTx(ctx, func(ctx context.Context, tx domain.Repos) error {
		won = false
		held, err := tx.Batches().Hold(ctx, "b-001", false)
		if err != nil {
			return err
		}
		line, err := tx.Batches().Line(ctx, held.ID, seq)
		if err != nil || line.State != domain.LineDelivered {
			return err
		}
		check := domain.CounterCheck{Decision: decisions[clerk%len(decisions)]}
		line.State = check.Decision.State()
		if err := tx.Batches().UpdateLine(ctx, &line); err != nil {
			return err
		}
		won = true
		return tx.Batches().SaveCheck(ctx, domain.LineCheck{BatchID: held.ID, Seq: seq, Round: held.Round, Check: check, CheckedBy: fmt.Sprint(clerk), CheckedAt: noon})
	})
	return won && err == nil, err
}

func testChecksAndGaps(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Batches()
	saveEnterprises(t, s)
	createBatch(t, s, batch(1, factory, tiexi))
	addLines(t, s, "b-001", lines(0, 3, domain.LineDelivered))
	check := func(seq, round int, decision domain.Decision) domain.LineCheck {
		return domain.LineCheck{BatchID: "b-001", Seq: seq, Round: round, CheckedBy: "李四", CheckedAt: noon,
			Check: domain.CounterCheck{SealIntact: true, Decision: decision, Counted: domain.RosterCount{Originals: 1}, Materials: []string{"退休审批"},
				Gaps: []domain.Gap{{ID: "g0", Material: "招工表"}}},
			Warnings: []domain.Violation{{Rule: domain.R13, Level: domain.Warn, Row: seq, Message: "后补"}}}
	}
	for _, c := range []domain.LineCheck{check(2, 1, domain.DecideReturn), check(1, 1, domain.DecideMissing), check(2, 2, domain.DecideAccept), check(3, 1, domain.DecideReturn)} {
		must(t, repo.SaveCheck(ctx, c))
	}
	corrected := check(1, 1, domain.DecideAccept)
	must(t, repo.SaveCheck(ctx, corrected))
	same(t, "of a round", []domain.LineCheck{corrected, check(2, 1, domain.DecideReturn), check(3, 1, domain.DecideReturn)}, got[[]domain.LineCheck](t)(repo.Checks(ctx, "b-001", 1, nil, 0, 9)))
	same(t, "of a decision", []domain.LineCheck{check(3, 1, domain.DecideReturn)}, got[[]domain.LineCheck](t)(repo.Checks(ctx, "b-001", 1, []domain.Decision{domain.DecideReturn}, 2, 9)))
	same(t, "history", []domain.LineCheck{check(2, 1, domain.DecideReturn), check(2, 2, domain.DecideAccept)}, got[[]domain.LineCheck](t)(repo.CheckHistory(ctx, "b-001", 2)))
	refused(t, "check of no line", repo.SaveCheck(ctx, check(9, 1, domain.DecideAccept)), errs.Conflict, "reference.missing")
	refused(t, "removal of a checked line", repo.RemoveLine(ctx, "b-001", 1), errs.Conflict, "reference.missing")

	gaps := s.Gaps()
	gap := func(id string, seq int) domain.Gap {
		return domain.Gap{ID: id, BatchID: "b-001", Seq: seq, Material: "招工表" + id, Reason: "遗失", Sealed: true, AttachmentID: "f1",
			OpenedOn: domain.Date(2026, 3, 9), DueOn: domain.Date(2026, 6, 9)}
	}
	must(t, gaps.Replace(ctx, "b-001", 2, []domain.Gap{gap("g1", 2), gap("g2", 2), gap("g3", 2)}))
	must(t, gaps.Replace(ctx, "b-001", 1, []domain.Gap{gap("g4", 1)}))
	resolved := gap("g1", 2)
	resolved.ResolvedOn, resolved.Resolution, resolved.ResolvedBy = domain.Date(2026, 4, 1), "已补", "张三"
	must(t, gaps.Update(ctx, resolved))
	same(t, "resolved", resolved, got[domain.Gap](t)(gaps.Get(ctx, "g1")))
	must(t, gaps.Replace(ctx, "b-001", 2, []domain.Gap{gap("g3", 2), gap("g5", 2)}))
	same(t, "of the batch", []domain.Gap{gap("g4", 1), resolved, gap("g3", 2), gap("g5", 2)}, got[[]domain.Gap](t)(gaps.OfBatch(ctx, "b-001")))
	must(t, gaps.Replace(ctx, "b-001", 2, nil))
	same(t, "none open", []domain.Gap{gap("g4", 1), resolved}, got[[]domain.Gap](t)(gaps.OfBatch(ctx, "b-001")))
	_, err := gaps.Get(ctx, "g2")
	refused(t, "removed gap", err, errs.NotFound, "gap.not_found")
	refused(t, "update of nothing", gaps.Update(ctx, gap("g2", 2)), errs.NotFound, "gap.not_found")
}

package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

func testAuditSeals(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Audit()
	_, err := repo.LastSealed(ctx)
	refused(t, "last sealed of none", err, errs.NotFound, "audit.none_sealed")
	const total = 1205 // more than one batch of a walk
	var entries []domain.AuditEntry
	for i := range total {
		entries = append(entries, domain.AuditEntry{ID: fmt.Sprintf("a%04d", i), At: noon.Add(time.Duration(i) * time.Second), Actor: "u1",
			ActorName: "张三", Action: domain.AuditDossierView, Object: "dossier", ObjectID: "d1", OfficeCode: "210106", Detail: `{"reason":"查阅"}`, Address: "10.0.0.1"})
	}
	must(t, repo.Append(ctx, entries...))
	must(t, repo.Append(ctx))
	var unsealed []domain.AuditEntry
	eventually(t, "unsealed entries", func() bool {
		unsealed = got[[]domain.AuditEntry](t)(repo.Unsealed(ctx, total+1))
		return len(unsealed) == total
	})
	same(t, "in the order of adding", entries, unsealed)
	same(t, "oldest unsealed", entries[0], got[domain.AuditEntry](t)(repo.OldestUnsealed(ctx)))
	same(t, "at most", entries[:3], got[[]domain.AuditEntry](t)(repo.Unsealed(ctx, 3)))

	seal := func(from, to int) []domain.AuditEntry {
		for i := from; i < to; i++ {
			entries[i].SealNo, entries[i].Seal = uint64(i+1), fmt.Sprintf("%064d", i)
		}
		return entries[from:to]
	}
	must(t, repo.SetSeals(ctx, seal(0, total-1)))
	same(t, "last sealed", entries[total-2], got[domain.AuditEntry](t)(repo.LastSealed(ctx)))
	same(t, "tail", entries[total-1:], got[[]domain.AuditEntry](t)(repo.Unsealed(ctx, 9)))
	refused(t, "sealed by another", repo.SetSeals(ctx, entries[total-2:]), errs.Conflict, "audit.sealed")
	late := entries[total-1]
	late.SealNo, late.Seal = 1, "x"
	refused(t, "number taken", repo.SetSeals(ctx, []domain.AuditEntry{late}), errs.Conflict, "unique.audit_entries_seal_no")
	must(t, repo.SetSeals(ctx, seal(total-1, total)))

	var walked []domain.AuditEntry
	for entry, err := range repo.Sealed(ctx) {
		must(t, err)
		walked = append(walked, entry)
	}
	same(t, "walk", entries, walked)
	for range repo.Sealed(ctx) {
		break // stopping early is allowed
	}
	same(t, "sealed", total, got[int](t)(repo.CountSealed(ctx, total+1)))
	same(t, "sealed up to one", 7, got[int](t)(repo.CountSealed(ctx, 7)))
	_, err = repo.OldestUnsealed(ctx)
	refused(t, "unsealed when all are sealed", err, errs.NotFound, "audit.none_unsealed")
	walked = nil
	for entry, err := range repo.Walk(ctx, domain.AuditFilter{From: entries[3].At, To: entries[total-2].At}) {
		must(t, err)
		walked = append(walked, entry)
	}
	same(t, "walk by time", entries[3:total-2], walked)
}

func testAuditList(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Audit()
	entry := func(i int, actor string, action domain.AuditAction, object, id string) domain.AuditEntry {
		return domain.AuditEntry{ID: fmt.Sprint("a", i), At: noon.Add(time.Duration(i/2) * time.Minute), Actor: actor, Action: action, Object: object, ObjectID: id}
	}
	must(t, repo.Append(ctx,
		entry(0, "u1", domain.AuditLogin, "session", ""), entry(1, "u1", domain.AuditDossierView, "dossier", "d1"),
		entry(2, "u2", domain.AuditDossierView, "dossier", "d1"), entry(3, "u2", domain.AuditPageView, "dossier", "d2"),
		entry(4, "u2", domain.AuditPageView, "dossier", "d1")))
	about := func(subjects ...domain.AuditSubject) domain.AuditFilter {
		return domain.AuditFilter{Subjects: subjects}
	}
	for i, detail := range []string{`{"lines":1}`, `{"line":1}`, `{"line":12,"round":1}`, `{"round":1,"seq":1}`} {
		line := entry(5+i, "u9", domain.AuditBatchView, "batch", "b1")
		line.At, line.Detail = noon.Add(-time.Hour+time.Duration(i)*time.Second), detail
		must(t, repo.Append(ctx, line))
	}
	for _, c := range []struct {
		name   string
		filter domain.AuditFilter
		before string
		limit  int
		want   string
	}{
		{"newest first", domain.AuditFilter{}, "", 9, "a4 a3 a2 a1 a0 a8 a7 a6 a5"},
		{"a page", domain.AuditFilter{}, "a3", 2, "a2 a1"},
		{"by actor", domain.AuditFilter{Actor: "u1"}, "", 9, "a1 a0"},
		{"by action", domain.AuditFilter{Action: domain.AuditDossierView}, "", 9, "a2 a1"},
		{"by object", domain.AuditFilter{Object: "dossier", ObjectID: "d1"}, "", 9, "a4 a2 a1"},
		{"by object before", domain.AuditFilter{Object: "dossier", ObjectID: "d1"}, "a4", 9, "a2 a1"},
		{"from", domain.AuditFilter{From: noon.Add(time.Minute)}, "", 9, "a4 a3 a2"},
		{"until", domain.AuditFilter{From: noon, To: noon.Add(time.Minute)}, "", 9, "a1 a0"},
		{"none", domain.AuditFilter{Actor: "u3"}, "", 9, ""},
		{"about any", about(domain.AuditSubject{Object: "dossier", ID: "d2"}, domain.AuditSubject{Object: "session", Action: domain.AuditLogin}), "", 9, "a3 a0"},
		{"about any before", about(domain.AuditSubject{Object: "dossier", ID: "d1"}, domain.AuditSubject{Object: "dossier", ID: "d2"}), "a3", 2, "a2 a1"},
		{"about one by an actor", domain.AuditFilter{Actor: "u1", Subjects: about(domain.AuditSubject{Object: "dossier", ID: "d1"}).Subjects}, "", 9, "a1"},
		{"about a line", about(domain.AuditSubject{Object: "batch", ID: "b1", Line: 1}), "", 9, "a8 a6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := ""
			for i, found := range got[[]domain.AuditEntry](t)(repo.List(ctx, c.filter, c.before, c.limit)) {
				if i > 0 {
					text += " "
				}
				text += found.ID
			}
			same(t, "entries", c.want, text)
		})
	}
	_, err := repo.List(ctx, domain.AuditFilter{}, "unknown", 9)
	refused(t, "page before an unknown entry", err, errs.NotFound, "audit.not_found")
}

func user(id, login string) domain.User {
	return domain.User{ID: id, Login: login, Name: "李四", PasswordHash: "$argon2id$", MustChange: true, FailedLogins: 2, LockedUntil: noon,
		LastLoginAt: noon.Add(time.Hour), PasswordSetAt: noon.Add(2 * time.Hour), CreatedAt: noon, Version: 1,
		Grants: []domain.Grant{{Role: "archivist", Division: "210106"}, {Role: "archivist", Division: "210106"}, {Role: "approver", Office: "210103"},
			{Role: "enterprise_handler", Enterprise: "e-1"}}}
}

func testUsers(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Users()
	_, err := repo.Get(ctx, "u1")
	refused(t, "unknown user", err, errs.NotFound, "user.not_found")
	want := user("u1", "lisi")
	must(t, repo.Create(ctx, want))
	same(t, "user", want, got[domain.User](t)(repo.Get(ctx, "u1")))
	same(t, "by login", want, got[domain.User](t)(repo.ByLogin(ctx, "lisi")))
	_, err = repo.ByLogin(ctx, "LISI")
	refused(t, "login in another case", err, errs.NotFound, "user.not_found")
	refused(t, "login taken", repo.Create(ctx, user("u2", "lisi")), errs.Conflict, "unique.users_login")
	must(t, repo.Create(ctx, domain.User{ID: "u0", Login: "admin", CreatedAt: noon, Version: 1}))

	older := want
	want.Grants, want.Disabled, want.MustChange, want.FailedLogins, want.LockedUntil = want.Grants[2:], true, false, 0, time.Time{}
	want.Factor = domain.SecondFactor{Secret: "k:sealed", Since: noon, LastStep: 1 << 40, Recovery: []string{"aa", "bb"}}
	must(t, repo.Update(ctx, &want))
	same(t, "version after update", 2, want.Version)
	same(t, "updated", want, got[domain.User](t)(repo.Get(ctx, "u1")))
	refused(t, "update of an older version", repo.Update(ctx, &older), errs.Stale, "user.stale")
	missing := user("u9", "x")
	refused(t, "update of nothing", repo.Update(ctx, &missing), errs.NotFound, "user.not_found")
	want.Login = "admin"
	refused(t, "renamed to a taken login", repo.Update(ctx, &want), errs.Conflict, "unique.users_login")
	same(t, "version after refusal", 2, want.Version)

	all := got[[]domain.User](t)(repo.List(ctx))
	same(t, "by login", []string{"admin", "lisi"}, []string{all[0].Login, all[1].Login})
	same(t, "grants in a list", want.Grants, all[1].Grants)
	same(t, "count", 2, got[int](t)(repo.Count(ctx)))
}

func testIdentities(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Users()
	plain, expected, linked := user("u1", "a"), user("u2", "b"), user("u3", "c")
	expected.Identity = domain.ExternalIdentity{Account: "Bob"}
	linked.Identity = domain.ExternalIdentity{Account: "carol", Issuer: "https://idp", Subject: "7"}
	for _, u := range []domain.User{plain, expected, linked} {
		must(t, repo.Create(ctx, u))
	}
	must(t, repo.Create(ctx, user("u4", "d"))) // any number of users may have none
	same(t, "by account", expected, got[domain.User](t)(repo.ByIdentityAccount(ctx, "Bob")))
	same(t, "by subject", linked, got[domain.User](t)(repo.ByIdentity(ctx, "https://idp", "7")))
	for _, account := range []string{"", "bob"} {
		_, err := repo.ByIdentityAccount(ctx, account)
		refused(t, "account "+account, err, errs.NotFound, "user.not_found")
	}
	for _, identity := range [][2]string{{"", ""}, {"https://idp", ""}, {"https://other", "7"}, {"https://idp", "8"}} {
		_, err := repo.ByIdentity(ctx, identity[0], identity[1])
		refused(t, fmt.Sprint("identity ", identity), err, errs.NotFound, "user.not_found")
	}
	plain.Identity = domain.ExternalIdentity{Account: "Bob"}
	refused(t, "account taken", repo.Update(ctx, &plain), errs.Conflict, "unique.users_idp_account")
	plain.Identity = domain.ExternalIdentity{Account: "dave", Issuer: "https://idp", Subject: "7"}
	refused(t, "subject taken", repo.Update(ctx, &plain), errs.Conflict, "unique.users_idp_subject")
	plain.Identity.Issuer = "https://other"
	must(t, repo.Update(ctx, &plain))
	linked.Identity = domain.ExternalIdentity{}
	must(t, repo.Update(ctx, &linked))
	same(t, "no identity any more", linked, got[domain.User](t)(repo.Get(ctx, "u3")))
}

func testSessions(t *testing.T, s domain.Store) {
	ctx, repo := t.Context(), s.Sessions()
	must(t, s.Users().Create(ctx, user("u1", "lisi")))
	_, err := repo.Get(ctx, "none")
	refused(t, "unknown session", err, errs.NotFound, "session.not_found")
	session := func(token string, hours int) domain.Session {
		return domain.Session{TokenHash: token, UserID: "u1", Address: "::1", Agent: "Mozilla", CreatedAt: noon.Add(time.Duration(hours) * time.Hour),
			SeenAt: noon, ExpiresAt: noon.Add(time.Duration(hours) * time.Hour)}
	}
	want := session("t1", 1)
	must(t, repo.Create(ctx, want))
	external := session("t2", 2)
	external.External = true
	must(t, repo.Create(ctx, external))
	same(t, "external", external, got[domain.Session](t)(repo.Get(ctx, "t2")))
	refused(t, "token twice", repo.Create(ctx, want), errs.Conflict, "unique.sessions_token_hash")
	orphan := session("t3", 3)
	orphan.UserID = "u9"
	refused(t, "session of nobody", repo.Create(ctx, orphan), errs.Conflict, "reference.missing")

	want.SeenAt = noon.Add(time.Minute)
	must(t, repo.Touch(ctx, "t1", want.SeenAt))
	same(t, "touched", want, got[domain.Session](t)(repo.Get(ctx, "t1")))
	refused(t, "touch of nothing", repo.Touch(ctx, "none", noon), errs.NotFound, "session.not_found")
	want.RevokedAt = noon.Add(2 * time.Minute)
	must(t, repo.Revoke(ctx, "t1", want.RevokedAt))
	must(t, repo.RevokeUser(ctx, "u1", noon.Add(5*time.Minute)))
	same(t, "first revocation counts", want, got[domain.Session](t)(repo.Get(ctx, "t1")))
	refused(t, "revocation of nothing", repo.Revoke(ctx, "none", noon), errs.NotFound, "session.not_found")

	sessions := got[[]domain.Session](t)(repo.OfUser(ctx, "u1"))
	same(t, "newest first", []string{"t2", "t1"}, []string{sessions[0].TokenHash, sessions[1].TokenHash})
	same(t, "revoked with the user", noon.Add(5*time.Minute), sessions[0].RevokedAt)
	same(t, "expired", 1, got[int](t)(repo.DeleteExpired(ctx, noon.Add(time.Hour))))
	same(t, "left", 1, len(got[[]domain.Session](t)(repo.OfUser(ctx, "u1"))))
}

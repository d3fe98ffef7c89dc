package sqlstore

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

type userRow struct {
	ID            string `gorm:"primaryKey"`
	Login         string
	Name          string
	PasswordHash  string
	MustChange    bool
	Disabled      bool
	FailedLogins  int
	LockedUntil   *time.Time
	LastLoginAt   *time.Time
	PasswordSetAt *time.Time
	CreatedAt     time.Time `gorm:"autoCreateTime:false"`
	TotpSecret    string
	TotpSince     *time.Time
	TotpStep      int64
	TotpRecovery  string // hashes, one a line
	IdpAccount    string
	IdpIssuer     string
	IdpSubject    string
	Recusal       recusalColumn
	Version       int
}

func (userRow) TableName() string { return "users" }

func rowFromUser(u domain.User) userRow {
	return userRow{ID: u.ID, Login: u.Login, Name: u.Name, PasswordHash: u.PasswordHash, MustChange: u.MustChange,
		Disabled: u.Disabled, FailedLogins: u.FailedLogins, LockedUntil: stampOrNull(u.LockedUntil),
		LastLoginAt: stampOrNull(u.LastLoginAt), PasswordSetAt: stampOrNull(u.PasswordSetAt), CreatedAt: stamp(u.CreatedAt),
		TotpSecret: u.Factor.Secret, TotpSince: stampOrNull(u.Factor.Since), TotpStep: u.Factor.LastStep,
		TotpRecovery: strings.Join(u.Factor.Recovery, "\n"), IdpAccount: u.Identity.Account, IdpIssuer: u.Identity.Issuer,
		IdpSubject: u.Identity.Subject, Recusal: recusalColumn(u.Recusal), Version: u.Version}
}

// domain is the user without grants.
func (r userRow) domain() domain.User {
	return domain.User{ID: r.ID, Login: r.Login, Name: r.Name, PasswordHash: r.PasswordHash, MustChange: r.MustChange,
		Disabled: r.Disabled, FailedLogins: r.FailedLogins, LockedUntil: timeOf(r.LockedUntil), LastLoginAt: timeOf(r.LastLoginAt),
		PasswordSetAt: timeOf(r.PasswordSetAt), CreatedAt: r.CreatedAt.UTC(), Recusal: domain.Recusal(r.Recusal), Version: r.Version,
		Factor:   domain.SecondFactor{Secret: r.TotpSecret, Since: timeOf(r.TotpSince), LastStep: r.TotpStep, Recovery: hashesOf(r.TotpRecovery)},
		Identity: domain.ExternalIdentity{Account: r.IdpAccount, Issuer: r.IdpIssuer, Subject: r.IdpSubject}}
}

func hashesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

type grantRow struct {
	UserID     string `gorm:"primaryKey"`
	Place      int    `gorm:"primaryKey;autoIncrement:false"`
	Role       string
	Division   string
	Office     string
	Enterprise string
}

func (grantRow) TableName() string { return "user_grants" }

func (r grantRow) domain() domain.Grant {
	return domain.Grant{Role: r.Role, Division: r.Division, Office: r.Office, Enterprise: r.Enterprise}
}

func grantRows(u domain.User) []grantRow {
	var rows []grantRow
	for i, g := range u.Grants {
		rows = append(rows, grantRow{u.ID, i, g.Role, g.Division, g.Office, g.Enterprise})
	}
	return rows
}

type userRepo struct{ handle }

func noUser() error { return notFound("该用户", "user.not_found") }

func (r userRepo) Create(ctx context.Context, user domain.User) error {
	return r.atomic(ctx, "create user", func(db *gorm.DB) error {
		if err := insertAll(db, []userRow{rowFromUser(user)}); err != nil {
			return err
		}
		return insertAll(db, grantRows(user))
	})
}

func (r userRepo) Update(ctx context.Context, user *domain.User) error {
	row := rowFromUser(*user)
	row.Version++
	err := r.atomic(ctx, "update user", func(db *gorm.DB) error {
		stale := errs.New(errs.Stale, "user.stale", "用户已被他人修改，请刷新后重做")
		if err := replaceVersion(db, &row, user.Version, noUser(), stale, "id = ?", row.ID); err != nil {
			return err
		}
		if err := db.Where("user_id = ?", row.ID).Delete(&grantRow{}).Error; err != nil {
			return err
		}
		return insertAll(db, grantRows(*user))
	})
	if err == nil {
		user.Version = row.Version
	}
	return err
}

func (r userRepo) Get(ctx context.Context, id string) (domain.User, error) {
	return r.one(ctx, "get user", "id = ?", id)
}

func (r userRepo) ByIdentity(ctx context.Context, issuer, subject string) (domain.User, error) {
	return r.one(ctx, "find user by identity", "idp_subject <> '' AND idp_issuer = ? AND idp_subject = ?", issuer, subject)
}

func (r userRepo) ByIdentityAccount(ctx context.Context, account string) (domain.User, error) {
	return r.one(ctx, "find user by account of the provider", "idp_account <> '' AND idp_account = ?", account)
}

func (r userRepo) ByLogin(ctx context.Context, login string) (domain.User, error) {
	return r.one(ctx, "find user by login", "login = ?", login)
}

func (r userRepo) one(ctx context.Context, op, condition string, values ...any) (domain.User, error) {
	var found []domain.User
	err := r.snapshot(ctx, op, func(db *gorm.DB) error {
		var err error
		if found, err = loadUsers(db, db.Where(condition, values...)); err == nil && len(found) == 0 {
			return noUser()
		}
		return err
	})
	if err != nil {
		return domain.User{}, err
	}
	return found[0], nil
}

// List is ordered by login.
func (r userRepo) List(ctx context.Context) ([]domain.User, error) {
	var found []domain.User
	err := r.snapshot(ctx, "list users", func(db *gorm.DB) error {
		var err error
		found, err = loadUsers(db, db.Order("login"))
		return err
	})
	return found, err
}

// loadUsers reads the users a query finds, and their grants in one further statement for a few hundred users.
func loadUsers(db, query *gorm.DB) ([]domain.User, error) {
	var rows []userRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, err
	}
	grants := map[string][]domain.Grant{}
	ids := mapAll(rows, func(row userRow) string { return row.ID })
	err := eachChunk(ids, func(chunk []string) error {
		var part []grantRow
		err := db.Where("user_id IN ?", chunk).Order("user_id, place").Find(&part).Error
		for _, row := range part {
			grants[row.UserID] = append(grants[row.UserID], row.domain())
		}
		return err
	})
	return mapAll(rows, func(row userRow) domain.User {
		user := row.domain()
		user.Grants = grants[user.ID]
		return user
	}), err
}

func (r userRepo) Count(ctx context.Context) (int, error) {
	var count int64
	err := r.read(ctx, "count users", func(db *gorm.DB) error { return db.Model(&userRow{}).Count(&count).Error })
	return int(count), err
}

package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/danganku/danganku/internal/errs"
)

// A constraint is a rule of the schema whose violation is the caller's business. PostgreSQL reports its name, SQLite
// only the columns.
type constraint struct {
	name    string
	columns string
	code    string
	message string
}

var constraints = []constraint{
	{"dossiers_id_number", "dossiers.active_id_number", "unique.dossiers_id_number", "该身份证号已有一份在管档案（一人一档）"},
	{"dossiers_archival_code", "dossiers.archival_code", "unique.dossiers_archival_code", "该档号已被另一份档案使用"},
	{"enterprises_name", "enterprises.name", "unique.enterprises_name", "已有同名单位"},
	{"ingests_pkey", "ingests.id", "unique.ingests_id", "该批次已存在"},
	{"ingests_request_key", "ingests.created_by, ingests.request_key", "unique.ingests_request_key", "该请求已提交过"},
	{"users_pkey", "users.id", "unique.users_id", "该用户已存在"},
	{"users_login", "users.login", "unique.users_login", "该登录名已被使用"},
	{"users_idp_account", "users.idp_account", "unique.users_idp_account", "该统一身份认证账号已授予另一用户"},
	{"users_idp_subject", "users.idp_issuer, users.idp_subject", "unique.users_idp_subject", "该统一身份认证账号已与另一用户关联"},
	{"sessions_pkey", "sessions.token_hash", "unique.sessions_token_hash", "该会话已存在"},
	{"jobs_pkey", "jobs.id", "unique.jobs_id", "该任务已存在"},
	{"agreements_pkey", "agreements.id, agreements.version_no", "unique.agreements_version", "该移交协议的这一版本已存在"},
	{"transfer_batches_pkey", "transfer_batches.id", "unique.transfer_batches_id", "该移交批次已存在"},
	{"transfer_batches_no", "transfer_batches.no", "unique.transfer_batches_no", "该移交批次号已被使用"},
	{"batch_lines_person", "batch_lines.active_person", "unique.batch_lines_person", "名册中有人员已列入另一移交批次，请先在原批次中移除或登记为不移交"},
	{"issued_papers_pkey", "issued_papers.number", "unique.issued_papers_number", "该编号的文书已出具"},
	{"attachments_pkey", "attachments.id", "unique.attachments_id", "该附件已存在"},
	{"roster_imports_pkey", "roster_imports.id", "unique.roster_imports_id", "该名册已存在"},
	{"ledger_persons_id_number", "ledger_persons.id_number", "unique.ledger_persons_id_number", "台账中已有该身份证号的人员"},
	{"match_runs_request_key", "match_runs.created_by, match_runs.request_key", "unique.match_runs_request_key", "该请求已提交过"},
	{"api_tokens_hash", "api_tokens.hash", "unique.api_tokens_hash", "该接口令牌已存在"},
	{"custody_moves_id", "custody_moves.id", "unique.custody_moves_id", "该保管变更已登记"},
	{"matters_pkey", "matters.id", "unique.matters_id", "该事项已存在"},
	{"matters_no", "matters.no", "unique.matters_no", "该事项编号已被使用"},
	{"matters_exclusive", "matters.exclusive", "unique.matters_exclusive", "该档案有其他未办结、须使用原件的事项（借阅、查阅、转递等），请先办结"},
	{"matters_hold", "matters.dossier_id", "unique.matters_hold", "该档案已登记死亡留存"},
	{"matters_request_key", "matters.created_by, matters.request_key", "unique.matters_request_key", "该请求已提交过"},
	{"matters_screen_code", "matters.screen_code", "unique.matters_screen_code", "该启动码已用于另一查阅，请重新生成"},
	{"matters_screen_token", "matters.screen_token", "unique.matters_screen_token", "该屏幕已用于另一查阅"},
	{"proofs_pkey", "proofs.code", "unique.proofs_code", "该验证码已被使用"},
	{"audit_entries_id", "audit_entries.id", "unique.audit_entries_id", "该审计条目已存在"},
	{"audit_entries_seal_no", "audit_entries.seal_no", "unique.audit_entries_seal_no", "审计条目正由另一进程封存"},
}

// translate classifies an error of the database and names the operation. Errors that are classified already, and the
// end of the caller's context, pass through.
func translate(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	var classified *errs.Error
	if errors.As(err, &classified) {
		return fmt.Errorf("%s: %w", op, err)
	}
	if ended := ctx.Err(); ended != nil {
		return fmt.Errorf("%s: %w", op, errors.Join(ended, err))
	}
	return fmt.Errorf("%s: %w", op, classify(err))
}

func classify(err error) error {
	var fromPostgres *pgconn.PgError
	var fromSQLite *sqlite.Error
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound):
		return errs.New(errs.NotFound, "not_found", "没有找到").Because(err)
	case errors.As(err, &fromPostgres):
		return classifyPostgres(fromPostgres)
	case errors.As(err, &fromSQLite):
		return classifySQLite(fromSQLite)
	case unreachable(err):
		return unavailable(err)
	}
	return err
}

func classifyPostgres(err *pgconn.PgError) error {
	switch code := err.Code; {
	case code == "23505":
		return taken(err, func(c constraint) bool { return c.name == err.ConstraintName })
	case code == "23503":
		return missingReference(err)
	case code == "22021" || code == "22P05": // a NUL or bytes that are not UTF-8
		return errs.New(errs.Invalid, "text.malformed", "文字中含有不能保存的字符").Because(err)
	case lostToAnother(err), strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"), strings.HasPrefix(code, "57P"):
		return unavailable(err)
	}
	return err
}

func classifySQLite(err *sqlite.Error) error {
	switch code := err.Code(); {
	case code == lib.SQLITE_CONSTRAINT_UNIQUE || code == lib.SQLITE_CONSTRAINT_PRIMARYKEY:
		_, columns, _ := strings.Cut(err.Error(), "UNIQUE constraint failed: ")
		columns, _, _ = strings.Cut(columns, " (")
		return taken(err, func(c constraint) bool { return c.columns == columns })
	case code == lib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return missingReference(err)
	case lostToAnother(err), code&0xff == lib.SQLITE_FULL, code&0xff == lib.SQLITE_CANTOPEN, code&0xff == lib.SQLITE_IOERR:
		return unavailable(err)
	}
	return err
}

func taken(err error, matches func(constraint) bool) error {
	for _, c := range constraints {
		if matches(c) {
			return errs.New(errs.Conflict, c.code, "%s", c.message).Because(err)
		}
	}
	return errs.New(errs.Conflict, "unique.other", "已有相同的数据").Because(err)
}

func missingReference(err error) error {
	return errs.New(errs.Conflict, "reference.missing", "所引用的数据不存在或仍被引用").Because(err)
}

func unavailable(err error) error {
	return errs.New(errs.Unavailable, "database.unavailable", "数据库暂时不能访问，请稍后再试").Because(err)
}

// lostToAnother reports whether the database ended the transaction in favour of another one, so that it may be repeated.
func lostToAnother(err error) bool {
	var fromPostgres *pgconn.PgError
	if errors.As(err, &fromPostgres) {
		return fromPostgres.Code == "40001" || fromPostgres.Code == "40P01"
	}
	var fromSQLite *sqlite.Error
	return errors.As(err, &fromSQLite) && fromSQLite.Code()&0xff == lib.SQLITE_BUSY
}

func unreachable(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) || errors.Is(err, pgx.ErrTxCommitRollback)
}

// fromDriver reports whether the database refused a statement, which ends the transaction on PostgreSQL.
func fromDriver(err error) bool {
	var fromPostgres *pgconn.PgError
	var fromSQLite *sqlite.Error
	return errors.As(err, &fromPostgres) || errors.As(err, &fromSQLite)
}

// notFound names what was looked for.
func notFound(what, code string) error {
	return errs.New(errs.NotFound, code, "没有找到%s", what)
}

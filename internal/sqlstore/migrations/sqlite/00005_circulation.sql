-- +goose Up

-- Where a dossier is, from its first move on; without a row it is where dossiers.custody says, which follows the record. No
-- foreign key: a rebuild may meet the row before the dossier's own.
CREATE TABLE custody (
    dossier_id text NOT NULL CONSTRAINT custody_pkey PRIMARY KEY,
    state      text NOT NULL,
    holder     text NOT NULL,
    basis_kind text NOT NULL,
    basis_id   text NOT NULL,
    basis_no   text NOT NULL,
    since      datetime NOT NULL
);

CREATE TABLE custody_moves (
    seq        integer CONSTRAINT custody_moves_pkey PRIMARY KEY AUTOINCREMENT NOT NULL,
    id         text NOT NULL CONSTRAINT custody_moves_id UNIQUE,
    dossier_id text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    holder     text NOT NULL,
    basis_kind text NOT NULL,
    basis_id   text NOT NULL,
    basis_no   text NOT NULL,
    note       text NOT NULL,
    actor_name text NOT NULL,
    at         datetime NOT NULL
);

CREATE INDEX custody_moves_by_dossier ON custody_moves (dossier_id, seq);

-- +goose StatementBegin
CREATE TRIGGER custody_moves_kept_on_update BEFORE UPDATE ON custody_moves
BEGIN
    SELECT RAISE(ABORT, 'moves of dossiers are only ever added');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER custody_moves_kept_on_delete BEFORE DELETE ON custody_moves
BEGIN
    SELECT RAISE(ABORT, 'moves of dossiers are only ever added');
END;
-- +goose StatementEnd

-- due_day is the day something is to happen by the calendar: fetch_by of an approved loan, due_on of one that is out; else empty.
CREATE TABLE loans (
    id             text NOT NULL CONSTRAINT loans_pkey PRIMARY KEY,
    no             text NOT NULL CONSTRAINT loans_no UNIQUE,
    dossier_id     text NOT NULL,
    archival_code  text NOT NULL,
    name           text NOT NULL,
    office_code    text NOT NULL,
    division       text NOT NULL,
    category       text NOT NULL,
    unit           text NOT NULL,
    request        text NOT NULL,
    request_key    text,
    state          text NOT NULL,
    steps          text NOT NULL,
    expected       text NOT NULL,
    fetch_by       text NOT NULL,
    due_on         text NOT NULL,
    due_day        text NOT NULL,
    fetched_by     text NOT NULL,
    out_at         datetime,
    renewals       text NOT NULL,
    reminded       text NOT NULL,
    return_check   text NOT NULL,
    returned_by    text NOT NULL,
    returned_at    datetime,
    reason         text NOT NULL,
    created_by     text NOT NULL,
    created_at     datetime NOT NULL,
    updated_at     datetime NOT NULL,
    version        integer NOT NULL,
    CONSTRAINT loans_request_key UNIQUE (created_by, request_key)
);

-- A dossier is lent, or asked for, once at a time.
CREATE UNIQUE INDEX loans_open_dossier ON loans (dossier_id)
    WHERE state IN ('REQUESTED', 'APPROVED', 'CHECKED_OUT', 'OVERDUE', 'ESCALATED', 'LOST');
CREATE INDEX loans_by_dossier ON loans (dossier_id, id);
CREATE INDEX loans_by_office ON loans (office_code, id);
CREATE INDEX loans_by_district ON loans (substr(division, 1, 6), id);
CREATE INDEX loans_by_city ON loans (substr(division, 1, 4), id);
CREATE INDEX loans_by_state ON loans (state, id);
CREATE INDEX loans_due ON loans (id) WHERE due_day <> '';
CREATE INDEX loans_out_by_unit ON loans (unit) WHERE state IN ('CHECKED_OUT', 'OVERDUE', 'ESCALATED', 'LOST');

-- +goose Down
DROP TABLE loans;
DROP TABLE custody_moves;
DROP TABLE custody;

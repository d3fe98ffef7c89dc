-- +goose Up

-- All work with shelved dossiers: loans, consultations, copies, certificates, forwarding and holds. body is the whole value as JSON;
-- all other columns are copies of what is searched. waits_for is the day by which something is to happen, else empty.
CREATE TABLE matters (
    id            text NOT NULL CONSTRAINT matters_pkey PRIMARY KEY,
    no            text NOT NULL CONSTRAINT matters_no UNIQUE,
    kind          text NOT NULL,
    dossier_id    text NOT NULL,
    parent_id     text,
    archival_code text NOT NULL,
    name          text NOT NULL,
    office_code   text NOT NULL,
    division      text NOT NULL,
    applicant     text NOT NULL,
    state         text NOT NULL,
    waits_for     text NOT NULL,
    deciding      boolean NOT NULL,
    -- The dossier while the matter needs its paper: one such matter at a time, of whatever kind.
    exclusive     text CONSTRAINT matters_exclusive UNIQUE,
    screen_code   text CONSTRAINT matters_screen_code UNIQUE,
    screen_token  text CONSTRAINT matters_screen_token UNIQUE,
    request_key   text,
    created_by    text NOT NULL,
    created_at    datetime NOT NULL,
    updated_at    datetime NOT NULL,
    version       integer NOT NULL,
    body          text NOT NULL,
    CONSTRAINT matters_request_key UNIQUE (created_by, request_key)
);

CREATE INDEX matters_by_dossier ON matters (dossier_id, id);
CREATE INDEX matters_by_parent ON matters (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX matters_by_office ON matters (office_code, id);
CREATE INDEX matters_by_district ON matters (substr(division, 1, 6), id);
CREATE INDEX matters_by_city ON matters (substr(division, 1, 4), id);
CREATE INDEX matters_by_kind ON matters (kind, id);
CREATE INDEX matters_by_state ON matters (kind, state, id);
CREATE INDEX matters_due ON matters (kind, id) WHERE waits_for <> '';
CREATE INDEX matters_out_by_unit ON matters (kind, applicant)
    WHERE kind = 'LOAN' AND state IN ('CHECKED_OUT', 'OVERDUE', 'ESCALATED', 'LOST');
-- A dossier is kept once, unless by mistake.
CREATE UNIQUE INDEX matters_hold ON matters (dossier_id) WHERE kind = 'HOLD' AND state <> 'WITHDRAWN';
-- What waits for a decision is a few among many, and is looked for all day. SQLite, which does not know that, takes these before
-- the indexes of all matters.
CREATE INDEX matters_deciding ON matters (id) WHERE deciding;
CREATE INDEX matters_deciding_by_office ON matters (office_code, id) WHERE deciding;
CREATE INDEX matters_deciding_by_district ON matters (substr(division, 1, 6), id) WHERE deciding;
CREATE INDEX matters_deciding_by_city ON matters (substr(division, 1, 4), id) WHERE deciding;

INSERT INTO matters (id, no, kind, dossier_id, archival_code, name, office_code, division, applicant, state, waits_for, deciding, exclusive,
    request_key, created_by, created_at, updated_at, version, body)
SELECT l.id, l.no, 'LOAN', l.dossier_id, l.archival_code, l.name, l.office_code, l.division, l.unit, l.state, l.due_day, l.state = 'REQUESTED',
    CASE WHEN l.state IN ('REQUESTED', 'APPROVED', 'CHECKED_OUT', 'OVERDUE', 'ESCALATED', 'LOST') THEN l.dossier_id END,
    l.request_key, l.created_by, l.created_at, l.updated_at, l.version,
    json_object(
        'ID', l.id, 'No', l.no, 'DossierID', l.dossier_id, 'ArchivalCode', l.archival_code, 'Name', l.name,
        'IDNumber', coalesce(p.id_number, ''), 'OfficeCode', l.office_code, 'Division', l.division, 'Category', l.category,
        'Steps', json(l.steps), 'Reason', l.reason, 'RequestKey', coalesce(l.request_key, ''), 'CreatedBy', l.created_by,
        'CreatedName', coalesce(u.name, ''), 'CreatedAt', replace(replace(l.created_at, ' ', 'T'), '+00:00', 'Z'),
        'UpdatedAt', replace(replace(l.updated_at, ' ', 'T'), '+00:00', 'Z'), 'Version', l.version, 'Request', json(l.request),
        'State', l.state, 'Expected', json(l.expected),
        'FetchBy', json_object(
            'Year', CAST(substr(l.fetch_by, 1, 4) AS integer),
            'Month', CAST(substr(l.fetch_by, 6, 2) AS integer),
            'Day', CAST(substr(l.fetch_by, 9, 2) AS integer)),
        'DueOn', json_object(
            'Year', CAST(substr(l.due_on, 1, 4) AS integer),
            'Month', CAST(substr(l.due_on, 6, 2) AS integer),
            'Day', CAST(substr(l.due_on, 9, 2) AS integer)),
        'FetchedBy', l.fetched_by,
        'OutAt', coalesce(replace(replace(l.out_at, ' ', 'T'), '+00:00', 'Z'), '0001-01-01T00:00:00Z'),
        'Renewals', json(l.renewals), 'Reminded', json(l.reminded), 'Return', json(l.return_check), 'ReturnedBy', l.returned_by,
        'ReturnedAt', coalesce(replace(replace(l.returned_at, ' ', 'T'), '+00:00', 'Z'), '0001-01-01T00:00:00Z')
    )
FROM loans AS l
LEFT JOIN dossiers AS d ON d.id = l.dossier_id
LEFT JOIN retirees AS p ON p.id = d.retiree_id
LEFT JOIN users AS u ON u.id = l.created_by;

DROP TABLE loans;

-- Verification codes of papers that left the archive.
CREATE TABLE proofs (
    code        text NOT NULL CONSTRAINT proofs_pkey PRIMARY KEY,
    kind        text NOT NULL,
    number      text NOT NULL,
    office_code text NOT NULL,
    matter_id   text NOT NULL,
    issued_on   text NOT NULL,
    valid_until text NOT NULL,
    voided_at   datetime,
    replaced_by text NOT NULL
);

CREATE INDEX proofs_by_matter ON proofs (matter_id);

-- Whose dossiers a user keeps away from, as JSON; empty: nothing is declared.
ALTER TABLE users ADD COLUMN recusal text NOT NULL DEFAULT '';

CREATE INDEX ledger_persons_deceased ON ledger_persons (id_number, died_on) WHERE survival = 'DECEASED';

-- +goose Down
DROP INDEX ledger_persons_deceased;
ALTER TABLE users DROP COLUMN recusal;
DROP TABLE proofs;
DROP TABLE matters;

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

-- +goose Up

-- A code may stand in several rows: deregistered enterprises keep theirs.
CREATE INDEX enterprises_by_uscc ON enterprises (uscc) WHERE uscc <> '';

ALTER TABLE user_grants ADD COLUMN enterprise text NOT NULL DEFAULT '';
ALTER TABLE ingests ADD COLUMN batch_id text NOT NULL DEFAULT '';

-- The last number given out. Transactions write one at a time, so that none is skipped when one fails.
CREATE TABLE paper_numbers (
    kind    text NOT NULL,
    office  text NOT NULL,
    year    integer NOT NULL,
    last_no integer NOT NULL,
    CONSTRAINT paper_numbers_pkey PRIMARY KEY (kind, office, year)
);

-- division is that of the competent archive office.
CREATE TABLE nature_forms (
    id                    text NOT NULL CONSTRAINT nature_forms_pkey PRIMARY KEY,
    enterprise_id         text NOT NULL CONSTRAINT nature_forms_enterprise REFERENCES enterprises (id),
    enterprise_name       text NOT NULL,
    uscc                  text NOT NULL,
    level                 text NOT NULL,
    owner                 text NOT NULL,
    registration_division text NOT NULL,
    insurance_division    text NOT NULL,
    division              text NOT NULL,
    state                 text NOT NULL,
    attachment_id         text NOT NULL,
    confirmed             text NOT NULL,
    reason                text NOT NULL,
    created_by            text NOT NULL,
    created_at            datetime NOT NULL,
    updated_at            datetime NOT NULL,
    version               integer NOT NULL
);

CREATE INDEX nature_forms_by_enterprise ON nature_forms (enterprise_id, id);
CREATE INDEX nature_forms_by_district ON nature_forms (substr(division, 1, 6), id);
CREATE INDEX nature_forms_by_city ON nature_forms (substr(division, 1, 4), id);

CREATE TABLE agreements (
    id                   text NOT NULL,
    version_no           integer NOT NULL CONSTRAINT agreements_version_no_positive CHECK (version_no > 0),
    no                   text NOT NULL,
    enterprise_id        text NOT NULL CONSTRAINT agreements_enterprise REFERENCES enterprises (id),
    enterprise_name      text NOT NULL,
    office_code          text NOT NULL,
    division             text NOT NULL,
    state                text NOT NULL,
    terms                text NOT NULL,
    enterprise_signature text NOT NULL,
    archive_signature    text NOT NULL,
    reviewed_by          text NOT NULL,
    reason               text NOT NULL,
    created_by           text NOT NULL,
    created_at           datetime NOT NULL,
    updated_at           datetime NOT NULL,
    version              integer NOT NULL,
    CONSTRAINT agreements_pkey PRIMARY KEY (id, version_no)
);

CREATE INDEX agreements_by_enterprise ON agreements (enterprise_id, id);
CREATE INDEX agreements_by_office ON agreements (office_code, id);
CREATE INDEX agreements_by_district ON agreements (substr(division, 1, 6), id);
CREATE INDEX agreements_by_city ON agreements (substr(division, 1, 4), id);

CREATE TABLE transfer_batches (
    id                    text NOT NULL CONSTRAINT transfer_batches_pkey PRIMARY KEY,
    no                    text NOT NULL CONSTRAINT transfer_batches_no UNIQUE,
    name                  text NOT NULL,
    enterprise_id         text NOT NULL CONSTRAINT transfer_batches_enterprise REFERENCES enterprises (id),
    enterprise_name       text NOT NULL,
    nature_form_id        text NOT NULL,
    insurance_division    text NOT NULL,
    registration_division text NOT NULL,
    office_code           text NOT NULL,
    division              text NOT NULL,
    agreement_id          text NOT NULL,
    state                 text NOT NULL,
    reason                text NOT NULL,
    unit_record_no        text NOT NULL,
    province              text NOT NULL,
    list_no               text NOT NULL,
    listed_on             text NOT NULL,
    listed_by             text NOT NULL,
    delivery              text NOT NULL,
    round                 integer NOT NULL,
    signoffs              text NOT NULL,
    signed_roster_id      text NOT NULL,
    created_by            text NOT NULL,
    created_at            datetime NOT NULL,
    updated_at            datetime NOT NULL,
    version               integer NOT NULL
);

CREATE INDEX transfer_batches_by_enterprise ON transfer_batches (enterprise_id, id);
CREATE INDEX transfer_batches_by_agreement ON transfer_batches (agreement_id, id);
CREATE INDEX transfer_batches_by_office ON transfer_batches (office_code, id);
CREATE INDEX transfer_batches_by_district ON transfer_batches (substr(division, 1, 6), id);
CREATE INDEX transfer_batches_by_city ON transfer_batches (substr(division, 1, 4), id);

-- active_person is the identity number while the line is not rejected and its batch not cancelled: a person stands in one
-- such line at most. handover_due is the last day of the month after retirement (empty: month unknown); whether a policy
-- makes it count is asked when counting. form holds the whole information form, of which name to roster_volumes are copies.
CREATE TABLE batch_lines (
    batch_id              text NOT NULL CONSTRAINT batch_lines_batch REFERENCES transfer_batches (id),
    seq                   integer NOT NULL CONSTRAINT batch_lines_seq_positive CHECK (seq > 0),
    active_person         text CONSTRAINT batch_lines_person UNIQUE,
    state                 text NOT NULL,
    reason                text NOT NULL,
    form                  text NOT NULL,
    name                  text NOT NULL,
    id_number             text NOT NULL,
    archival_code         text NOT NULL,
    insurance_place       text NOT NULL,
    retired_on            text NOT NULL,
    handover_due          text NOT NULL,
    roster_volumes        integer NOT NULL,
    verified_by           text NOT NULL,
    verified_at           datetime,
    listed_on             text NOT NULL,
    route                 text NOT NULL,
    delivered_on          text NOT NULL,
    counted_archival_code text NOT NULL,
    counted_originals     integer NOT NULL,
    counted_duplicates    integer NOT NULL,
    counted_materials     integer NOT NULL,
    counted_pages         integer NOT NULL,
    counted_electronic    boolean NOT NULL,
    counted_remark        text NOT NULL,
    ecopy_state           text NOT NULL,
    ecopy_due             text NOT NULL,
    due_on                text NOT NULL,
    accepted_on           text NOT NULL,
    dossier_id            text,
    version               integer NOT NULL,
    CONSTRAINT batch_lines_pkey PRIMARY KEY (batch_id, seq)
);

CREATE INDEX batch_lines_by_dossier ON batch_lines (dossier_id);
-- Tallies and statistics are answered by this index alone: lines are wide.
CREATE INDEX batch_lines_figures ON batch_lines (batch_id, state, listed_on, accepted_on, handover_due, retired_on, due_on,
    dossier_id, roster_volumes, counted_originals, counted_duplicates, counted_materials, counted_pages);

CREATE TABLE line_checks (
    batch_id   text NOT NULL,
    seq        integer NOT NULL,
    round      integer NOT NULL,
    decision   text NOT NULL,
    content    text NOT NULL,
    warnings   text NOT NULL,
    decided_by text NOT NULL,
    decided_at datetime NOT NULL,
    CONSTRAINT line_checks_pkey PRIMARY KEY (batch_id, seq, round),
    CONSTRAINT line_checks_line FOREIGN KEY (batch_id, seq) REFERENCES batch_lines (batch_id, seq)
);

CREATE INDEX line_checks_by_round ON line_checks (batch_id, round, seq);

CREATE TABLE line_gaps (
    id            text NOT NULL CONSTRAINT line_gaps_pkey PRIMARY KEY,
    batch_id      text NOT NULL,
    seq           integer NOT NULL,
    material      text NOT NULL,
    reason        text NOT NULL,
    sealed        boolean NOT NULL,
    attachment_id text NOT NULL,
    opened_on     text NOT NULL,
    due_on        text NOT NULL,
    resolved_on   text NOT NULL,
    resolution    text NOT NULL,
    resolved_by   text NOT NULL,
    CONSTRAINT line_gaps_line FOREIGN KEY (batch_id, seq) REFERENCES batch_lines (batch_id, seq)
);

CREATE INDEX line_gaps_by_line ON line_gaps (batch_id, seq, id);

CREATE TABLE issued_papers (
    number        text NOT NULL CONSTRAINT issued_papers_pkey PRIMARY KEY,
    kind          text NOT NULL,
    office_code   text NOT NULL,
    division      text NOT NULL,
    batch_id      text NOT NULL,
    enterprise_id text NOT NULL,
    round         integer NOT NULL,
    lines         integer NOT NULL,
    issued_on     text NOT NULL,
    issued_by     text NOT NULL,
    issued_at     datetime NOT NULL
);

CREATE INDEX issued_papers_by_batch ON issued_papers (batch_id, issued_at, number);

CREATE TABLE attachments (
    id          text NOT NULL CONSTRAINT attachments_pkey PRIMARY KEY,
    digest      text NOT NULL,
    size        bigint NOT NULL,
    media_type  text NOT NULL,
    name        text NOT NULL,
    subject     text NOT NULL,
    subject_id  text NOT NULL,
    uploaded_by text NOT NULL,
    uploaded_at datetime NOT NULL
);

CREATE INDEX attachments_unused ON attachments (uploaded_at, id) WHERE subject = '';

CREATE TABLE roster_imports (
    id            text NOT NULL CONSTRAINT roster_imports_pkey PRIMARY KEY,
    name          text NOT NULL,
    attachment_id text NOT NULL,
    batch_id      text NOT NULL,
    enterprise_id text NOT NULL,
    division      text NOT NULL,
    state         text NOT NULL,
    problem       text NOT NULL,
    row_count     integer NOT NULL,
    accepted      integer NOT NULL,
    refused       integer NOT NULL,
    skipped       integer NOT NULL,
    warnings      integer NOT NULL,
    enterprises   integer NOT NULL,
    violations    text NOT NULL,
    batches       text NOT NULL,
    created_by    text NOT NULL,
    created_at    datetime NOT NULL,
    updated_at    datetime NOT NULL,
    version       integer NOT NULL
);

CREATE INDEX roster_imports_by_enterprise ON roster_imports (enterprise_id, id);
CREATE INDEX roster_imports_by_district ON roster_imports (substr(division, 1, 6), id);
CREATE INDEX roster_imports_by_city ON roster_imports (substr(division, 1, 4), id);

-- special is a list of categories with a comma before, between and after them.
CREATE TABLE ledger_persons (
    id                 text NOT NULL CONSTRAINT ledger_persons_pkey PRIMARY KEY,
    name               text NOT NULL,
    id_number          text NOT NULL CONSTRAINT ledger_persons_id_number UNIQUE,
    sex                text NOT NULL,
    born_on            text NOT NULL,
    retired_on         text NOT NULL,
    enterprise_id      text NOT NULL,
    enterprise_name    text NOT NULL,
    insurance_division text NOT NULL,
    insurance_no       text NOT NULL,
    hukou              text NOT NULL,
    residence          text NOT NULL,
    out_of_city        boolean NOT NULL,
    division           text NOT NULL,
    phone              text NOT NULL,
    contact            text NOT NULL,
    special            text NOT NULL,
    survival           text NOT NULL,
    died_on            text NOT NULL,
    death_source       text NOT NULL,
    received_on        text NOT NULL,
    registered_on      text NOT NULL,
    registered_by      text NOT NULL,
    feedback           text NOT NULL,
    remark             text NOT NULL,
    batch_id           text NOT NULL,
    seq                integer NOT NULL,
    listed_on          text NOT NULL,
    created_at         datetime NOT NULL,
    updated_at         datetime NOT NULL,
    version            integer NOT NULL
);

CREATE INDEX ledger_persons_by_name ON ledger_persons (name);
CREATE INDEX ledger_persons_by_city ON ledger_persons (substr(division, 1, 4), id);
CREATE INDEX ledger_persons_by_district ON ledger_persons (substr(division, 1, 6), id);
CREATE INDEX ledger_persons_by_subdistrict ON ledger_persons (substr(division, 1, 9), id);
CREATE INDEX ledger_persons_by_community ON ledger_persons (substr(division, 1, 12), id);

CREATE TABLE ledger_events (
    id         text NOT NULL CONSTRAINT ledger_events_pkey PRIMARY KEY,
    person_id  text NOT NULL CONSTRAINT ledger_events_person REFERENCES ledger_persons (id),
    kind       text NOT NULL,
    at         datetime NOT NULL,
    actor_name text NOT NULL,
    note       text NOT NULL
);

CREATE INDEX ledger_events_by_person ON ledger_events (person_id, at, id);

CREATE TABLE match_runs (
    id          text NOT NULL CONSTRAINT match_runs_pkey PRIMARY KEY,
    department  text NOT NULL,
    kind        text NOT NULL,
    name        text NOT NULL,
    division    text NOT NULL,
    request_key text,
    row_count   integer NOT NULL,
    exact       integer NOT NULL,
    probable    integer NOT NULL,
    none        integer NOT NULL,
    created_by  text NOT NULL,
    created_at  datetime NOT NULL,
    CONSTRAINT match_runs_request_key UNIQUE (created_by, request_key)
);

CREATE INDEX match_runs_by_district ON match_runs (substr(division, 1, 6), id);
CREATE INDEX match_runs_by_city ON match_runs (substr(division, 1, 4), id);

CREATE TABLE match_rows (
    run_id      text NOT NULL CONSTRAINT match_rows_run REFERENCES match_runs (id),
    seq         integer NOT NULL,
    input       text NOT NULL,
    verdict     text NOT NULL,
    person_id   text NOT NULL,
    score       integer NOT NULL,
    reason      text NOT NULL,
    review      text NOT NULL,
    reviewed_by text NOT NULL,
    reviewed_at datetime,
    CONSTRAINT match_rows_pkey PRIMARY KEY (run_id, seq)
);

CREATE INDEX match_rows_by_review ON match_rows (run_id, review, seq);

CREATE TABLE api_tokens (
    id           text NOT NULL CONSTRAINT api_tokens_pkey PRIMARY KEY,
    name         text NOT NULL,
    hash         text NOT NULL CONSTRAINT api_tokens_hash UNIQUE,
    hint         text NOT NULL,
    grants       text NOT NULL,
    created_by   text NOT NULL,
    created_at   datetime NOT NULL,
    expires_at   datetime,
    revoked_at   datetime,
    last_used_at datetime
);

-- +goose Down
DROP TABLE api_tokens;
DROP TABLE match_rows;
DROP TABLE match_runs;
DROP TABLE ledger_events;
DROP TABLE ledger_persons;
DROP TABLE roster_imports;
DROP TABLE attachments;
DROP TABLE issued_papers;
DROP TABLE line_gaps;
DROP TABLE line_checks;
DROP TABLE batch_lines;
DROP TABLE transfer_batches;
DROP TABLE agreements;
DROP TABLE nature_forms;
DROP TABLE paper_numbers;
ALTER TABLE ingests DROP COLUMN batch_id;
ALTER TABLE user_grants DROP COLUMN enterprise;
DROP INDEX enterprises_by_uscc;

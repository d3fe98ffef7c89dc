-- +goose Up

-- Held by whoever writes a dossier's objects. The dossier need not have rows yet, or any more.
CREATE TABLE write_intents (
    dossier_id   text NOT NULL CONSTRAINT write_intents_pkey PRIMARY KEY,
    kind         text NOT NULL,
    owner        text NOT NULL,
    lease_until  datetime NOT NULL,
    from_version integer NOT NULL,
    created_at   datetime NOT NULL
);

CREATE INDEX write_intents_by_lease ON write_intents (lease_until, dossier_id);
CREATE INDEX write_intents_by_owner ON write_intents (owner);

-- One transaction writes at a time, so sequence numbers are in commit order and the epoch, which PostgreSQL needs to tell
-- open transactions, is always 0. AUTOINCREMENT: a number is never given twice.
CREATE TABLE outbox (
    seq        integer CONSTRAINT outbox_pkey PRIMARY KEY AUTOINCREMENT NOT NULL,
    epoch      integer NOT NULL DEFAULT 0,
    dossier_id text NOT NULL
);

CREATE INDEX outbox_by_epoch ON outbox (epoch, seq);

-- again: asked for once more while it ran, so that finishing puts it back into the queue.
CREATE TABLE jobs (
    id           text NOT NULL CONSTRAINT jobs_pkey PRIMARY KEY,
    kind         text NOT NULL,
    unique_key   text,
    payload      text NOT NULL,
    state        text NOT NULL CONSTRAINT jobs_state_known CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'DEAD')),
    again        boolean NOT NULL,
    attempts     integer NOT NULL,
    max_attempts integer NOT NULL,
    run_at       datetime NOT NULL,
    locked_by    text NOT NULL,
    locked_until datetime,
    last_error   text NOT NULL,
    created_at   datetime NOT NULL,
    finished_at  datetime
);

CREATE UNIQUE INDEX jobs_unfinished_key ON jobs (kind, unique_key)
    WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING');
CREATE INDEX jobs_to_claim ON jobs (run_at, id) WHERE state IN ('PENDING', 'RUNNING');
-- Jobs that ended are counted by an index of their own: one of all states would be taken for claims, which it cannot order.
CREATE INDEX jobs_ended ON jobs (state) WHERE state IN ('DONE', 'DEAD');

CREATE TABLE audit_entries (
    seq         integer CONSTRAINT audit_entries_pkey PRIMARY KEY AUTOINCREMENT NOT NULL,
    epoch       integer NOT NULL DEFAULT 0,
    id          text NOT NULL CONSTRAINT audit_entries_id UNIQUE,
    at          datetime NOT NULL,
    actor       text NOT NULL,
    actor_name  text NOT NULL,
    action      text NOT NULL,
    object      text NOT NULL,
    object_id   text NOT NULL,
    office_code text NOT NULL,
    detail      text NOT NULL,
    address     text NOT NULL,
    seal_no     bigint,
    seal        text,
    CONSTRAINT audit_entries_sealed_whole CHECK ((seal_no IS NULL) = (seal IS NULL))
);

CREATE UNIQUE INDEX audit_entries_seal_no ON audit_entries (seal_no) WHERE seal_no IS NOT NULL;
CREATE INDEX audit_entries_unsealed ON audit_entries (epoch, seq) WHERE seal_no IS NULL;
CREATE INDEX audit_entries_by_time ON audit_entries (at, id);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor, at, id);
CREATE INDEX audit_entries_by_action ON audit_entries (action, at, id);
CREATE INDEX audit_entries_by_object ON audit_entries (object_id, object, at, id);

-- +goose StatementBegin
CREATE TRIGGER audit_entries_kept_on_update BEFORE UPDATE ON audit_entries
    WHEN OLD.seal_no IS NOT NULL OR NEW.seal_no IS NULL
        OR (NEW.seq, NEW.epoch, NEW.id, NEW.at, NEW.actor, NEW.actor_name, NEW.action, NEW.object, NEW.object_id,
            NEW.office_code, NEW.detail, NEW.address)
        <> (OLD.seq, OLD.epoch, OLD.id, OLD.at, OLD.actor, OLD.actor_name, OLD.action, OLD.object, OLD.object_id,
            OLD.office_code, OLD.detail, OLD.address)
BEGIN
    SELECT RAISE(ABORT, 'audit entries are only ever added');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_entries_kept_on_delete BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit entries are only ever added');
END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE audit_entries;
DROP TABLE jobs;
DROP TABLE outbox;
DROP TABLE write_intents;

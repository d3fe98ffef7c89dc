-- +goose Up

-- Held by whoever writes a dossier's objects. The dossier need not have rows yet, or any more.
CREATE TABLE write_intents (
    dossier_id   text COLLATE "C" NOT NULL CONSTRAINT write_intents_pkey PRIMARY KEY,
    kind         text NOT NULL,
    owner        text NOT NULL,
    lease_until  timestamptz NOT NULL,
    from_version integer NOT NULL,
    created_at   timestamptz NOT NULL
);

CREATE INDEX write_intents_by_lease ON write_intents (lease_until, dossier_id);
CREATE INDEX write_intents_by_owner ON write_intents (owner);

-- A sequence number is given when a row is inserted, not when it is committed. The epoch, the number of the writing
-- transaction, lets a reader stop before the oldest transaction that is still open.
CREATE TABLE outbox (
    seq        bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
    epoch      xid8 NOT NULL DEFAULT pg_current_xact_id(),
    dossier_id text COLLATE "C" NOT NULL
);

CREATE INDEX outbox_by_epoch ON outbox (epoch, seq);

-- again: asked for once more while it ran, so that finishing puts it back into the queue.
CREATE TABLE jobs (
    id           text COLLATE "C" NOT NULL CONSTRAINT jobs_pkey PRIMARY KEY,
    kind         text NOT NULL,
    unique_key   text,
    payload      text NOT NULL,
    state        text NOT NULL CONSTRAINT jobs_state_known CHECK (state IN ('PENDING', 'RUNNING', 'DONE', 'DEAD')),
    again        boolean NOT NULL,
    attempts     integer NOT NULL,
    max_attempts integer NOT NULL,
    run_at       timestamptz NOT NULL,
    locked_by    text NOT NULL,
    locked_until timestamptz,
    last_error   text NOT NULL,
    created_at   timestamptz NOT NULL,
    finished_at  timestamptz
);

CREATE UNIQUE INDEX jobs_unfinished_key ON jobs (kind, unique_key)
    WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING');
CREATE INDEX jobs_to_claim ON jobs (run_at, id) WHERE state IN ('PENDING', 'RUNNING');
-- Jobs that ended are counted by an index of their own: one of all states would be taken for claims, which it cannot order.
CREATE INDEX jobs_ended ON jobs (state) WHERE state IN ('DONE', 'DEAD');

CREATE TABLE audit_entries (
    seq         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_entries_pkey PRIMARY KEY,
    epoch       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id          text COLLATE "C" NOT NULL CONSTRAINT audit_entries_id UNIQUE,
    at          timestamptz NOT NULL,
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
CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seal_no IS NULL AND NEW.seal_no IS NOT NULL
        AND (NEW.seq, NEW.epoch, NEW.id, NEW.at, NEW.actor, NEW.actor_name, NEW.action, NEW.object, NEW.object_id,
             NEW.office_code, NEW.detail, NEW.address)
          = (OLD.seq, OLD.epoch, OLD.id, OLD.at, OLD.actor, OLD.actor_name, OLD.action, OLD.object, OLD.object_id,
             OLD.office_code, OLD.detail, OLD.address)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit entries are only ever added' USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER audit_entries_kept BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_refuse();
CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse();

-- +goose Down
DROP TABLE audit_entries;
DROP FUNCTION audit_entries_refuse;
DROP TABLE jobs;
DROP TABLE outbox;
DROP TABLE write_intents;

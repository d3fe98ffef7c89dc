-- +goose Up

-- Text that orders a listing is compared by code point (COLLATE "C"), so that pages of a listing are the same on every
-- server and in SQLite. Partial dates (1978, 1978-03, 1978-03-09; empty: unknown) are text. Unknown times are NULL.

CREATE TABLE divisions (
    code       text COLLATE "C" NOT NULL CONSTRAINT divisions_pkey PRIMARY KEY,
    name       text NOT NULL,
    valid_from text NOT NULL,
    valid_to   text NOT NULL,
    successor  text NOT NULL
);

-- The division is no foreign key: a rebuild from the object store meets offices before divisions are loaded.
CREATE TABLE offices (
    code     text COLLATE "C" NOT NULL CONSTRAINT offices_pkey PRIMARY KEY CONSTRAINT offices_code_given CHECK (code <> ''),
    name     text NOT NULL,
    division text COLLATE "C" NOT NULL
);

CREATE TABLE enterprises (
    id                    text COLLATE "C" NOT NULL CONSTRAINT enterprises_pkey PRIMARY KEY,
    name                  text COLLATE "C" NOT NULL CONSTRAINT enterprises_name UNIQUE,
    uscc                  text NOT NULL,
    no_uscc_reason        text NOT NULL,
    uscc_override         text NOT NULL,
    level                 text NOT NULL,
    registration_division text NOT NULL,
    insurance_division    text NOT NULL,
    version               integer NOT NULL
);

CREATE TABLE retirees (
    id                 text COLLATE "C" NOT NULL CONSTRAINT retirees_pkey PRIMARY KEY,
    name               text NOT NULL,
    id_number          text NOT NULL,
    id_number_given    text NOT NULL,
    sex                text NOT NULL,
    born_on            text NOT NULL,
    retired_on         text NOT NULL,
    survival           text NOT NULL,
    died_on            text NOT NULL,
    enterprise_id      text NOT NULL,
    hukou_place        text NOT NULL,
    hukou_division     text NOT NULL,
    residence_division text NOT NULL,
    insurance_division text NOT NULL
);

-- Office name and division stand here as the record has them, so that rows and record can be compared exactly.
-- active_id_number is the retiree's number while the dossier is the person's active one: unique in the whole installation.
CREATE TABLE dossiers (
    id               text COLLATE "C" NOT NULL CONSTRAINT dossiers_pkey PRIMARY KEY,
    office_code      text COLLATE "C" NOT NULL CONSTRAINT dossiers_office REFERENCES offices (code),
    office_name      text NOT NULL,
    division         text COLLATE "C" NOT NULL,
    archival_code    text CONSTRAINT dossiers_archival_code UNIQUE,
    active_id_number text CONSTRAINT dossiers_id_number UNIQUE,
    scheme           text NOT NULL,
    category         text NOT NULL,
    retention        text NOT NULL,
    remark           text NOT NULL,
    retiree_id       text NOT NULL CONSTRAINT dossiers_retiree REFERENCES retirees (id),
    enterprise_id    text CONSTRAINT dossiers_enterprise REFERENCES enterprises (id),
    last_page_no     integer NOT NULL,
    volume_count     integer NOT NULL,
    material_count   integer NOT NULL,
    page_count       integer NOT NULL,
    custody          text NOT NULL,
    ingest_id        text NOT NULL,
    fingerprint      text NOT NULL,
    version          integer NOT NULL CONSTRAINT dossiers_version_positive CHECK (version > 0),
    masters_version  integer NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    released_at      timestamptz
);

-- A scope is made of offices, districts (6 digits) and cities (4 digits); each is walked in the order of ids.
CREATE INDEX dossiers_by_office ON dossiers (office_code, id);
CREATE INDEX dossiers_by_district ON dossiers (substr(division, 1, 6), id);
CREATE INDEX dossiers_by_city ON dossiers (substr(division, 1, 4), id);
CREATE INDEX dossiers_by_retiree ON dossiers (retiree_id);
CREATE INDEX dossiers_by_enterprise ON dossiers (enterprise_id);

CREATE TABLE volumes (
    dossier_id text COLLATE "C" NOT NULL CONSTRAINT volumes_dossier REFERENCES dossiers (id) ON DELETE CASCADE,
    no         integer NOT NULL,
    copy_kind  text NOT NULL,
    CONSTRAINT volumes_pkey PRIMARY KEY (dossier_id, no)
);

CREATE TABLE materials (
    dossier_id text COLLATE "C" NOT NULL CONSTRAINT materials_dossier REFERENCES dossiers (id) ON DELETE CASCADE,
    id         text COLLATE "C" NOT NULL,
    place      integer NOT NULL,
    volume_no  integer NOT NULL,
    class      text NOT NULL,
    item_no    integer NOT NULL,
    title      text NOT NULL,
    formed_on  text NOT NULL,
    page_count integer NOT NULL,
    copy_count integer NOT NULL,
    remark     text NOT NULL,
    CONSTRAINT materials_pkey PRIMARY KEY (dossier_id, id)
);

CREATE TABLE pages (
    dossier_id  text COLLATE "C" NOT NULL CONSTRAINT pages_dossier REFERENCES dossiers (id) ON DELETE CASCADE,
    no          integer NOT NULL CONSTRAINT pages_no_positive CHECK (no > 0),
    place       integer NOT NULL,
    material_id text COLLATE "C",
    seq         integer NOT NULL,
    file        text NOT NULL,
    frame       integer NOT NULL,
    digest      text NOT NULL,
    size        bigint NOT NULL,
    media_type  text NOT NULL,
    width       integer NOT NULL,
    height      integer NOT NULL,
    dpi         integer NOT NULL,
    color       boolean NOT NULL,
    rotation    integer NOT NULL CONSTRAINT pages_rotation_quarter CHECK (rotation IN (0, 90, 180, 270)),
    source_name text NOT NULL,
    CONSTRAINT pages_pkey PRIMARY KEY (dossier_id, no),
    CONSTRAINT pages_material FOREIGN KEY (dossier_id, material_id) REFERENCES materials (dossier_id, id)
        ON DELETE CASCADE
);

CREATE INDEX pages_by_material ON pages (dossier_id, material_id);

CREATE TABLE page_texts (
    dossier_id     text COLLATE "C" NOT NULL CONSTRAINT page_texts_dossier REFERENCES dossiers (id) ON DELETE CASCADE,
    page_no        integer NOT NULL,
    engine         text COLLATE "C" NOT NULL,
    engine_version text COLLATE "C" NOT NULL,
    content        text NOT NULL,
    created_at     timestamptz NOT NULL,
    CONSTRAINT page_texts_pkey PRIMARY KEY (dossier_id, page_no, engine, engine_version)
);

CREATE TABLE ingests (
    id             text COLLATE "C" NOT NULL CONSTRAINT ingests_pkey PRIMARY KEY,
    office_code    text COLLATE "C" NOT NULL,
    division       text COLLATE "C" NOT NULL,
    name           text NOT NULL,
    source         text NOT NULL,
    staged         boolean NOT NULL,
    layout         text NOT NULL,
    scheme         text NOT NULL,
    category       text NOT NULL,
    state          text NOT NULL,
    problem        text NOT NULL,
    violations     text NOT NULL,
    total_dossiers integer NOT NULL,
    total_files    integer NOT NULL,
    total_pages    integer NOT NULL,
    total_bytes    bigint NOT NULL,
    done_dossiers  integer NOT NULL,
    done_files     integer NOT NULL,
    done_pages     integer NOT NULL,
    done_bytes     bigint NOT NULL,
    accepted       integer NOT NULL,
    skipped        integer NOT NULL,
    refused        integer NOT NULL,
    warnings       integer NOT NULL,
    created_by     text NOT NULL,
    request_key    text,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    version        integer NOT NULL,
    CONSTRAINT ingests_request_key UNIQUE (created_by, request_key)
);

CREATE INDEX ingests_by_office ON ingests (office_code, id);
CREATE INDEX ingests_by_district ON ingests (substr(division, 1, 6), id);
CREATE INDEX ingests_by_city ON ingests (substr(division, 1, 4), id);
CREATE INDEX ingests_by_source ON ingests (source, office_code, state);

CREATE TABLE ingest_items (
    ingest_id   text COLLATE "C" NOT NULL CONSTRAINT ingest_items_ingest REFERENCES ingests (id) ON DELETE CASCADE,
    seq         integer NOT NULL,
    dossier_id  text NOT NULL,
    verdict     text NOT NULL,
    state       text NOT NULL,
    problem     text NOT NULL,
    fingerprint text NOT NULL,
    file_count  integer NOT NULL,
    page_count  integer NOT NULL,
    byte_count  bigint NOT NULL,
    draft       text NOT NULL,
    facts       text NOT NULL,
    violations  text NOT NULL,
    CONSTRAINT ingest_items_pkey PRIMARY KEY (ingest_id, seq)
);

CREATE INDEX ingest_items_by_verdict ON ingest_items (ingest_id, verdict, seq);

-- +goose Down
DROP TABLE ingest_items;
DROP TABLE ingests;
DROP TABLE page_texts;
DROP TABLE pages;
DROP TABLE materials;
DROP TABLE volumes;
DROP TABLE dossiers;
DROP TABLE retirees;
DROP TABLE enterprises;
DROP TABLE offices;
DROP TABLE divisions;

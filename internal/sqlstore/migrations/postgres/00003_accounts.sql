-- +goose Up
CREATE TABLE users (
    id              text COLLATE "C" NOT NULL CONSTRAINT users_pkey PRIMARY KEY,
    login           text COLLATE "C" NOT NULL CONSTRAINT users_login UNIQUE,
    name            text NOT NULL,
    password_hash   text NOT NULL,
    must_change     boolean NOT NULL,
    disabled        boolean NOT NULL,
    failed_logins   integer NOT NULL,
    locked_until    timestamptz,
    last_login_at   timestamptz,
    password_set_at timestamptz,
    created_at      timestamptz NOT NULL,
    version         integer NOT NULL
);

CREATE TABLE user_grants (
    user_id  text COLLATE "C" NOT NULL CONSTRAINT user_grants_user REFERENCES users (id) ON DELETE CASCADE,
    place    integer NOT NULL,
    role     text NOT NULL,
    division text NOT NULL,
    office   text NOT NULL,
    CONSTRAINT user_grants_pkey PRIMARY KEY (user_id, place)
);

CREATE TABLE sessions (
    token_hash text COLLATE "C" NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY,
    user_id    text COLLATE "C" NOT NULL CONSTRAINT sessions_user REFERENCES users (id) ON DELETE CASCADE,
    address    text NOT NULL,
    agent      text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- +goose Down
DROP TABLE sessions;
DROP TABLE user_grants;
DROP TABLE users;

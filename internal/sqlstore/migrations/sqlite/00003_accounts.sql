-- +goose Up
CREATE TABLE users (
    id              text NOT NULL CONSTRAINT users_pkey PRIMARY KEY,
    login           text NOT NULL CONSTRAINT users_login UNIQUE,
    name            text NOT NULL,
    password_hash   text NOT NULL,
    must_change     boolean NOT NULL,
    disabled        boolean NOT NULL,
    failed_logins   integer NOT NULL,
    locked_until    datetime,
    last_login_at   datetime,
    password_set_at datetime,
    created_at      datetime NOT NULL,
    version         integer NOT NULL
);

CREATE TABLE user_grants (
    user_id  text NOT NULL CONSTRAINT user_grants_user REFERENCES users (id) ON DELETE CASCADE,
    place    integer NOT NULL,
    role     text NOT NULL,
    division text NOT NULL,
    office   text NOT NULL,
    CONSTRAINT user_grants_pkey PRIMARY KEY (user_id, place)
);

CREATE TABLE sessions (
    token_hash text NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY,
    user_id    text NOT NULL CONSTRAINT sessions_user REFERENCES users (id) ON DELETE CASCADE,
    address    text NOT NULL,
    agent      text NOT NULL,
    created_at datetime NOT NULL,
    seen_at    datetime NOT NULL,
    expires_at datetime NOT NULL,
    revoked_at datetime
);

CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- +goose Down
DROP TABLE sessions;
DROP TABLE user_grants;
DROP TABLE users;

-- +goose Up

-- How an identity provider knows a user: the account that the security officer expects, and, from the first sign-in on, the
-- issuer and subject that count. Nobody shares either with another user.
ALTER TABLE users ADD COLUMN idp_account text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN idp_issuer text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN idp_subject text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX users_idp_account ON users (idp_account) WHERE idp_account <> '';
CREATE UNIQUE INDEX users_idp_subject ON users (idp_issuer, idp_subject) WHERE idp_subject <> '';
ALTER TABLE sessions ADD COLUMN external boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE sessions DROP COLUMN external;
DROP INDEX users_idp_subject;
DROP INDEX users_idp_account;
ALTER TABLE users DROP COLUMN idp_subject;
ALTER TABLE users DROP COLUMN idp_issuer;
ALTER TABLE users DROP COLUMN idp_account;

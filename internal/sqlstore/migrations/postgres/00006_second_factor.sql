-- +goose Up

-- The second factor of a user (TOTP). The secret is sealed with a key that is not in the database.
ALTER TABLE users ADD COLUMN totp_secret text NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN totp_since timestamptz;
ALTER TABLE users ADD COLUMN totp_step bigint NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN totp_recovery text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE users DROP COLUMN totp_recovery;
ALTER TABLE users DROP COLUMN totp_step;
ALTER TABLE users DROP COLUMN totp_since;
ALTER TABLE users DROP COLUMN totp_secret;

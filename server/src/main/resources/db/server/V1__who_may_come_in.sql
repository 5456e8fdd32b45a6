-- Who may come in. Secrets stand here as hashes only: a copy of this database opens no door.
CREATE TABLE api_key (
    hash       text PRIMARY KEY,           -- SHA-256 of the whole key; keys are random, so nothing slower is needed
    tenant     text        NOT NULL,
    name       text        NOT NULL,
    scopes     text        NOT NULL,       -- separated by blanks
    origin     text        NOT NULL,       -- workspace | generated
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

CREATE TABLE local_user (
    name          text PRIMARY KEY,
    tenant        text        NOT NULL,
    password_hash text        NOT NULL,    -- bcrypt
    roles         text        NOT NULL,    -- separated by blanks
    changed_at    timestamptz NOT NULL
);

-- Changes that wait for a decision, the decisions, and the tokens of those who decide.

-- A proposed change of skills and loops. `open` until it is decided; every other state is final.
CREATE TABLE proposals (
    proposal INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    state TEXT NOT NULL CHECK (state = 'open' OR state = 'live' OR state = 'rejected' OR state = 'superseded' OR state = 'expired'
        OR state = 'stale'),
    -- The files it changes: a JSON array of paths.
    paths TEXT NOT NULL,
    -- What was proposed, as it was sent: a JSON array of {path, document, base}.
    changes TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposer TEXT NOT NULL CHECK (proposer <> ''),
    proposer_name TEXT NOT NULL,
    proposer_scope TEXT NOT NULL,
    model TEXT,
    base_commit TEXT NOT NULL,
    -- The candidate, on the branch `branch` for as long as the proposal is open.
    commit_id TEXT NOT NULL,
    branch TEXT NOT NULL,
    -- JSON. The hash covers the evidence, the candidate versions and bases, and the policy they were judged by.
    evidence TEXT NOT NULL,
    evidence_hash TEXT NOT NULL CHECK (length(evidence_hash) = 64),
    opened_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT,
    landed_commit TEXT,
    note TEXT,
    CONSTRAINT closed_iff_final CHECK ((closed_at IS NULL) = (state = 'open')),
    CONSTRAINT closing_is_whole CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
    CONSTRAINT live_has_commit CHECK ((landed_commit IS NOT NULL) = (state = 'live'))
) STRICT;
CREATE INDEX proposals_open ON proposals (opened_at) WHERE state = 'open';
CREATE INDEX proposals_time ON proposals (opened_at);

-- What people said of a proposal, in order. An approval counts for the evidence it names and for no other.
CREATE TABLE reviews (
    review INTEGER PRIMARY KEY,
    proposal INTEGER NOT NULL REFERENCES proposals,
    verdict TEXT NOT NULL CHECK (verdict = 'approve' OR verdict = 'reject' OR verdict = 'comment'),
    reviewer TEXT NOT NULL CHECK (reviewer <> ''),
    reviewer_name TEXT NOT NULL,
    note TEXT,
    evidence_hash TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX reviews_proposal ON reviews (proposal);

-- Tokens besides the owner's and the agent's, which are files. Only the hash of a token is kept.
CREATE TABLE tokens (
    token INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    scope TEXT NOT NULL CHECK (scope = 'agent' OR scope = 'viewer' OR scope = 'operator' OR scope = 'reviewer' OR scope = 'admin'),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    revoked_at INTEGER,
    revoked_by TEXT,
    CONSTRAINT revocation_is_whole CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;

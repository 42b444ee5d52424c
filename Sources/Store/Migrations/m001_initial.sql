-- Conventions. Times are integer milliseconds since 1970 UTC, durations say their unit. Row ids (run, entry, blob,
-- version) are for joins and never leave the server; `id` is what people see. Every table is STRICT and states its
-- invariants as CHECKs, so a row that breaks one cannot be written by any code path. Vocabularies are spelled out with OR,
-- the frequent word first: for an IN list SQLite builds a table at each execution, which costs more than the insert.

-- The one engine that may write. `epoch` grows by one at each opening; every batch of writes compares it with the epoch
-- its process was given, so a process that lost the file to another one fails at its next write.
CREATE TABLE engine (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    epoch INTEGER NOT NULL CHECK (epoch >= 0)
) STRICT;
INSERT INTO engine (only, epoch) VALUES (1, 0);

-- Bodies over 16 KiB, out of the way of the rows people scan. Written in the transaction of the row that names them.
CREATE TABLE blobs (
    blob INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

-- Every skill version a run was ever pinned to: its document can be loaded again whatever became of the repository.
-- Content-addressed by `id`; rows are never changed.
CREATE TABLE versions (
    version INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 64),
    skill TEXT NOT NULL CHECK (skill <> ''),
    label TEXT NOT NULL CHECK (label <> ''),
    document BLOB NOT NULL,
    commit_id TEXT,
    seen_at INTEGER NOT NULL
) STRICT;

-- One row a run, narrow on purpose: it is rewritten at each state change (never at a step); its documents lie apart.
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    skill TEXT NOT NULL CHECK (skill <> ''),
    version INTEGER NOT NULL REFERENCES versions,
    commit_id TEXT,
    input_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The fence: whoever takes the run over raises it, and a write that carries another value is refused.
    epoch INTEGER NOT NULL DEFAULT 1 CHECK (epoch >= 1),
    recoveries INTEGER NOT NULL DEFAULT 0 CHECK (recoveries >= 0),
    priority INTEGER NOT NULL,
    trigger_kind TEXT NOT NULL
        CHECK (trigger_kind = 'schedule' OR trigger_kind = 'child' OR trigger_kind = 'api' OR trigger_kind = 'manual'),
    parent INTEGER REFERENCES runs,
    parent_path TEXT,
    parent_attempt INTEGER,
    -- The run at the top of the tree; NULL in that run itself.
    root INTEGER REFERENCES runs,
    loop TEXT,
    nominal_at INTEGER,
    concurrency_key TEXT,
    idempotency_key TEXT CHECK (idempotency_key <> ''),
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    changed_at INTEGER NOT NULL,
    deadline_at INTEGER,
    finished_at INTEGER,
    wait_kind TEXT CHECK (wait_kind <> ''),
    wait_detail TEXT,
    wait_until INTEGER,
    error_type TEXT CHECK (error_type <> ''),
    calls INTEGER NOT NULL DEFAULT 0 CHECK (calls >= 0),
    input_tokens INTEGER NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
    output_tokens INTEGER NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
    cost_micro_usd INTEGER NOT NULL DEFAULT 0 CHECK (cost_micro_usd >= 0),
    CONSTRAINT finished_iff_terminal CHECK (CASE WHEN finished_at IS NULL
        THEN state = 'running' OR state = 'waiting' OR state = 'queued' OR state = 'paused'
        ELSE state = 'succeeded' OR state = 'failed' OR state = 'cancelled' OR state = 'timed_out' OR state = 'terminated'
            OR state = 'skipped' OR state = 'quarantined' END),
    CONSTRAINT waiting_says_for_what CHECK ((wait_kind IS NOT NULL) = (state = 'waiting')),
    CONSTRAINT only_waiting_has_wait CHECK (state = 'waiting' OR (wait_detail IS NULL AND wait_until IS NULL)),
    CONSTRAINT running_has_started CHECK (state <> 'running' OR started_at IS NOT NULL),
    CONSTRAINT failed_has_error CHECK (state <> 'failed' OR error_type IS NOT NULL),
    CONSTRAINT error_only_at_bad_end CHECK (error_type IS NULL OR (finished_at IS NOT NULL AND state <> 'succeeded')),
    CONSTRAINT parent_is_whole CHECK ((parent IS NULL) = (parent_path IS NULL) AND (parent IS NULL) = (parent_attempt IS NULL)),
    CONSTRAINT child_has_root CHECK (parent IS NULL OR root IS NOT NULL),
    CONSTRAINT nominal_time_of_a_loop CHECK (nominal_at IS NULL OR loop IS NOT NULL)
) STRICT;

-- A call starts one child, however often it is repeated after a crash. Also finds the children of a run.
CREATE UNIQUE INDEX runs_child ON runs (parent, parent_path, parent_attempt) WHERE parent IS NOT NULL;
CREATE INDEX runs_root ON runs (root, created_at) WHERE root IS NOT NULL;
CREATE UNIQUE INDEX runs_idempotency ON runs (skill, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- The open runs: few, whatever the size of the history. What holds a place is counted from here, never kept as a number.
CREATE INDEX runs_open ON runs (created_at) WHERE finished_at IS NULL;
CREATE INDEX runs_open_loop ON runs (loop) WHERE finished_at IS NULL AND loop IS NOT NULL;
CREATE INDEX runs_open_key ON runs (concurrency_key, state) WHERE finished_at IS NULL AND concurrency_key IS NOT NULL;
CREATE INDEX runs_due ON runs (wait_until) WHERE wait_until IS NOT NULL;

-- The history, newest first. An entry is written once, when the run finishes; open runs are merged in from runs_open.
-- The columns after `run` let a second condition be checked without a look at the run's row.
CREATE INDEX runs_time ON runs (created_at);
CREATE INDEX runs_state ON runs (state, created_at) WHERE finished_at IS NOT NULL;
CREATE INDEX runs_skill ON runs (skill, state, created_at) WHERE finished_at IS NOT NULL;
CREATE INDEX runs_version ON runs (version, state, created_at) WHERE finished_at IS NOT NULL;
CREATE INDEX runs_loop ON runs (loop, state, created_at, run, version) WHERE finished_at IS NOT NULL AND loop IS NOT NULL;
CREATE INDEX runs_error ON runs (error_type, created_at, run, state) WHERE error_type IS NOT NULL;
CREATE INDEX runs_skill_error ON runs (skill, error_type, created_at, run, state) WHERE error_type IS NOT NULL;
CREATE INDEX runs_version_error ON runs (version, error_type, created_at, run, state) WHERE error_type IS NOT NULL;
CREATE INDEX runs_loop_error ON runs (loop, error_type, created_at, run, state, version) WHERE error_type IS NOT NULL AND loop IS NOT NULL;

-- What went into a run and what came out, as JSON text; a body over 16 KiB is a row of `blobs`.
CREATE TABLE documents (
    run INTEGER PRIMARY KEY REFERENCES runs,
    pins TEXT NOT NULL,
    input TEXT,
    input_blob INTEGER REFERENCES blobs,
    output TEXT,
    output_blob INTEGER REFERENCES blobs,
    error TEXT,
    error_blob INTEGER REFERENCES blobs,
    CHECK ((input IS NULL) <> (input_blob IS NULL)),
    CHECK (output IS NULL OR output_blob IS NULL),
    CHECK (error IS NULL OR error_blob IS NULL)
) STRICT;

-- The only truth of a run: append-only, dense by sequence, read back in that order. In row order, so that a batch of
-- entries of many runs fills the same pages. `run` bears no REFERENCES: the one statement that inserts here takes it
-- from `runs` together with the check of epoch and state, and is the busiest of the whole product.
CREATE TABLE journal (
    entry INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    kind TEXT NOT NULL
        CHECK (kind = 'outcome' OR kind = 'intent' OR kind = 'signal' OR kind = 'late' OR kind = 'cancel_request'),
    path TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    epoch INTEGER NOT NULL,
    at INTEGER NOT NULL,
    duration_us INTEGER NOT NULL CHECK (duration_us >= 0),
    body TEXT,
    blob INTEGER REFERENCES blobs,
    CHECK ((body IS NULL) <> (blob IS NULL))
) STRICT;
CREATE UNIQUE INDEX journal_run ON journal (run, sequence);
CREATE INDEX journal_retries ON journal (run) WHERE attempt > 1 AND kind = 'outcome';

-- The state of a loop; its definition is a file. Paused here, never by a commit. `watermark` is the last nominal time
-- dealt with, `next_at` the next one: both are truth, no process computes fires from its own start.
CREATE TABLE loops (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    specification_hash TEXT NOT NULL,
    paused_by TEXT,
    paused_at INTEGER,
    paused_reason TEXT,
    watermark INTEGER NOT NULL,
    next_at INTEGER,
    consecutive_failures INTEGER NOT NULL DEFAULT 0 CHECK (consecutive_failures >= 0),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    CONSTRAINT pause_is_whole CHECK ((paused_at IS NULL) = (paused_by IS NULL) AND (paused_at IS NOT NULL OR paused_reason IS NULL))
) STRICT, WITHOUT ROWID;

-- The ledger of nominal times: one row each with what became of it, or one row for a range of old ones (`count` of them
-- from nominal_at through through_at). The primary key is what makes a fire happen once.
CREATE TABLE fires (
    loop TEXT NOT NULL,
    nominal_at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome = 'started' OR outcome = 'skipped_overlap' OR outcome = 'skipped_paused'
        OR outcome = 'missed' OR outcome = 'coalesced' OR outcome = 'buffered' OR outcome = 'dropped' OR outcome = 'refused'
        OR outcome = 'failed_to_start'),
    run INTEGER REFERENCES runs,
    detail TEXT,
    count INTEGER NOT NULL CHECK (count >= 1),
    through_at INTEGER,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (loop, nominal_at),
    CONSTRAINT started_has_run CHECK (outcome <> 'started' OR run IS NOT NULL),
    CONSTRAINT run_was_started CHECK (run IS NULL OR outcome IN ('started', 'coalesced')),
    CONSTRAINT range_is_whole CHECK (CASE WHEN through_at IS NULL THEN count = 1 ELSE through_at > nominal_at END),
    CONSTRAINT range_started_nothing CHECK (through_at IS NULL OR outcome NOT IN ('started', 'buffered'))
) STRICT, WITHOUT ROWID;
CREATE INDEX fires_buffered ON fires (loop, nominal_at) WHERE outcome = 'buffered';
CREATE INDEX fires_run ON fires (run) WHERE run IS NOT NULL;

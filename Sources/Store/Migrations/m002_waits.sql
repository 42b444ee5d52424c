-- What runs wait for, and what wakes them; requests to end; events, memory, verdicts, incidents.

-- A run that no process holds: it is taken up again at `due_at`, or, with NULL, when something sets one. Whatever wakes a
-- run (an answer, an event, the end of a called run, a request to cancel, a free place) sets it in the transaction that
-- records the reason, so no wake-up is lost in between. An open run without a row here is in some process's memory.
CREATE TABLE wakes (
    run INTEGER PRIMARY KEY REFERENCES runs,
    due_at INTEGER
) STRICT;
CREATE INDEX wakes_due ON wakes (due_at) WHERE due_at IS NOT NULL;
DROP INDEX runs_due;
INSERT INTO wakes (run, due_at) SELECT run, wait_until FROM runs WHERE state = 'waiting' AND wait_until IS NOT NULL;

-- How many runs of its key a run lets be open beside it.
ALTER TABLE runs ADD COLUMN concurrency_limit INTEGER CHECK (concurrency_limit >= 1);
-- The length of the journal at the last recovery: recoveries are counted anew once the run got on.
ALTER TABLE runs ADD COLUMN recovered_at_sequence INTEGER NOT NULL DEFAULT 0;
-- How often the run was put off (rate, concurrency); never counted as an attempt.
ALTER TABLE runs ADD COLUMN deferrals INTEGER NOT NULL DEFAULT 0 CHECK (deferrals >= 0);
-- Limits of a called run where they are less than its skill's: what its caller had left. JSON.
ALTER TABLE documents ADD COLUMN limits TEXT;

-- A wish that an open run ends. The run's own journal says where it took effect.
CREATE TABLE cancellations (
    run INTEGER PRIMARY KEY REFERENCES runs,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    reason TEXT NOT NULL
) STRICT;

-- What a call waits for from outside the engine. `open` until it is resolved (an answer, an event); `closed` once the run's
-- journal has what became of it, or when the run stopped waiting. The first of two commits wins: a resolution finds the
-- wait open, and giving it up finds it unresolved.
CREATE TABLE waits (
    wait INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    run INTEGER NOT NULL REFERENCES runs,
    path TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    kind TEXT NOT NULL CHECK (kind = 'human' OR kind = 'event' OR kind = 'unknown' OR kind = 'tool_approval'),
    step TEXT NOT NULL,
    -- The name of the event waited for.
    event_name TEXT,
    -- What is asked: the form of a person, the condition of an event. JSON.
    request TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state = 'open' OR state = 'resolved' OR state = 'closed'),
    opened_at INTEGER NOT NULL,
    until INTEGER,
    resolved_at INTEGER,
    resolved_by TEXT,
    resolution TEXT,
    event INTEGER REFERENCES events,
    UNIQUE (run, path, attempt),
    CONSTRAINT event_has_name CHECK ((kind = 'event') = (event_name IS NOT NULL)),
    CONSTRAINT resolution_is_whole CHECK ((resolved_at IS NULL) = (resolution IS NULL) AND (state <> 'resolved' OR resolution IS NOT NULL))
) STRICT;
CREATE INDEX waits_inbox ON waits (opened_at) WHERE state = 'open' AND event_name IS NULL;
CREATE INDEX waits_event ON waits (event_name) WHERE state = 'open' AND event_name IS NOT NULL;

-- Events as they were emitted; a wait that begins later looks back to the start of its run.
CREATE TABLE events (
    event INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    payload TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- The run that emitted it; NULL when it came from outside. No REFERENCES: events outlive runs.
    run INTEGER
) STRICT;
CREATE INDEX events_name ON events (name, at);

-- What skills remember from run to run. `scope` is a skill's name or a shared name; `revision` counts the changes of a key.
CREATE TABLE memory (
    scope TEXT NOT NULL CHECK (scope <> ''),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    changed_at INTEGER NOT NULL,
    -- The run that wrote it last; it may be gone.
    run INTEGER,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

-- Verdicts on runs. A later one of the same actor stands beside the earlier; the latest is what counts.
CREATE TABLE labels (
    label INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    verdict TEXT NOT NULL CHECK (verdict = 'good' OR verdict = 'bad' OR verdict = 'false_alarm' OR verdict = 'missed'),
    expected TEXT,
    note TEXT,
    actor TEXT NOT NULL CHECK (actor <> ''),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX labels_run ON labels (run);
CREATE INDEX labels_verdict ON labels (verdict, at);

-- Runs that repeat another: the journal up to `from_sequence` (exclusive) is a copy of the other's.
CREATE TABLE lineage (
    run INTEGER PRIMARY KEY REFERENCES runs,
    origin INTEGER NOT NULL REFERENCES runs,
    kept INTEGER NOT NULL CHECK (kept >= 0),
    from_step TEXT,
    -- 1 + the number of runs this one repeats, one after the other: `run.attempt`.
    attempt INTEGER NOT NULL CHECK (attempt >= 2)
) STRICT;
CREATE INDEX lineage_origin ON lineage (origin);

-- What a person must look at and no run waits for.
CREATE TABLE incidents (
    incident INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
    kind TEXT NOT NULL CHECK (kind <> ''),
    run INTEGER,
    subject TEXT NOT NULL,
    summary TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by TEXT,
    note TEXT,
    CONSTRAINT closing_is_whole CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;
CREATE INDEX incidents_open ON incidents (opened_at) WHERE closed_at IS NULL;

-- A key may be used again once its run has ended, where the start allows it; the newest run of a key counts.
DROP INDEX runs_idempotency;
CREATE INDEX runs_idempotency ON runs (skill, idempotency_key, run) WHERE idempotency_key IS NOT NULL;

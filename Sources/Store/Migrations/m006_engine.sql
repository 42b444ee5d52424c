-- Who drove a run last, which events it can hear, and whether it is to stand still.

-- The epoch in which the run was driven last: taken over or claimed, and not driven yet, it has a lower one than its epoch.
-- Only the end of a process that drove the run counts as one of its recoveries.
ALTER TABLE runs ADD COLUMN driven_epoch INTEGER NOT NULL DEFAULT 1 CHECK (driven_epoch >= 1);
UPDATE runs SET driven_epoch = epoch WHERE finished_at IS NULL;

-- The last event there was when the run was created: a wait looks back to there, whatever clocks say.
ALTER TABLE runs ADD COLUMN events_before INTEGER NOT NULL DEFAULT 0 CHECK (events_before >= 0);
UPDATE runs SET events_before = coalesce((SELECT max(event) FROM events WHERE at < created_at), 0) WHERE finished_at IS NULL;
-- In the order of events, for the row is part of every index.
DROP INDEX events_name;
CREATE INDEX events_name ON events (name);

-- Runs that are to stand still until somebody says otherwise. While the row is there nothing but a request to end wakes the run.
CREATE TABLE pauses (
    run INTEGER PRIMARY KEY REFERENCES runs,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    reason TEXT NOT NULL
) STRICT;

-- What few runs cost as much as, by the cost itself. Of two lower bounds SQLite takes either to begin with, and `> 0` would be one;
-- so runs that cost nothing are left out as NULL, which any comparison implies.
CREATE INDEX runs_cost_value ON runs (nullif(cost_micro_usd, 0)) WHERE nullif(cost_micro_usd, 0) IS NOT NULL;

-- Calls of agents' tools: what was asked through which token and client, how it ended. Arguments as a hash alone.
CREATE TABLE tool_calls (
    call INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    token TEXT NOT NULL CHECK (token <> ''),
    client TEXT,
    client_version TEXT,
    tool TEXT NOT NULL CHECK (tool <> ''),
    arguments_hash TEXT NOT NULL CHECK (length(arguments_hash) = 64),
    -- `ok`, or the code of what went wrong.
    outcome TEXT NOT NULL CHECK (outcome <> ''),
    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0)
) STRICT;
CREATE INDEX tool_calls_newest ON tool_calls (at, call);

-- Proposals that reviewers changed.

-- Who changed an open proposal, in order. Whoever did is among its authors, and cannot approve it.
CREATE TABLE edits (
    edit INTEGER PRIMARY KEY,
    proposal INTEGER NOT NULL REFERENCES proposals,
    editor TEXT NOT NULL CHECK (editor <> ''),
    editor_name TEXT NOT NULL,
    editor_scope TEXT NOT NULL,
    -- The hash of the evidence that the edit led to.
    evidence_hash TEXT NOT NULL CHECK (length(evidence_hash) = 64),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX edits_proposal ON edits (proposal);

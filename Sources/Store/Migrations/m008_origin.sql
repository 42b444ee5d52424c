-- Proposals that runs make.

-- JSON: the run that made it, what speaks for it, and whose text may be in it. NULL for one made with a token.
ALTER TABLE proposals ADD COLUMN origin TEXT;
-- The key of the call that made it, by which the call made again finds it.
ALTER TABLE proposals ADD COLUMN call_key TEXT CHECK (call_key <> '');
CREATE UNIQUE INDEX proposals_call ON proposals (call_key) WHERE call_key IS NOT NULL;

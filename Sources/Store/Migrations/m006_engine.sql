-- Who drove a run last.

-- The epoch in which the run was driven last: taken over or claimed, and not driven yet, it has a lower one than its epoch.
-- Only the end of a process that drove the run counts as one of its recoveries.
ALTER TABLE runs ADD COLUMN driven_epoch INTEGER NOT NULL DEFAULT 1 CHECK (driven_epoch >= 1);
UPDATE runs SET driven_epoch = epoch WHERE finished_at IS NULL;

-- Called runs that end otherwise than by a request when their caller is done with them.

-- What becomes of a called run when its caller ends or gives the call up. Written with the run; NULL: it is asked to end.
ALTER TABLE runs ADD COLUMN parent_close TEXT
    CHECK (parent_close IS NULL OR (parent IS NOT NULL AND (parent_close = 'abandon' OR parent_close = 'terminate')));
-- When its caller let go of it: it goes on by itself from then on, and nobody waits for what it comes to.
ALTER TABLE runs ADD COLUMN abandoned_at INTEGER CHECK (abandoned_at IS NULL OR (parent_close IS NOT NULL AND parent_close = 'abandon'));

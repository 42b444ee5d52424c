-- How many requests a token may make, and which token judged a run or called a tool: names are people's, ids are tokens'.

-- Requests a minute; null for what the scope has.
ALTER TABLE tokens ADD COLUMN rate_per_minute INTEGER CHECK (rate_per_minute > 0);

-- Id of the token; null in rows of releases that kept the name alone.
ALTER TABLE labels ADD COLUMN token TEXT;
ALTER TABLE tool_calls ADD COLUMN token_id TEXT;

-- Looking back by cost, and taking out what is old.

-- Runs that cost something, by the number of digits of what they cost, so that "at least this much" is a few ranges in the
-- order of time. An entry is written when the costs of a run are: at its end, and at most a few times before.
CREATE INDEX runs_cost ON runs (length(cost_micro_usd), created_at, run, cost_micro_usd, state) WHERE cost_micro_usd > 0;

-- Who names a blob, so that a blob can be deleted without a look at every row. Bodies of that size are rare.
CREATE INDEX journal_blob ON journal (blob) WHERE blob IS NOT NULL;
CREATE INDEX documents_input_blob ON documents (input_blob) WHERE input_blob IS NOT NULL;
CREATE INDEX documents_output_blob ON documents (output_blob) WHERE output_blob IS NOT NULL;
CREATE INDEX documents_error_blob ON documents (error_blob) WHERE error_blob IS NOT NULL;

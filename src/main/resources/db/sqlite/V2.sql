-- Settings grow: they stand as one JSON object, and so does what a batch's rules remember.
ALTER TABLE batch ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE batch ADD COLUMN progress TEXT NOT NULL DEFAULT '{}';
ALTER TABLE batch ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
UPDATE batch SET settings = json_object(
  'concurrency', concurrency,
  'continue_on_error', json(iif(continue_on_error, 'true', 'false')),
  'failures_max', iif(continue_on_error, NULL, 0),
  'reuse', json(iif(reuse, 'true', 'false')));
ALTER TABLE batch DROP COLUMN concurrency;
ALTER TABLE batch DROP COLUMN continue_on_error;
ALTER TABLE batch DROP COLUMN reuse;

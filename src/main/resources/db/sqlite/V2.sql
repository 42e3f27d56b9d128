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

-- When somebody has to look at the clock for a run that waits for people.
ALTER TABLE run ADD COLUMN due_at INTEGER;
CREATE INDEX run_due ON run(due_at) WHERE due_at IS NOT NULL;

-- Items of a redrive name the item of the earlier batch whose finished steps they reuse.
ALTER TABLE batch ADD COLUMN redrive_of INTEGER;
ALTER TABLE run ADD COLUMN source_item INTEGER;

-- Gates that are open, for lists; what they ask is in the log.
CREATE TABLE gate(
  batch INTEGER NOT NULL,
  item INTEGER NOT NULL,
  step TEXT NOT NULL,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  name TEXT NOT NULL,
  round INTEGER NOT NULL,
  question TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  PRIMARY KEY(batch, item, step)) STRICT, WITHOUT ROWID;
CREATE INDEX gate_tenant ON gate(tenant, batch, item, step);

-- What went into a remembered result, part by part, and where it was made: to say why another was not found.
ALTER TABLE memo ADD COLUMN parts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE memo ADD COLUMN place TEXT NOT NULL DEFAULT '';
CREATE INDEX memo_place ON memo(tenant, place, created_at);
CREATE INDEX memo_age ON memo(created_at);

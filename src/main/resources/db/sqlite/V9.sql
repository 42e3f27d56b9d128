-- How each step of a batch stands over all its items, and how fast the batch goes: written with the events that they count, so that
-- nobody has to read those. counts and took are lists of number:count, by the code of StepPhase and by class of time.
CREATE TABLE step_standing(
  batch INTEGER NOT NULL,
  step TEXT NOT NULL,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  place INTEGER NOT NULL,
  counts TEXT NOT NULL,
  reused INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  waited_ms INTEGER NOT NULL,
  took TEXT NOT NULL,
  latest TEXT,
  latest_item INTEGER,
  PRIMARY KEY(batch, step)) STRICT, WITHOUT ROWID;

CREATE TABLE batch_pace(
  batch INTEGER NOT NULL,
  at INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  width_ms INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  PRIMARY KEY(batch, at)) STRICT, WITHOUT ROWID;

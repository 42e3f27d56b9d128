-- Every row carries its tenant and its creator. Times are milliseconds since 1970.
-- Numbers of states are the ordinals of the enums in dev.backlot.model, which only ever grow at the end.

CREATE TABLE workflow(
  tenant TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  published INTEGER NOT NULL,
  description TEXT NOT NULL,
  source TEXT NOT NULL,
  creator TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY(tenant, name, version)) STRICT;

-- The counters are kept by the same commit as the events they count.
CREATE TABLE batch(
  id INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  name TEXT NOT NULL,
  workflow TEXT NOT NULL,
  version INTEGER NOT NULL,
  resume_key TEXT,
  publish_root TEXT NOT NULL,
  status INTEGER NOT NULL,
  concurrency INTEGER NOT NULL,
  continue_on_error INTEGER NOT NULL,
  reuse INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  running INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ended_at INTEGER) STRICT;
CREATE INDEX batch_tenant ON batch(tenant, id);
CREATE INDEX batch_open ON batch(id) WHERE status < 5;
CREATE INDEX batch_resume ON batch(tenant, resume_key, id) WHERE resume_key IS NOT NULL;

-- Items are written and read in order, so the key is the table.
CREATE TABLE run(
  batch INTEGER NOT NULL,
  item INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  name TEXT NOT NULL,
  status INTEGER NOT NULL,
  inputs TEXT NOT NULL,
  outputs TEXT,
  failed_step TEXT,
  failure TEXT,
  started_at INTEGER,
  ended_at INTEGER,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY(batch, item)) STRICT, WITHOUT ROWID;
CREATE INDEX run_status ON run(batch, status, item);
CREATE INDEX run_live ON run(batch, item) WHERE status BETWEEN 1 AND 3;

-- One row holds the events of one run (item > 0) or one batch (item = 0) that a group commit made durable:
-- seq numbers the first of them, count says how many numbers it takes.
CREATE TABLE event(
  seq INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  batch INTEGER NOT NULL,
  item INTEGER NOT NULL,
  body TEXT NOT NULL) STRICT;
CREATE INDEX event_run ON event(batch, item, seq);

CREATE TABLE asset(
  tenant TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  name TEXT NOT NULL,
  creator TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY(tenant, sha256)) STRICT, WITHOUT ROWID;
CREATE INDEX asset_new ON asset(tenant, created_at);

-- source is empty for what was made from nothing
CREATE TABLE lineage(
  tenant TEXT NOT NULL,
  asset TEXT NOT NULL,
  source TEXT NOT NULL,
  batch INTEGER NOT NULL,
  item INTEGER NOT NULL,
  step TEXT NOT NULL,
  creator TEXT NOT NULL,
  PRIMARY KEY(tenant, asset, source, batch, item, step)) STRICT, WITHOUT ROWID;
CREATE INDEX lineage_source ON lineage(tenant, source);

CREATE TABLE memo(
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  outputs TEXT NOT NULL,
  batch INTEGER NOT NULL,
  item INTEGER NOT NULL,
  step TEXT NOT NULL,
  creator TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY(tenant, key)) STRICT, WITHOUT ROWID;

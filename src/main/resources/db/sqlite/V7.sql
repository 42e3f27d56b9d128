-- What a dialect calls the batch that a webhook came with: it goes with the batch's end.
ALTER TABLE webhook ADD COLUMN once_for TEXT;

-- What dialects keep in their own words. number orders a collection by creation, newest last.
CREATE TABLE document(
  number INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  creator TEXT NOT NULL,
  batch INTEGER,
  body TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE(tenant, kind, id)) STRICT;
CREATE INDEX document_list ON document(tenant, kind, creator, number);
CREATE INDEX document_kind ON document(kind, number) WHERE deleted=0;
CREATE INDEX document_batch ON document(batch) WHERE batch IS NOT NULL;

CREATE TABLE document_tag(
  document INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY(document, name)) STRICT, WITHOUT ROWID;
CREATE INDEX document_tag_value ON document_tag(name, value, document);

CREATE INDEX asset_bytes ON asset(sha256);

-- Bytes that lost a tenant: erased after a while unless somebody has them by then.
CREATE TABLE forgotten_blob(
  sha256 TEXT PRIMARY KEY,
  at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

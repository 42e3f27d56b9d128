-- What an operator allows. Who set it is the creator; a resource is shared by all tenants.
CREATE TABLE resource_limit(
  key TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  concurrent INTEGER,
  rate_starts INTEGER,
  rate_per_ms INTEGER,
  rate_burst INTEGER,
  updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE tenant_limit(
  tenant TEXT PRIMARY KEY,
  creator TEXT NOT NULL,
  weight INTEGER NOT NULL,
  items INTEGER,
  batches INTEGER,
  steps INTEGER,
  updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- What was created under which key of a client; kept for a day, see IdempotencyKeys.
CREATE TABLE idempotency_key(
  tenant TEXT NOT NULL,
  key TEXT NOT NULL,
  creator TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  resource TEXT NOT NULL,
  status INTEGER,
  location TEXT,
  body TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY(tenant, key)) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency_key(created_at);

-- Who is told what happens. The log is the outbox: cursor is the last event that is settled.
CREATE TABLE webhook(
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  url TEXT NOT NULL,
  description TEXT NOT NULL,
  events TEXT NOT NULL,
  batch INTEGER,
  enabled INTEGER NOT NULL,
  disabled_reason TEXT,
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_until INTEGER,
  cursor INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  due_at INTEGER,
  failing_since INTEGER,
  short_form INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_tenant ON webhook(tenant, id);

-- One row for each attempt, the newest thousand of each webhook.
CREATE TABLE delivery(
  webhook TEXT NOT NULL,
  number INTEGER NOT NULL,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  event TEXT NOT NULL,
  sequence INTEGER,
  attempt INTEGER NOT NULL,
  status INTEGER,
  answer TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  at INTEGER NOT NULL,
  next_at INTEGER,
  PRIMARY KEY(webhook, number)) STRICT, WITHOUT ROWID;

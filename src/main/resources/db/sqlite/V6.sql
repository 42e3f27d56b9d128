-- One command to many: what was ordered, and how far it is.
CREATE TABLE bulk_action(
  id TEXT NOT NULL PRIMARY KEY,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  kind TEXT NOT NULL,
  batch INTEGER NOT NULL,
  statuses TEXT NOT NULL,
  step TEXT,
  note TEXT NOT NULL,
  status TEXT NOT NULL,
  cursor_item INTEGER NOT NULL,
  cursor_step TEXT NOT NULL,
  selected INTEGER NOT NULL,
  done INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  refusals TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE INDEX bulk_action_tenant ON bulk_action(tenant, id);
CREATE INDEX bulk_action_running ON bulk_action(status) WHERE status='running';

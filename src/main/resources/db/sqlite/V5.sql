-- What a tenant paid on a day (UTC, counted from 1970), in millionths. Written with the events that cost it.
CREATE TABLE cost_day(
  tenant TEXT NOT NULL,
  day INTEGER NOT NULL,
  creator TEXT NOT NULL,
  spent INTEGER NOT NULL,
  PRIMARY KEY(tenant, day)) STRICT, WITHOUT ROWID;

CREATE INDEX cost_day_day ON cost_day(day);

ALTER TABLE tenant_limit ADD COLUMN budget_day INTEGER;
ALTER TABLE tenant_limit ADD COLUMN budget_month INTEGER;

-- Who said that nothing more is to be done about what failed in a batch: {"by","at","note","failed"}.
ALTER TABLE batch ADD COLUMN acknowledged TEXT;

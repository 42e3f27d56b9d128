-- Lists of dialects are paged in indexes alone, and counted as they grow, however long they are.
CREATE INDEX document_kept ON document(tenant, kind, number) WHERE deleted=0;
DROP INDEX document_batch;
CREATE INDEX document_batch ON document(batch, kind) WHERE batch IS NOT NULL;
CREATE INDEX batch_one ON batch(tenant, id) WHERE pending+running+waiting+succeeded+failed+cancelled=1;

-- How many a tenant has: batch, batch_one (of one item), and of each kind of documents kept:KIND (not deleted) and started:KIND (with a
-- batch, deleted or not). Kept by triggers, so that no writer can forget it.
CREATE TABLE tally(
  tenant TEXT NOT NULL,
  what TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY(tenant, what)) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT tenant, 'batch', count(*) FROM batch GROUP BY tenant;
INSERT INTO tally SELECT tenant, 'batch_one', count(*) FROM batch WHERE pending+running+waiting+succeeded+failed+cancelled=1 GROUP BY tenant;
INSERT INTO tally SELECT tenant, 'kept:' || kind, count(*) FROM document WHERE deleted=0 GROUP BY tenant, kind;
INSERT INTO tally SELECT tenant, 'started:' || kind, count(*) FROM document WHERE batch IS NOT NULL GROUP BY tenant, kind;

CREATE TRIGGER tally_batch AFTER INSERT ON batch BEGIN
  INSERT INTO tally VALUES(new.tenant, 'batch', 1) ON CONFLICT DO UPDATE SET count=count+1; END;
CREATE TRIGGER tally_batch_one AFTER UPDATE OF pending, running, waiting, succeeded, failed, cancelled ON batch
  WHEN (old.pending+old.running+old.waiting+old.succeeded+old.failed+old.cancelled=1)
    <> (new.pending+new.running+new.waiting+new.succeeded+new.failed+new.cancelled=1) BEGIN
  INSERT INTO tally VALUES(new.tenant, 'batch_one', 1) ON CONFLICT DO UPDATE
    SET count=count+iif(new.pending+new.running+new.waiting+new.succeeded+new.failed+new.cancelled=1, 1, -1); END;
CREATE TRIGGER tally_document AFTER INSERT ON document BEGIN
  INSERT INTO tally VALUES(new.tenant, 'kept:' || new.kind, 1-new.deleted) ON CONFLICT DO UPDATE SET count=count+excluded.count;
  INSERT INTO tally VALUES(new.tenant, 'started:' || new.kind, new.batch IS NOT NULL) ON CONFLICT DO UPDATE SET count=count+excluded.count; END;
CREATE TRIGGER tally_document_change AFTER UPDATE OF deleted, batch ON document
  WHEN old.deleted<>new.deleted OR (old.batch IS NULL)<>(new.batch IS NULL) BEGIN
  UPDATE tally SET count=count+old.deleted-new.deleted WHERE tenant=new.tenant AND what='kept:' || new.kind;
  UPDATE tally SET count=count+(new.batch IS NOT NULL)-(old.batch IS NOT NULL) WHERE tenant=new.tenant AND what='started:' || new.kind; END;

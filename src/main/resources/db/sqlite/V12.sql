-- Batches of one item, with the kind of the document that stands for them: what a page of a dialect's list skips is skipped here, row by small
-- row. Kept by triggers, so that no writer can forget it.
CREATE TABLE batch_single(
  tenant TEXT NOT NULL,
  batch INTEGER NOT NULL,
  kind TEXT,
  PRIMARY KEY(tenant, batch)) STRICT, WITHOUT ROWID;
INSERT INTO batch_single SELECT b.tenant, b.id, (SELECT d.kind FROM document AS d WHERE d.batch=b.id) FROM batch AS b
  WHERE b.pending+b.running+b.waiting+b.succeeded+b.failed+b.cancelled=1;
DROP INDEX batch_one;

CREATE TRIGGER batch_single_made AFTER UPDATE OF pending, running, waiting, succeeded, failed, cancelled ON batch
  WHEN (old.pending+old.running+old.waiting+old.succeeded+old.failed+old.cancelled=1)
    <> (new.pending+new.running+new.waiting+new.succeeded+new.failed+new.cancelled=1) BEGIN
  DELETE FROM batch_single WHERE tenant=new.tenant AND batch=new.id;
  INSERT INTO batch_single SELECT new.tenant, new.id, (SELECT d.kind FROM document AS d WHERE d.batch=new.id)
    WHERE new.pending+new.running+new.waiting+new.succeeded+new.failed+new.cancelled=1; END;
CREATE TRIGGER batch_single_document AFTER INSERT ON document WHEN new.batch IS NOT NULL BEGIN
  UPDATE batch_single SET kind=new.kind WHERE tenant=new.tenant AND batch=new.batch; END;
CREATE TRIGGER batch_single_document_change AFTER UPDATE OF batch ON document WHEN old.batch IS NOT new.batch BEGIN
  UPDATE batch_single SET kind=NULL WHERE tenant=old.tenant AND batch=old.batch;
  UPDATE batch_single SET kind=new.kind WHERE tenant=new.tenant AND batch=new.batch; END;

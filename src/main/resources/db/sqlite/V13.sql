-- How many of what failed somebody said no to at a gate. Of a batch it is kept by a trigger, so that no writer can forget it, and lists of
-- batches read no run for it; of a step it is written with the other counts.
ALTER TABLE batch ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
UPDATE batch SET rejected=(SELECT count(*) FROM run INDEXED BY run_status WHERE run.batch=batch.id AND run.status=5 AND run.failure->>'rejected') WHERE failed>0;
CREATE TRIGGER batch_rejected AFTER UPDATE OF status, failure ON run
  WHEN (old.status=5 AND coalesce(old.failure->>'rejected', 0)) <> (new.status=5 AND coalesce(new.failure->>'rejected', 0)) BEGIN
  UPDATE batch SET rejected=rejected+iif(new.status=5 AND coalesce(new.failure->>'rejected', 0), 1, -1) WHERE id=new.batch; END;

ALTER TABLE step_standing ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
UPDATE step_standing SET rejected=(SELECT count(*) FROM run INDEXED BY run_status
  WHERE run.batch=step_standing.batch AND run.status=5 AND run.failed_step=step_standing.step AND run.failure->>'rejected')
  WHERE EXISTS(SELECT 1 FROM batch WHERE batch.id=step_standing.batch AND batch.rejected>0);

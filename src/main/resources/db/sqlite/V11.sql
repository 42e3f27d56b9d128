-- What a run cost until it ended or began to wait for people, in millionths; not known of those that ended before this was kept.
ALTER TABLE run ADD COLUMN spent INTEGER;

-- Which batches took up another.
CREATE INDEX batch_redrive ON batch(redrive_of, id) WHERE redrive_of IS NOT NULL;

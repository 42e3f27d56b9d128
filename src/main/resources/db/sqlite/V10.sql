-- What pictures look like, made some time after they came: to find those alike, and those of a colour. print is empty of one that cannot be
-- read; colours are six digits of red, green and blue and two of hundredths of the picture each, hexadecimal, the largest share first.
CREATE TABLE look(
  tenant TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  print INTEGER,
  colours TEXT NOT NULL,
  PRIMARY KEY(tenant, sha256)) STRICT, WITHOUT ROWID;

-- Pictures without one, in the order in which they came. Kept by a trigger, so that no writer can forget it.
CREATE TABLE look_due(
  number INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  sha256 TEXT NOT NULL) STRICT;
INSERT INTO look_due(tenant, sha256) SELECT tenant, sha256 FROM asset WHERE substr(media_type, 1, 6)='image/' ORDER BY created_at;
CREATE TRIGGER look_due_asset AFTER INSERT ON asset WHEN substr(new.media_type, 1, 6)='image/' BEGIN
  INSERT INTO look_due(tenant, sha256) VALUES(new.tenant, new.sha256); END;

-- How long providers took for a batch, model by model; took is as in step_standing.
CREATE TABLE provider_standing(
  batch INTEGER NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  tenant TEXT NOT NULL,
  creator TEXT NOT NULL,
  failed INTEGER NOT NULL,
  took TEXT NOT NULL,
  PRIMARY KEY(batch, provider, model)) STRICT, WITHOUT ROWID;

package dev.backlot.report;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
import dev.backlot.json.ProvenanceJson;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Runs;
import dev.backlot.store.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Signed statements of how the files of a batch were made, as they lie beside them in its ZIP. */
public final class Statements {
  private final SigningKey key;

  public Statements(SigningKey key) {
    this.key = key;
  }

  void add(ZipStream zip, Runs runs, Caller caller, RunRecord run, ResultFile file)
      throws IOException {
    var id = file.asset().id();
    var made =
        runs.provenances()
            .of(caller, run.id(), id)
            .orElseThrow(
                () -> new IOException("nobody can say any more how " + file.path() + " was made"));
    var name = file.path().substring(file.path().lastIndexOf('/') + 1);
    var statement = Attestation.of(key, name, id.sha256(), ProvenanceJson.of(made));
    zip.addText(
        Attestation.beside(file.path()),
        to -> to.write(statement.getBytes(StandardCharsets.UTF_8)));
  }
}

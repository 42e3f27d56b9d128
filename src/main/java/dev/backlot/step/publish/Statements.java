package dev.backlot.step.publish;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
import dev.backlot.json.ProvenanceJson;
import dev.backlot.model.Asset;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The signed statements that go along with published files, where somebody asks for them. */
final class Statements {
  static final String MEDIA_TYPE = "application/json";
  private static final String PROVENANCE = "provenance";
  static final Port PORT =
      Port.of(
              PROVENANCE,
              PortType.BOOLEAN,
              "whether a signed statement of how it was made lies beside each file, as"
                  + " NAME.provenance.json")
          .defaultingTo(Value.of(false));

  private final SigningKey key;

  Statements(SigningKey key) {
    this.key = key;
  }

  static boolean wanted(StepInput input) {
    return input.flag(PROVENANCE);
  }

  /** Writes the statement about a file into the attempt's scratch folder. */
  Path write(Asset file, String name, StepContext context) throws IOException {
    var made = ProvenanceJson.of(context.provenance(file.id()));
    var statement = Attestation.of(key, name, file.id().sha256(), made);
    var path = Files.createTempFile(context.scratch(), "statement", ".json");
    return Files.writeString(path, statement);
  }

  static String sha256(Path statement) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(statement)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

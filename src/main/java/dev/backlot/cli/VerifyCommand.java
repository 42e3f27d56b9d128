package dev.backlot.cli;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.Attestation.Statement;
import dev.backlot.attest.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code backlot verify}: whether files are what the statements beside them say. */
@Command(
    name = "verify",
    header = "Check published files against the signed statements beside them.",
    description = {
      "A statement (FILE.provenance.json) says which bytes a file had and how they were made.",
      "That nothing was changed is checked with the key in the statement; who signed it is certain",
      "only with --key."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "the public key to trust: signing-key.pub of the installation's data folder")
  private @Nullable Path trusted;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "published files")
  private List<Path> files = List.of();

  @Override
  public Integer call() {
    Optional<VerifyingKey> key;
    try {
      key =
          trusted == null
              ? Optional.empty()
              : Optional.of(VerifyingKey.parse(Files.readString(trusted)));
    } catch (IOException e) {
      spec.commandLine().getErr().println("--key: " + trusted + ": " + e.getMessage());
      return ExitCodes.NOT_STARTED;
    }
    int worst = ExitCodes.SUCCEEDED;
    for (var file : files) {
      try {
        var statement = verified(file, key);
        print(file, statement, key.isPresent());
      } catch (IOException e) {
        spec.commandLine().getErr().println(file + ": " + e.getMessage());
        worst = ExitCodes.SOME_FAILED;
      }
    }
    return worst;
  }

  private static Statement verified(Path file, Optional<VerifyingKey> trusted) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no such file");
    }
    var beside = Attestation.beside(file);
    if (!Files.isRegularFile(beside)) {
      throw new IOException("no statement beside it: publishing with provenance: true leaves one");
    }
    if (Files.size(beside) > Attestation.BYTES_MAX) {
      throw new IOException("its statement has more than 4 MiB");
    }
    var statement = Attestation.read(Files.readString(beside));
    var hash = sha256(file);
    if (!hash.equals(statement.sha256())) {
      throw new IOException(
          "changed since it was published: expected SHA-256 "
              + statement.sha256()
              + ", but "
              + hash);
    }
    if (trusted.isPresent() && !trusted.get().id().equals(statement.by().id())) {
      throw new IOException(
          "signed with key " + statement.by().id() + ", but --key is " + trusted.get().id());
    }
    return statement;
  }

  private void print(Path file, Statement statement, boolean trusted) {
    var out = spec.commandLine().getOut();
    var made = statement.made();
    out.println(file + ": unchanged");
    out.println(
        "  signed with key "
            + statement.by().id()
            + (trusted ? ", which you trust" : "; --key says whether you trust it"));
    out.println(
        "  made by workflow '%s' for item '%s', run %s"
            .formatted(
                made.path("workflow").asString(""),
                made.path("item").asString(""),
                made.path("run").asString("")));
    made.path("steps").forEach(step -> out.println("  " + line(step)));
    out.flush();
  }

  private static String line(JsonNode step) {
    var line = new StringBuilder("%-20s %s".formatted(text(step, "step"), text(step, "uses")));
    for (var name : new String[] {"provider", "model", "seed"}) {
      if (step.has(name)) {
        line.append(", ").append(name).append(' ').append(text(step, name));
      }
    }
    return line.toString();
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

package dev.backlot.attest;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * A signed statement about one file: an in-toto Statement (v1) in a DSSE envelope (v1). It lies
 * beside the file under {@link #beside}. Its own public key goes along, so that anybody can see
 * that nothing was changed; who signed it is certain only with a key that the reader trusts.
 */
public final class Attestation {
  /** How large one may be that is read, in bytes. */
  public static final int BYTES_MAX = 4 << 20;

  private static final String SUFFIX = ".provenance.json";
  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
  private static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://backlot.dev/provenance/v1";

  private Attestation() {}

  /** Where the statement about a file is. */
  public static Path beside(Path file) {
    return file.resolveSibling(beside(String.valueOf(file.getFileName())));
  }

  /** What the statement about a file of this name, path or key is called. */
  public static String beside(String name) {
    return name + SUFFIX;
  }

  /**
   * Makes a statement about a file.
   *
   * @param sha256 of the file, in hexadecimal
   * @param made what is said of it
   * @throws IOException when there is no key and none can be made
   */
  public static String of(SigningKey key, String name, String sha256, JsonNode made)
      throws IOException {
    var statement = Json.object().put("_type", STATEMENT);
    var subject = statement.putArray("subject").addObject().put("name", name);
    subject.putObject("digest").put("sha256", sha256);
    statement.put("predicateType", PREDICATE).set("predicate", made);
    var payload = Json.text(statement).getBytes(StandardCharsets.UTF_8);
    var signed = key.sign(encoded(payload));
    var envelope =
        Json.object()
            .put("payloadType", PAYLOAD_TYPE)
            .put("payload", Base64.getEncoder().encodeToString(payload));
    envelope
        .putArray("signatures")
        .addObject()
        .put("keyid", signed.key().id())
        .put("sig", Base64.getEncoder().encodeToString(signed.signature()))
        .put("publicKey", signed.key().pem());
    return Json.pretty(envelope) + "\n";
  }

  /** What is signed, so that no other kind of text can be taken for it (DSSE's PAE). */
  private static byte[] encoded(byte[] payload) {
    var head = "DSSEv1 %d %s %d ".formatted(PAYLOAD_TYPE.length(), PAYLOAD_TYPE, payload.length);
    var bytes = head.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(bytes.length + payload.length).put(bytes).put(payload).array();
  }

  /**
   * A statement whose signature fits.
   *
   * @param made what it says of the file
   */
  public record Statement(String name, String sha256, JsonNode made, VerifyingKey by) {}

  /**
   * Reads a statement and checks its signature, against the key that goes along.
   *
   * @throws IOException with words for people when it is none, or was changed
   */
  public static Statement read(String text) throws IOException {
    var envelope = json(text, "expected a DSSE envelope in JSON");
    var signature = envelope.path("signatures").path(0);
    if (!envelope.path("payloadType").asString("").equals(PAYLOAD_TYPE)) {
      throw new IOException("expected a DSSE envelope around an in-toto statement");
    }
    var payload = base64(envelope.path("payload"), "payload");
    var key = VerifyingKey.parse(signature.path("publicKey").asString(""));
    if (!key.fits(encoded(payload), base64(signature.path("sig"), "sig"))) {
      throw new IOException("its signature does not fit: it was changed, or is not whole");
    }
    var statement =
        json(new String(payload, StandardCharsets.UTF_8), "expected a statement in JSON");
    var subject = statement.path("subject").path(0);
    return new Statement(
        subject.path("name").asString(""),
        subject.path("digest").path("sha256").asString(""),
        statement.path("predicate"),
        key);
  }

  private static JsonNode json(String text, String expected) throws IOException {
    try {
      return Json.parse(text);
    } catch (JsonProblem e) {
      throw new IOException(expected + ": " + e.getMessage(), e);
    }
  }

  private static byte[] base64(JsonNode text, String name) throws IOException {
    try {
      return Base64.getDecoder().decode(text.asString(""));
    } catch (IllegalArgumentException e) {
      throw new IOException("expected Base64 as '" + name + "'", e);
    }
  }
}

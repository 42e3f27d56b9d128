package dev.backlot.http;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.cfg.JsonNodeFeature;

/**
 * A request whose body was taken in before it is read, so that the same request can be told from
 * another one. Forms count by the content of their parts, anything else as {@link Sameness} says.
 * While it is open, {@link Body} reads from here.
 */
public final class KeptBody implements AutoCloseable {
  private static final String ATTRIBUTE = "kept-body";

  /** When two bodies are the same. */
  public enum Sameness {
    /** JSON that says the same is the same, however it is laid out. */
    MEANING,
    BYTES
  }

  private final Context context;
  private final Optional<Path> file;
  private final String fingerprint;

  private KeptBody(Context context, Optional<Path> file, String fingerprint) {
    this.context = context;
    this.file = file;
    this.fingerprint = fingerprint;
  }

  /**
   * Takes the body in.
   *
   * @param bytesMax the byte after that is refused with 413
   * @param scratch the folder for its bytes until {@link #close}
   */
  public static KeptBody take(Context context, long bytesMax, Sameness sameness, Path scratch)
      throws IOException {
    var digest = sha256();
    add(digest, context.method().name());
    add(digest, context.path());
    new TreeMap<>(context.queryParamMap())
        .forEach((name, values) -> add(digest, name + "=" + values));
    if (context.method().equals(HandlerType.POST) && context.isMultipartFormData()) {
      addForm(digest, context);
      return new KeptBody(context, Optional.empty(), HexFormat.of().formatHex(digest.digest()));
    }
    add(digest, Body.mediaType(context));
    var file = Files.createTempFile(scratch, "kept", ".part");
    try {
      try (var body = Body.stream(context, bytesMax);
          var out = Files.newOutputStream(file)) {
        body.transferTo(out);
      }
      addBytes(digest, context, sameness, file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    var kept = new KeptBody(context, Optional.of(file), HexFormat.of().formatHex(digest.digest()));
    context.attribute(ATTRIBUTE, kept);
    return kept;
  }

  static Optional<KeptBody> of(Context context) {
    return Optional.ofNullable(context.attribute(ATTRIBUTE));
  }

  /** What tells this request from others, as a SHA-256 in hexadecimal. */
  public String fingerprint() {
    return fingerprint;
  }

  InputStream stream() throws IOException {
    return file.isPresent() ? Files.newInputStream(file.get()) : InputStream.nullInputStream();
  }

  private static void addBytes(MessageDigest digest, Context context, Sameness sameness, Path file)
      throws IOException {
    if (sameness == Sameness.MEANING
        && Body.mediaType(context).equals("application/json")
        && Files.size(file) <= Body.JSON_BYTES_MAX) {
      add(digest, canonical(Files.readAllBytes(file)));
    } else {
      try (var content = Files.newInputStream(file)) {
        addContent(digest, content);
      }
    }
  }

  /** The same document, however it is laid out; what is no JSON counts as it is. */
  private static String canonical(byte[] json) {
    try {
      return Json.MAPPER
          .writer()
          .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .writeValueAsString(Json.parse(json));
    } catch (JsonProblem _) {
      return new String(json, StandardCharsets.ISO_8859_1);
    }
  }

  private static void addForm(MessageDigest digest, Context context) throws IOException {
    new TreeMap<>(context.formParamMap())
        .forEach((name, values) -> add(digest, name + "=" + values));
    for (var field :
        new TreeMap<String, List<UploadedFile>>(context.uploadedFileMap()).entrySet()) {
      for (var file : field.getValue()) {
        add(digest, field.getKey());
        add(digest, file.filename());
        try (var content = file.content()) {
          addContent(digest, content);
        }
      }
    }
  }

  private static void addContent(MessageDigest digest, InputStream content) throws IOException {
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      content.transferTo(out);
    }
  }

  /** With its length, so that two texts are not taken for one. */
  private static void add(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    context.attribute(ATTRIBUTE, null);
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}

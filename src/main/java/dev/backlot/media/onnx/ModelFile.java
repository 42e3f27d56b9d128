package dev.backlot.media.onnx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The file of a model, told by its hash: whatever else lies in its place is refused.
 *
 * @param name for people
 * @param place for people, where it lies
 * @param sha256 its hash in hexadecimal
 */
public record ModelFile(String name, String place, String sha256, Source source) {
  /** Opens the file. */
  public interface Source {
    InputStream open() throws IOException;
  }

  /** A file on the class path, such as {@code /models/u2netp.onnx}. */
  public static ModelFile bundled(String name, String resource, String sha256) {
    return new ModelFile(name, resource, sha256, () -> resource(resource));
  }

  /** A file of this machine. */
  public static ModelFile at(Path file, String name, String sha256) {
    return new ModelFile(name, file.toString(), sha256, () -> Files.newInputStream(file));
  }

  private static InputStream resource(String resource) throws IOException {
    var in = ModelFile.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("the class path lacks " + resource);
    }
    return in;
  }

  /** The file in full; one that was changed since is our operator's fault, not a user's. */
  public byte[] read() {
    try (var in = source.open()) {
      return checked(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  byte[] checked(byte[] onnx) {
    var found = hash(onnx);
    if (!found.equals(sha256)) {
      throw new IllegalStateException(
          "expected " + place + " with SHA-256 " + sha256 + ", but it has " + found);
    }
    return onnx;
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

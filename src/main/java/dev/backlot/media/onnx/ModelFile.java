package dev.backlot.media.onnx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The file of a model, told by its hash: whatever else lies in its place is refused.
 *
 * @param name for people
 * @param place for people, where it lies
 * @param sha256 its hash in hexadecimal
 * @param local where it is a file of its own, which a library may read by itself
 */
public record ModelFile(
    String name, String place, String sha256, Source source, Optional<Path> local) {
  /** Opens the file. */
  public interface Source {
    InputStream open() throws IOException;
  }

  /** A file on the class path, such as {@code /models/u2netp.onnx}. */
  public static ModelFile bundled(String name, String resource, String sha256) {
    return new ModelFile(name, resource, sha256, () -> resource(resource), Optional.empty());
  }

  /** A file of this machine. */
  public static ModelFile at(Path file, String name, String sha256) {
    return new ModelFile(
        name, file.toString(), sha256, () -> Files.newInputStream(file), Optional.of(file));
  }

  private static InputStream resource(String resource) throws IOException {
    var in = ModelFile.class.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("the class path lacks " + resource);
    }
    return in;
  }

  /** The file in full. */
  public byte[] read() {
    try (var in = source.open()) {
      var onnx = in.readAllBytes();
      check(HexFormat.of().formatHex(sha256Of().digest(onnx)));
      return onnx;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Looks at the file's hash without keeping the file. */
  void check() {
    try {
      check(hash());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The hash that the file has now, in hexadecimal. */
  public String hash() throws IOException {
    try (var in = source.open()) {
      var digest = sha256Of();
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private void check(String found) {
    if (!found.equals(sha256)) {
      throw new IllegalStateException(
          "expected " + place + " with SHA-256 " + sha256 + ", but it has " + found);
    }
  }

  private static MessageDigest sha256Of() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

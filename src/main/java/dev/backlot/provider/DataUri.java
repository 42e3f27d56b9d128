package dev.backlot.provider;

import dev.backlot.model.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Files that stand within an answer or a request: {@code data:TYPE;base64,…}. */
public final class DataUri {
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  private DataUri() {}

  /** The bytes of an answer, in Base64; empty when they are none. */
  public static Optional<URI> of(String base64) {
    try {
      return base64.isEmpty()
          ? Optional.empty()
          : Optional.of(URI.create("data:" + UNKNOWN_TYPE + ";base64," + base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether an address is one. */
  public static boolean is(URI file) {
    return "data".equals(file.getScheme());
  }

  /** The media type that a picture of a request was given. */
  public static String mediaType(String uri) {
    int end = uri.indexOf(';');
    return uri.startsWith("data:") && end > 5 ? uri.substring(5, end) : UNKNOWN_TYPE;
  }

  /** The Base64 of a picture of a request. */
  public static String base64(String uri) {
    return uri.substring(uri.indexOf(',') + 1);
  }

  /** The bytes of a picture of a request. */
  public static byte[] bytes(String uri) {
    return Base64.getDecoder().decode(base64(uri));
  }

  public static Optional<Failure> write(String provider, URI file, Path target, long bytesMax) {
    try {
      var bytes = bytes(file.getSchemeSpecificPart());
      if (bytes.length > bytesMax) {
        return Optional.of(
            new Failure.Invalid(
                "url", "expected a file of at most " + bytesMax + " bytes, but it is longer"));
      }
      Files.write(target, bytes);
      return Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.of(new Failure.Refused(provider, "the picture it sent is no Base64"));
    } catch (IOException e) {
      return Optional.of(new Failure.Transient("a result could not be written: " + e.getMessage()));
    }
  }
}

package dev.backlot.provider.s3;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file as it is to lie in a bucket.
 *
 * @param sha256 in hexadecimal digits; kept with the object, so that it is known again
 */
public record StoredObject(
    String key,
    Path file,
    long bytes,
    String sha256,
    String contentType,
    Optional<String> cacheControl) {
  static final String SHA256 = "backlot-sha256";
}

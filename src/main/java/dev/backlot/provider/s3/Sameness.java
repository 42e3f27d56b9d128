package dev.backlot.provider.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Whether an object in a bucket is the one that is to be put there. */
final class Sameness {
  private Sameness() {}

  /** By the digest that Backlot left with it, else by its ETag; its headers have to fit too. */
  static boolean holds(HeadObjectResponse known, StoredObject object) {
    return Objects.equals(known.contentLength(), object.bytes())
        && object.contentType().equals(known.contentType())
        && object
            .cacheControl()
            .orElse("")
            .equals(Objects.requireNonNullElse(known.cacheControl(), ""))
        && sameBytes(known, object);
  }

  private static boolean sameBytes(HeadObjectResponse known, StoredObject object) {
    var digest = known.metadata().get(StoredObject.SHA256);
    if (digest != null) {
      return digest.equals(object.sha256());
    }
    // put by somebody else: the ETag of a file that came in one part is its MD5
    var etag = String.valueOf(known.eTag()).replace("\"", "");
    return etag.matches("[0-9a-f]{32}") && etag.equals(md5(object));
  }

  private static String md5(StoredObject object) {
    try (var in =
        new DigestInputStream(
            Files.newInputStream(object.file()), MessageDigest.getInstance("MD5"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}

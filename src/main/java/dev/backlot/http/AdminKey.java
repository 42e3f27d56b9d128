package dev.backlot.http;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The first key of a server: 256 random bits in a file that only its owner reads. */
public final class AdminKey {
  private static final String PREFIX = "bk_";
  private static final int RANDOM_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("bk_[A-Za-z0-9_-]{43}");

  private AdminKey() {}

  /**
   * The key in this file, made when there is none yet.
   *
   * @throws IOException with words for people when it cannot be read or written, or holds something
   *     else
   */
  public static String of(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file, random());
    }
    var key = Files.readString(file).strip();
    if (!FORM.matcher(key).matches()) {
      throw new IOException(
          "expected a key in "
              + file
              + ", but it holds something else; delete it to get a new one");
    }
    return key;
  }

  private static String random() {
    var bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Written aside and moved, so that the file is whole and private from its first moment. */
  private static void write(Path file, String key) throws IOException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var create = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(part, Set.copyOf(create), owner)) {
      channel.write(java.nio.charset.StandardCharsets.US_ASCII.encode(key + "\n"));
    }
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(part, file);
    }
  }
}

package dev.backlot.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param first counted from 0
 * @param length in bytes
 */
record ByteRange(long first, long length) {
  // 18 digits always fit a long
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * The one range that a header asks for; empty when the whole file is to be sent, because the
   * header asks for several ranges or cannot be read (RFC 9110, 14.2).
   *
   * @throws RefusalException with 416 when the range lies behind the end
   */
  static Optional<ByteRange> of(String header, long size) {
    var match = FORM.matcher(header.strip());
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return Optional.empty();
    }
    return match.group(1).isEmpty()
        ? Optional.of(suffix(Long.parseLong(match.group(2)), size))
        : between(Long.parseLong(match.group(1)), match.group(2), size);
  }

  private static ByteRange suffix(long wanted, long size) {
    if (wanted == 0 || size == 0) {
      throw unsatisfiable(size);
    }
    long length = Math.min(wanted, size);
    return new ByteRange(size - length, length);
  }

  private static Optional<ByteRange> between(long first, String lastText, long size) {
    long last = lastText.isEmpty() ? size - 1 : Math.min(Long.parseLong(lastText), size - 1);
    if (first >= size) {
      throw unsatisfiable(size);
    }
    return last < first ? Optional.empty() : Optional.of(new ByteRange(first, last - first + 1));
  }

  private static RefusalException unsatisfiable(long size) {
    return Refusal.of(416, "expected a range within the file's " + size + " bytes")
        .with("Content-Range", "bytes */" + size)
        .exception();
  }

  /** As {@code Content-Range} says it. */
  String words(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}

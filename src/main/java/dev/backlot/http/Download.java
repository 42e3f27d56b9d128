package dev.backlot.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A file that never changes, sent with validators and ranges, in a way that no browser runs
 * anything in it.
 *
 * @param tag names the content; the same tag means the same bytes
 * @param name a file name for people; may be empty
 */
public record Download(Path file, String tag, String mediaType, String name) {
  private static final int BUFFER = 1 << 16;
  private static final Set<String> HARMLESS_PICTURES =
      Set.of("image/png", "image/jpeg", "image/webp", "image/gif", "image/avif");

  /** Answers 200, 206, 304 or 416. */
  public void send(Context context) throws IOException {
    long size = Files.size(file);
    describe(context);
    if (isKnown(context)) {
      context.status(304);
      return;
    }
    var range = range(context, size);
    range.ifPresent(part -> context.status(206).header("Content-Range", part.words(size)));
    copy(context, range.orElse(new ByteRange(0, size)));
  }

  private void describe(Context context) {
    context
        .header("ETag", etag())
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "private, max-age=31536000, immutable")
        .header("Content-Disposition", disposition())
        .header("Content-Security-Policy", "sandbox; default-src 'none'");
  }

  private String etag() {
    return '"' + tag + '"';
  }

  private boolean isKnown(Context context) {
    var known = Optional.ofNullable(context.header("If-None-Match")).orElse("");
    return Arrays.stream(known.split(",", -1))
        .map(one -> one.strip().replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals("*") || one.equals(etag()));
  }

  private Optional<ByteRange> range(Context context, long size) {
    var condition = Optional.ofNullable(context.header("If-Range"));
    boolean sameFile = condition.isEmpty() || condition.get().equals(etag());
    return Optional.ofNullable(context.header("Range"))
        .filter(_ -> sameFile)
        .flatMap(header -> ByteRange.of(header, size));
  }

  private void copy(Context context, ByteRange range) throws IOException {
    context.contentType(mediaType);
    context.res().setContentLengthLong(range.length());
    if (context.method().equals(HandlerType.HEAD)) {
      // sent before the server counts that no byte was written
      context.res().flushBuffer();
      return;
    }
    try (var in = Files.newInputStream(file)) {
      in.skipNBytes(range.first());
      var out = context.outputStream();
      var buffer = new byte[BUFFER];
      for (long left = range.length(); left > 0; ) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(left, BUFFER));
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private String disposition() {
    if (name.isEmpty()) {
      return kind();
    }
    var plain = name.replaceAll("[^A-Za-z0-9 ._()+-]", "_");
    var encoded =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return kind() + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
  }

  /** Only what cannot hold a script is shown in place; SVG and HTML are always saved. */
  private String kind() {
    boolean harmless =
        HARMLESS_PICTURES.contains(mediaType)
            || mediaType.startsWith("video/")
            || mediaType.startsWith("audio/");
    return harmless ? "inline" : "attachment";
  }
}

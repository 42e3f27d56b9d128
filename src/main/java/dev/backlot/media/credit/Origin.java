package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where something that is made comes from: what the files that it is made of say, and what a model
 * did to them in it. It goes on from file to file, so that the last one says it too.
 *
 * @param source how models had a part in it
 * @param supersedes the hash of a file with content credentials, which do not hold for what was
 *     made of it
 */
public record Origin(Optional<DigitalSource> source, Optional<String> supersedes) {
  /**
   * Of what is made.
   *
   * @param parts what it is made of, by hash, in order
   * @param done what a model does to them
   */
  public static Origin of(Map<String, Credit> parts, Optional<DigitalSource> done) {
    var sources = DigitalSource.of(parts.values().stream().map(Credit::source).toList());
    var all = Stream.concat(sources.stream(), done.stream()).toList();
    return new Origin(DigitalSource.strongest(all), supersedes(parts));
  }

  private static Optional<String> supersedes(Map<String, Credit> parts) {
    return parts.entrySet().stream()
        .flatMap(
            part ->
                part.getValue().credentials()
                    ? Stream.of(part.getKey())
                    : part.getValue().superseded().stream())
        .findFirst();
  }

  /** Whether there is nothing to say. */
  public boolean isPlain() {
    return source.isEmpty() && supersedes.isEmpty();
  }

  /** As XMP, for a library that writes it. */
  public String packet() {
    return Credit.packet(source, supersedes);
  }

  /** As tags, for containers without a place for XMP. */
  public Map<String, String> tags() {
    return Credit.tags(source, supersedes);
  }

  /** Says it in a file that was just written; what cannot say it is left as it is. */
  public void mark(Path file) throws IOException {
    if (!isPlain()) {
      boolean _ = Credit.mark(file, source, supersedes);
    }
  }
}

package dev.backlot.step.image;

import dev.backlot.media.credit.Credit;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.model.Asset;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where what a step makes comes from: what the pictures it was given say, and what a model did to
 * them in it. It goes on from file to file, so that the last one says it too.
 *
 * @param source how models had a part in it
 * @param supersedes the hash of a picture with content credentials, which do not hold for what was
 *     made of it
 */
record Origin(Optional<DigitalSource> source, Optional<String> supersedes) {
  static Origin of(StepInput input, StepContext context, Optional<DigitalSource> done)
      throws IOException {
    var parts = new ArrayList<Optional<DigitalSource>>();
    var supersedes = Optional.<String>empty();
    for (var picture : pictures(input)) {
      var credit = Credit.of(context.file(picture.id()));
      parts.add(credit.source());
      if (credit.credentials() && supersedes.isEmpty()) {
        supersedes = Optional.of(picture.id().toString());
      }
    }
    var all = Stream.concat(DigitalSource.of(parts).stream(), done.stream()).toList();
    return new Origin(DigitalSource.strongest(all), supersedes);
  }

  private static List<Asset> pictures(StepInput input) {
    return input.values().values().stream()
        .flatMap(value -> value.assets().stream())
        .filter(asset -> asset.mediaType().startsWith("image/"))
        .distinct()
        .toList();
  }

  /** Whether there is nothing to say. */
  boolean isPlain() {
    return source.isEmpty() && supersedes.isEmpty();
  }

  String packet() {
    return Credit.packet(source, supersedes);
  }

  /** Says it in a file that was just written; what cannot say it is left as it is. */
  void mark(Path file) throws IOException {
    boolean _ = Credit.mark(file, source, supersedes);
  }
}

package dev.backlot.step.ai;

import dev.backlot.media.credit.Credit;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.Provider;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings what a provider made into the asset store at once, as providers delete their files soon.
 *
 * @param word what one of them is called
 * @param mediaTypes how their media types begin
 * @param most files of one job
 * @param bytesMax of one file
 */
record GeneratedFiles(String word, String mediaTypes, int most, long bytesMax) {
  static final Port MARKED =
      Port.of(
          "marked",
          PortType.BOOLEAN,
          "whether each file says of itself that a model had a part in it; into AVIF that cannot be"
              + " written without making it anew");

  sealed interface Result {
    /**
     * At least one.
     *
     * @param marked whether each says of itself that a model made it
     */
    record Kept(List<Value> files, boolean marked) implements Result {}

    record Not(Outcome.Failed why) implements Result {}
  }

  /**
   * Copies the files. While that may still work out, the call stays open: the next attempt fetches
   * what was paid for instead of paying again. Pictures say of themselves that a model made them.
   *
   * @param source how the model had a part in them
   */
  Result bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, DigitalSource source)
      throws InterruptedException {
    var paid = new CallEnd(true, brought.cost());
    if (brought.files().isEmpty()) {
      return refused(provider, "expected a " + word + ", but it answered in words", paid);
    }
    if (brought.files().size() > most) {
      var many = "expected at most " + most + " files, but " + brought.files().size();
      return refused(provider, many, paid);
    }
    var files = new ArrayList<Value>();
    boolean marked = true;
    try {
      for (var file : brought.files()) {
        var target = context.scratch().resolve("generated-" + files.size());
        var failure = provider.fetch(file, target, bytesMax);
        if (failure.isPresent()) {
          boolean later = failure.get() instanceof Failure.Transient;
          return new Result.Not(new Outcome.Failed(failure.get(), later ? CallEnd.UNKNOWN : paid));
        }
        marked &= mark(target, source);
        var asset = context.store(target, name(context, file, files.size()));
        if (!asset.mediaType().startsWith(mediaTypes)) {
          var other = "expected a " + word + ", but it sent " + asset.mediaType();
          return refused(provider, other, paid);
        }
        files.add(Value.of(asset));
      }
    } catch (IOException e) {
      return new Result.Not(
          new Outcome.Failed(
              new Failure.Transient("a result could not be stored: " + e.getMessage()),
              CallEnd.UNKNOWN));
    }
    return new Result.Kept(List.copyOf(files), marked);
  }

  /** To write into a file with content credentials would break them, and they say it too. */
  private static boolean mark(Path file, DigitalSource source) throws IOException {
    var credit = Credit.of(file);
    boolean written =
        !credit.credentials() && Credit.mark(file, Optional.of(source), Optional.empty());
    return written || credit.source().isPresent();
  }

  private static Result refused(Provider provider, String why, CallEnd paid) {
    return new Result.Not(new Outcome.Failed(new Failure.Refused(provider.name(), why), paid));
  }

  private static String name(StepContext context, URI file, int index) {
    var path = String.valueOf(file.getPath());
    var extension = path.matches(".*\\.[a-z0-9]{1,5}") ? path.substring(path.lastIndexOf('.')) : "";
    return context.itemName() + "-generated" + (index == 0 ? "" : "-" + (index + 1)) + extension;
  }
}

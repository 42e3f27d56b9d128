package dev.backlot.surface.scenario;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.StepPath;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What this dialect calls things. */
final class Ids {
  private static final String ASSET = "asset_";
  private static final String ELSEWHERE = "job_";
  private static final Pattern ELSEWHERE_FORM =
      Pattern.compile(
          ELSEWHERE
              + "(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");

  private Ids() {}

  /** A new id: a word for what it is, and 64 random bits. */
  static String make(String word) {
    return word + "_" + HexFormat.of().toHexDigits(UUID.randomUUID().getLeastSignificantBits());
  }

  static String asset(Asset asset) {
    return ASSET + asset.id().sha256();
  }

  static Optional<AssetId> asset(String id) {
    return id.startsWith(ASSET)
        ? AssetId.parse("sha256:" + id.substring(ASSET.length()))
        : Optional.empty();
  }

  /** The job of a node: its workflow's job and where the node's step stands. */
  static String child(String job, StepPath step) {
    return job + "-" + step;
  }

  /** The job of a batch that was started in another dialect: its id without dashes. */
  static String elsewhere(BatchId batch) {
    return ELSEWHERE + batch.toString().replace("-", "");
  }

  /** The batch that such a job is; empty when it is another kind of job. */
  static Optional<BatchId> elsewhere(String job) {
    var match = ELSEWHERE_FORM.matcher(job);
    return match.matches() ? BatchId.parse(match.replaceFirst("$1-$2-$3-$4-$5")) : Optional.empty();
  }

  /** A job's id in its parts. */
  record JobId(String workflowJob, Optional<StepPath> step) {}

  static Optional<JobId> job(String id) {
    int dash = id.indexOf('-');
    if (dash < 0) {
      return Optional.of(new JobId(id, Optional.empty()));
    }
    return StepPath.parse(id.substring(dash + 1))
        .map(step -> new JobId(id.substring(0, dash), Optional.of(step)));
  }
}

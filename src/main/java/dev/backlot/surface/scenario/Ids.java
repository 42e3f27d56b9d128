package dev.backlot.surface.scenario;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.StepPath;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** What this dialect calls things. */
final class Ids {
  private static final String ASSET = "asset_";

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

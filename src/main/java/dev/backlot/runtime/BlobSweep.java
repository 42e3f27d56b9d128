package dev.backlot.runtime;

import dev.backlot.model.AssetId;
import dev.backlot.store.Blobs;
import dev.backlot.store.Views;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases bytes a day after their last tenant let go of them: longer than any attempt may hold bytes
 * that it has put and not yet told of.
 */
final class BlobSweep {
  private static final Logger LOG = LoggerFactory.getLogger(BlobSweep.class);
  static final Duration KEPT = Duration.ofHours(25);
  private static final int PIECE = 100;

  private final Views views;
  private final Blobs blobs;

  BlobSweep(Views views, Blobs blobs) {
    this.views = views;
    this.blobs = blobs;
  }

  /** Erases some; those are done with that are gone or somebody's again. */
  List<AssetId> next(Instant now) {
    var before = now.minus(KEPT);
    var done = new ArrayList<AssetId>();
    for (var blob : views.forgottenBlobs(before, PIECE)) {
      try {
        if (blob.owned() || blobs.delete(blob.id(), before)) {
          done.add(blob.id());
        }
      } catch (IOException e) {
        LOG.warn("the bytes of {} cannot be erased", blob.id(), e);
      }
    }
    return done;
  }
}

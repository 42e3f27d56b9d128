package dev.backlot.store;

import dev.backlot.model.BatchId;
import java.util.Optional;

/**
 * Batches that follow each other in a list.
 *
 * @param last empty when there are none
 */
public record BatchStretch(long count, Optional<BatchId> last) {
  public static final BatchStretch NONE = new BatchStretch(0, Optional.empty());
}

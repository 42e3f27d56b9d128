package dev.backlot.cli;

import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.Busy;
import dev.backlot.store.BatchRecord;
import java.util.Map;

/** How a batch's progress is told while it runs. */
interface Progress {
  /** An item that failed. */
  record FailedItem(String name, String step, String kind, String message) {}

  void started(BatchRecord batch, String note);

  /** Several times a second. */
  void update(BatchRecord batch, BatchTiming timing, Map<String, Busy> busy);

  void failed(FailedItem item);

  /** Something the person should know. */
  void say(String message);

  /** Nothing more is drawn. */
  void ended();
}

package dev.backlot.store;

/** The durable log and the rows that follow from it. Used by the one engine thread. */
public interface Journal extends AutoCloseable {
  /**
   * Makes a group durable, all of it or nothing.
   *
   * @throws StoreException when it is not durable; the journal accepts nothing afterwards
   */
  void commit(Commit group);

  /** The sequence number of the newest event; 0 when there is none. */
  long lastSequence();

  @Override
  void close();
}

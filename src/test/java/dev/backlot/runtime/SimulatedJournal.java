package dev.backlot.runtime;

import dev.backlot.store.Commit;
import dev.backlot.store.Journal;

/** The real journal on a disk that is slow or refuses; tells the truth what has become durable. */
record SimulatedJournal(Journal journal, Fate fate, Truth truth) implements Journal {
  @Override
  public void commit(Commit group) {
    fate.moment();
    fate.disk();
    journal.commit(group);
    truth.take(group);
    fate.moment();
  }

  @Override
  public long lastSequence() {
    return journal.lastSequence();
  }

  @Override
  public void close() {
    journal.close();
  }
}

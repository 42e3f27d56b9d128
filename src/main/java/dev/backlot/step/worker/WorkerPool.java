package dev.backlot.step.worker;

import dev.backlot.model.Failure;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * So many processes that do steps, started when they are needed, used again, and replaced when they
 * die or after {@value #JOBS_MAX} jobs. Thread-safe.
 */
public final class WorkerPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

  /** What native libraries do not give back goes with the process. */
  private static final int JOBS_MAX = 5_000;

  private final List<String> command;
  private final Semaphore room;
  private final Deque<WorkerProcess> idle = new ArrayDeque<>();
  private final Set<WorkerProcess> all = new HashSet<>();
  private boolean closed;

  /**
   * A pool without a process yet.
   *
   * @param size at most so many at once
   * @param command that starts one, which runs {@link WorkerLoop} on its standard streams
   * @param bytes that each may hold of its own, Java's and others'; it ends beyond them
   */
  public WorkerPool(int size, List<String> command, long bytes) {
    this.room = new Semaphore(size, true);
    this.command = MemoryFence.around(command, bytes);
  }

  Outcome run(String step, StepInput input, StepContext context) throws InterruptedException {
    room.acquire();
    try {
      return run(take(), step, input, context);
    } catch (IOException e) {
      return new Outcome.Failed(
          new Failure.Transient("a worker process cannot be started: " + e.getMessage()));
    } finally {
      room.release();
    }
  }

  private Outcome run(WorkerProcess worker, String step, StepInput input, StepContext context)
      throws InterruptedException {
    boolean whole = false;
    try {
      var outcome = worker.run(step, input, context);
      if (outcome.isPresent()) {
        whole = worker.jobs() < JOBS_MAX;
        return outcome.get();
      }
      var how = worker.epitaph();
      LOG.warn("a worker died ({}) while it did {}; the next job starts another", how, step);
      return WorkerProcess.died(step, how);
    } finally {
      giveBack(worker, whole);
    }
  }

  private synchronized WorkerProcess take() throws IOException {
    if (closed) {
      throw new IOException("the server is closing");
    }
    for (var worker = idle.poll(); worker != null; worker = idle.poll()) {
      if (worker.isAlive()) {
        return worker;
      }
      all.remove(worker);
    }
    var fresh = WorkerProcess.start(command);
    all.add(fresh);
    return fresh;
  }

  private synchronized void giveBack(WorkerProcess worker, boolean whole) {
    if (whole && !closed) {
      idle.push(worker);
    } else {
      all.remove(worker);
      worker.close();
    }
  }

  /** Whether a job would begin at once. */
  public boolean hasRoom() {
    return room.availablePermits() > 0;
  }

  /** The processes there are, for whoever looks after the machine. */
  public synchronized List<Long> pids() {
    return new ArrayList<>(all).stream().map(WorkerProcess::pid).toList();
  }

  @Override
  public synchronized void close() {
    closed = true;
    all.forEach(WorkerProcess::close);
    all.clear();
    idle.clear();
  }
}

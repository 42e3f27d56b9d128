package dev.backlot.runtime;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * All threads of one process on the one thread of the simulation: each runs until it waits, and
 * chance says whose turn it is. They are the platform's virtual threads with a scheduler of ours,
 * which the platform keeps for itself; hence the reflection, and {@code --add-opens} in the build.
 */
final class OneThread implements Executor {
  private static final Method NEW_THREAD = newThread();
  private final List<Runnable> ready = new ArrayList<>();
  private final long owner = Thread.currentThread().threadId();
  private final Fate fate;
  private boolean gone;

  OneThread(Fate fate) {
    this.fate = fate;
  }

  private static Method newThread() {
    try {
      var method =
          Class.forName("java.lang.ThreadBuilders")
              .getDeclaredMethod(
                  "newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java has no virtual threads with another scheduler", e);
    }
  }

  /**
   * Who waits on a monitor, or for a time by the machine's clock, is woken by a thread of the
   * platform at a moment that no seed decides; that would make every seed a gamble.
   */
  @Override
  public void execute(Runnable task) {
    var waker = Thread.currentThread();
    if (waker.threadId() != owner && !waker.isVirtual()) {
      fate.tell(
          new AssertionError(
              "woken by '"
                  + waker.getName()
                  + "': something waits on a monitor or the real clock"));
    }
    if (!gone) {
      ready.add(task);
    }
  }

  ThreadFactory factory() {
    return task -> {
      fate.moment();
      return thread(task);
    };
  }

  private Thread thread(Runnable task) {
    try {
      return (Thread) NEW_THREAD.invoke(null, this, "simulated", 0, (Runnable) () -> run(task));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no virtual thread", e);
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Fate.Crash | EngineHaltedException _) {
      // the process is gone, or stops for good
    }
  }

  void start(Runnable task) {
    thread(task).start();
  }

  /** Lets one thread run until it waits; false when all wait. */
  boolean once() {
    if (ready.isEmpty()) {
      return false;
    }
    ready.remove(fate.random.nextInt(ready.size())).run();
    return true;
  }

  /** The process is gone: what waits, waits for ever. */
  void drop() {
    gone = true;
    ready.clear();
  }
}

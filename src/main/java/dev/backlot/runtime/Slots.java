package dev.backlot.runtime;

import dev.backlot.engine.schedule.Claim;
import dev.backlot.engine.schedule.Ticket;
import dev.backlot.engine.schedule.WaitingRoom;
import dev.backlot.engine.schedule.Weights;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.model.Use;
import dev.backlot.store.LimitSetting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on slots, in the order of the {@link WaitingRoom}: who waits has no thread. Whoever
 * ends wakes those who can go now, before anything else. Thread-safe.
 *
 * <p>Who waits is bounded by the items on their way, which are bounded themselves.
 */
final class Slots {
  static final int CPU = 0;
  static final int IO = 1;
  private static final int NO_POOL = -1;
  private static final long NANOS = Duration.ofSeconds(1).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final WaitingRoom<Runnable> room;
  private final RuntimeConfig config;

  /** Free slots of each pool, as anybody may see them. */
  private final AtomicIntegerArray free;

  /** Those who came while somebody else was in here; bounded as the room is. */
  private final Queue<Seat> arrivals = new ConcurrentLinkedQueue<>();

  private final List<Executor> threads;
  private final Timers timers;
  private final InstantSource clock;
  private Timers.@Nullable Timer tokens;
  private long tokensAt;
  private boolean closed;

  /** A job on its way to a slot. */
  static final class Seat {
    private final Claim claim;
    private final Runnable job;
    private @Nullable Ticket<Runnable> ticket;

    private Seat(Claim claim, Runnable job) {
      this.claim = claim;
      this.job = job;
    }
  }

  Slots(RuntimeConfig config, Timers timers, InstantSource clock, Surroundings surroundings) {
    this.room = new WaitingRoom<>(config.cpuSlots(), config.ioSlots());
    this.config = config;
    this.free = new AtomicIntegerArray(new int[] {config.cpuSlots(), config.ioSlots()});
    this.threads = List.of(surroundings.cpu(), job -> surroundings.io().newThread(job).start());
    this.timers = timers;
    this.clock = clock;
  }

  /** Runs the job as soon as it can have all that it claims; never once closed. Does not wait. */
  Seat submit(Claim claim, Runnable job) {
    var seat = new Seat(claim, job);
    arrivals.add(seat);
    if (free.get(claim.pool()) > 0) {
      pump();
    }
    return seat;
  }

  /**
   * Whoever holds the lock looks here again after letting go, so nobody is overlooked; and where no
   * slot is free, who gives one back looks here, so the engine thread has less to do.
   */
  private void pump() {
    while (!arrivals.isEmpty() && lock.tryLock()) {
      try {
        letIn(NO_POOL);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits no more; false when the job runs or has run. */
  boolean withdraw(Seat seat) {
    lock.lock();
    try {
      takeArrivals();
      return seat.ticket != null && room.leave(seat.ticket);
    } finally {
      lock.unlock();
      pump();
    }
  }

  private void takeArrivals() {
    for (var seat = arrivals.poll(); seat != null; seat = arrivals.poll()) {
      if (!closed) {
        seat.ticket = room.enter(seat.claim, seat.job);
      }
    }
  }

  /** Lets in whoever can go; of this pool, one is handed back to run on the caller's thread. */
  private @Nullable Ticket<Runnable> letIn(int pool) {
    takeArrivals();
    if (closed) {
      return null;
    }
    Ticket<Runnable> mine = null;
    long now = now();
    for (var next = room.next(now); next.isPresent(); next = room.next(now)) {
      if (mine == null && next.get().claim().pool() == pool) {
        mine = next.get();
      } else {
        start(next.get());
      }
    }
    awaitTokens(now);
    free.set(CPU, config.cpuSlots() - room.busy(CPU));
    free.set(IO, config.ioSlots() - room.busy(IO));
    return mine;
  }

  private void start(Ticket<Runnable> ticket) {
    threads.get(ticket.claim().pool()).execute(() -> work(ticket));
  }

  private void work(Ticket<Runnable> first) {
    for (@Nullable Ticket<Runnable> ticket = first; ticket != null; ticket = after(ticket)) {
      ticket.who().run();
    }
  }

  /** Gives back what the ended one held; the next of its pool runs on this very thread. */
  private @Nullable Ticket<Runnable> after(Ticket<Runnable> ended) {
    lock.lock();
    try {
      room.release(ended);
      var next = letIn(ended.claim().pool());
      if (closed) {
        idle.signalAll();
      }
      return next;
    } finally {
      lock.unlock();
      pump();
    }
  }

  /** Who waits for a token alone is woken by the clock. */
  private void awaitTokens(long now) {
    var at = room.tokensAt(now);
    if (at.isEmpty() || (tokens != null && tokensAt == at.getAsLong())) {
      return;
    }
    if (tokens != null) {
      tokens.cancel();
    }
    tokensAt = at.getAsLong();
    tokens =
        timers.set(
            Instant.ofEpochSecond(Math.floorDiv(tokensAt, NANOS), Math.floorMod(tokensAt, NANOS)),
            this::tokensCame);
  }

  private void tokensCame() {
    lock.lock();
    try {
      tokens = null;
      letIn(NO_POOL);
    } finally {
      lock.unlock();
      pump();
    }
  }

  /** The clock in nanoseconds since 1970: enough until 2262. */
  private long now() {
    var instant = clock.instant();
    return instant.getEpochSecond() * NANOS + instant.getNano();
  }

  /** The batch's priority counts for those of it who wait, too. */
  void settingsChanged(LiveBatch batch) {
    int weight = Weights.of(batch.state.settings().priority());
    lock.lock();
    try {
      takeArrivals();
      room.weigh(batch.creator.tenant(), batch.id, weight);
    } finally {
      lock.unlock();
      pump();
    }
  }

  /** The limit counts from now on; what runs goes on. */
  void limit(LimitSetting setting) {
    lock.lock();
    try {
      switch (setting) {
        case LimitSetting.OfResource(var key, var limit) -> room.limit(key, limit, now());
        case LimitSetting.OfTenant(var tenant, var limits) ->
            room.limit(tenant, limits.orElse(TenantLimits.DEFAULT));
      }
      letIn(NO_POOL);
    } finally {
      lock.unlock();
      pump();
    }
  }

  /** Whether somebody who came now could have it at once, for all that is known of it. */
  boolean hasRoom(ResourceKey key) {
    lock.lock();
    try {
      takeArrivals();
      return room.hasRoom(key, now());
    } finally {
      lock.unlock();
      pump();
    }
  }

  Use use(ResourceKey key) {
    lock.lock();
    try {
      takeArrivals();
      return room.use(key);
    } finally {
      lock.unlock();
      pump();
    }
  }

  Use use(TenantId tenant) {
    lock.lock();
    try {
      takeArrivals();
      return room.use(tenant);
    } finally {
      lock.unlock();
      pump();
    }
  }

  /** Starts nothing more and waits for what runs; false when some still does afterwards. */
  boolean drain(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      takeArrivals();
      room.clear();
      long left = patience.toNanos();
      while (isBusy() && left > 0) {
        left = idle.awaitNanos(left);
      }
      return !isBusy();
    } finally {
      lock.unlock();
    }
  }

  private boolean isBusy() {
    return room.busy(CPU) + room.busy(IO) > 0;
  }
}

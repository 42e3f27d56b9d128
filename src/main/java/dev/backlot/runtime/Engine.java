package dev.backlot.runtime;

import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.model.TenantId;
import dev.backlot.store.Journal;
import dev.backlot.store.LimitSetting;
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine thread: drains commands, decides each, commits the group, acknowledges, then releases
 * the effects. It alone touches live state, so nothing needs a lock and nothing is lost in between.
 *
 * <p>When the journal fails, it stops for good: the states in memory are ahead of the disk from
 * then on, so nothing more may be acknowledged.
 */
final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** Who acts when the engine itself does. */
  static final String ENGINE_USER = "engine";

  /** Who asks when the time has come, whoever owns the run. */
  static final Caller CLOCK = new Caller(new TenantId("engine"), ENGINE_USER);

  /** Where effects go once they are durable. */
  interface Effects {
    /** What people asked for at the gates of a run that has ended, read at once. */
    Map<StepPath, String> notes(RunId run);

    void run(LiveBatch batch, LiveBatch.LiveRun run, RunState state, List<RunEffect> effects);

    /** Send {@link BatchCommand.ExpireBatch} at the given time. */
    void wakeBatch(LiveBatch batch, Instant at);

    /** A stored batch, read at once: for what people ask of one that has ended. */
    Optional<LiveBatch> batch(BatchId batch);

    /** A stored run, read at once: for what is asked of one that waits for people or has failed. */
    Optional<Views.LiveRun> run(RunId run);

    /** Runs that wait for people, at most so many. */
    List<RunId> waiting(BatchId batch, int limit);

    /** Read a page of items and submit it as {@link Submission.PageRead}. */
    void readPage(BatchId batch, int afterItem);

    /** A batch's priority may be another one. */
    void settingsChanged(LiveBatch batch);

    /** A limit is another one, durably. */
    void limited(LimitSetting limit);

    void committed(long lastSequence);

    void halted(String why);
  }

  private record Ask(Submission submission, Answer answer) {}

  private final Journal journal;
  private final InstantSource clock;
  private final Effects effects;
  private final CommandQueue<Ask> queue = new CommandQueue<>();
  private final Decisions decisions;
  private final Thread thread;
  private long nextSequence;
  private volatile Optional<String> halted = Optional.empty();

  Engine(Journal journal, InstantSource clock, TenantLoads loads, Effects effects) {
    this.journal = journal;
    this.clock = clock;
    this.effects = effects;
    this.decisions = new Decisions(effects, loads);
    this.nextSequence = journal.lastSequence() + 1;
    this.thread = Thread.ofPlatform().name("engine").unstarted(this::loop);
  }

  /** Takes over what was paid this month before; before {@link #start()}. */
  void adopt(List<Views.DayCost> paid) {
    decisions.adopt(paid);
  }

  /** Takes over what recovery read; before {@link #start()}. */
  void adopt(LiveBatch batch) {
    decisions.adopt(batch);
  }

  /** Starts deciding and releases what was outstanding when the last process ended. */
  void start() {
    begin();
    thread.start();
  }

  /** As {@link #start()}, for whoever then calls {@link #once()} instead of having a thread. */
  void begin() {
    effects.committed(nextSequence - 1);
    decisions.releaseOutstanding();
  }

  /** Decides what waits, without waiting for more; false when nothing did. */
  boolean once() {
    var own = ownAsks();
    var group = own.isEmpty() ? queue.poll(CommandQueue.GROUP_MAX) : own;
    if (!group.isEmpty()) {
      turn(group);
    }
    return !group.isEmpty();
  }

  /** Why the engine has stopped; empty while it works. */
  Optional<String> halted() {
    return halted;
  }

  Answer submit(Submission submission) {
    return put(submission, false);
  }

  /** Starts no more items; what is on its way goes on. */
  void hold() {
    decisions.hold();
  }

  /** For what may wait a few milliseconds for company. */
  void submitLazily(Submission submission) {
    put(submission, true);
  }

  private Answer put(Submission submission, boolean lazy) {
    var answer = new Answer();
    if (!queue.put(new Ask(submission, answer), lazy)) {
      answer.halt(new EngineHaltedException(halted.orElse("the engine is shutting down")));
    }
    return answer;
  }

  /** Commits what was submitted, then stops. */
  void stop() throws InterruptedException {
    queue.close();
    if (thread.isAlive()) {
      thread.join();
    }
  }

  private void loop() {
    try {
      for (var group = next(); !group.isEmpty(); group = next()) {
        turn(group);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (StoreException | EngineHaltedException _) {
      // told to everyone who listens when it happened
      refuseWaiting();
    } catch (RuntimeException | Error e) {
      LOG.error("the engine broke", e);
      refuseWaiting();
    }
  }

  /** What came in while the last group failed is answered too: nobody waits for ever. */
  private void refuseWaiting() {
    var why = new EngineHaltedException(halted.orElse("the engine has stopped"));
    try {
      for (var rest = queue.take(); !rest.isEmpty(); rest = queue.take()) {
        rest.forEach(ask -> ask.answer().halt(why));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Ask> next() throws InterruptedException {
    var own = ownAsks();
    return own.isEmpty() ? queue.take() : own;
  }

  private List<Ask> ownAsks() {
    return decisions.takeFollowUps().stream()
        .map(submission -> new Ask(submission, new Answer()))
        .toList();
  }

  /** Storage failed outside the journal: the process must not go on acknowledging. */
  void halt(String why) {
    halted = Optional.of(why);
    queue.close();
    effects.halted(why);
  }

  private void turn(List<Ask> first) {
    var asks = new ArrayList<>(first);
    // the log keeps milliseconds: a state that was folded again is to be the very same
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var group = new Group();
    try {
      for (int at = 0; at < asks.size(); at++) {
        decide(asks.get(at), group, now);
        if (at == asks.size() - 1) {
          // who came in the meantime shares this sync to disk
          asks.addAll(queue.poll(CommandQueue.GROUP_MAX - asks.size()));
        }
      }
      decisions.startItems(group, now);
      long after = group.seal(nextSequence, now);
      if (!group.rows().isEmpty()) {
        if (halted.isPresent()) {
          throw new EngineHaltedException(halted.get());
        }
        journal.commit(group.rows());
      }
      nextSequence = after;
      group.afterwards().forEach(Runnable::run);
      effects.committed(nextSequence - 1);
    } catch (RuntimeException | Error e) {
      // whatever it was, memory and disk may differ from here on; who was answered already stays so
      halt(String.valueOf(e.getMessage()));
      asks.forEach(
          ask -> ask.answer().halt(new EngineHaltedException(String.valueOf(e.getMessage()), e)));
      throw e;
    }
  }

  private void decide(Ask ask, Group group, Instant now) {
    var rejection = decisions.decide(ask.submission(), group, now);
    group.afterwards(() -> rejection.ifPresentOrElse(ask.answer()::reject, ask.answer()::accept));
  }
}

package dev.backlot.runtime;

import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchId;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.Blobs;
import dev.backlot.store.Journal;
import dev.backlot.store.LimitSetting;
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to the engine: workflows, batches, assets, the event log, and the life of the
 * runtime behind them. Thread-safe.
 */
public final class Runs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final Duration REAP_EVERY = Duration.ofMillis(100);
  private static final Duration CLOCKS_EVERY = Duration.ofMillis(500);
  private static final int CLOCKS_AT_ONCE = 1_000;
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
  private static final Duration SWEEP_AGAIN = Duration.ofMillis(100);

  private final Journal journal;
  private final Views views;
  private final InstantSource clock;
  private final Engine engine;
  private final ExecutorService cpu;
  private final ExecutorService pager;
  private final KnownResults results;
  private final Slots slots;
  private final Dispatcher dispatcher;
  private final Timers timers;
  private final EventLog log;
  private final Workflows workflows;
  private final Batches batches;
  private final Assets assets;
  private final Looks looks;
  private final Documents documents;
  private final ApiKeys apiKeys;
  private final KeyQuotas keyQuotas;
  private final TenantLoads loads = new TenantLoads();
  private final Limits limits;
  private final Reviews reviews;
  private final BulkActions bulkActions;
  private final Redrives redrives;
  private final Explanations explanations;
  private final StepInputs stepInputs;
  private final Makings makings;
  private final Provenances provenances;
  private final IdempotencyKeys keys;
  private final Callbacks callbacks;
  private final MemoSweep memoSweep;
  private final BlobSweep blobSweep;

  /**
   * What the runtime stands on.
   *
   * @param fetcher brings in what inputs name by an address
   * @param publishRoot where batches publish that name no folder of their own
   * @param takesUp which of the unfinished batches of earlier processes go on
   */
  public record Parts(
      Journal journal,
      Views views,
      Blobs blobs,
      Inspector inspector,
      StepRegistry steps,
      InstantSource clock,
      RuntimeConfig config,
      Fetcher fetcher,
      Path publishRoot,
      Predicate<BatchRecord> takesUp) {}

  private Runs(Parts parts, Surroundings surroundings) {
    cpu = surroundings.cpu();
    pager = surroundings.pager();
    journal = parts.journal();
    views = parts.views();
    clock = parts.clock();
    blobSweep = new BlobSweep(views, parts.blobs());
    memoSweep = new MemoSweep(views, parts.config().memo());
    log = new EventLog(views);
    timers = new Timers(clock);
    callbacks = new Callbacks(timers, clock);
    engine = new Engine(journal, clock, loads, new Released());
    var shelf = new AssetShelf(parts.blobs(), parts.inspector());
    documents = new Documents(engine, views);
    apiKeys = new ApiKeys(documents, views, clock);
    keyQuotas = new KeyQuotas(documents, apiKeys, clock);
    results = new KnownResults(views, shelf);
    var largeValues = new LargeValues(shelf);
    slots = new Slots(parts.config(), timers, clock, surroundings);
    dispatcher =
        new Dispatcher(
            engine,
            parts.steps(),
            views,
            shelf,
            results,
            largeValues,
            clock,
            parts.config(),
            new InputStep(shelf, parts.config().localFiles(), parts.fetcher()),
            slots,
            ResourceKeys.ofSteps(parts.steps(), slots::hasRoom),
            callbacks,
            documents,
            surroundings);
    limits = new Limits(engine, loads, slots);
    workflows = new Workflows(engine, views, parts.steps(), clock);
    var looking = InputStep.looking(shelf, parts.config().localFiles());
    var rehearsal = new Rehearsal(parts.steps(), results, largeValues, looking, clock);
    var admission =
        new Admission(
            engine,
            views,
            workflows,
            new BatchIds(clock, views.greatestBatch()),
            keyQuotas,
            clock,
            parts.publishRoot(),
            parts.config().localFiles());
    var times = new TimeEstimate(limits, new Paces(views), parts.config().cpuSlots());
    var dryRuns = new DryRuns(rehearsal, times);
    batches = new Batches(engine, views, workflows, admission, dryRuns, dispatcher);
    assets = new Assets(engine, views, shelf);
    looks = new Looks(engine, views, shelf);
    reviews = new Reviews(engine, views, workflows);
    bulkActions = new BulkActions(engine, views, clock, surroundings);
    redrives = new Redrives(views);
    keys = new IdempotencyKeys(engine, views, clock);
    explanations = new Explanations(views, workflows, parts.steps(), largeValues);
    stepInputs = new StepInputs(views, workflows, parts.steps(), largeValues);
    makings = new Makings(views, batches, stepInputs, parts.steps());
    provenances = new Provenances(views, workflows, batches, parts.steps());
  }

  /** Opens the door: recovers what an earlier process left, then starts. */
  public static Runs open(Parts parts) {
    var runs = new Runs(parts, Surroundings.real());
    runs.recover(parts.takesUp());
    Thread.ofPlatform().name("timers").start(runs.timers::loop);
    runs.engine.start();
    runs.bulkActions.recover();
    runs.reap();
    runs.lookAtClocks();
    runs.sweepSoon();
    return runs;
  }

  /**
   * As {@link #open}, but nothing moves by itself: the caller decides by {@link #decideOnce} and
   * lets the clock ring by {@link #ringOnce}.
   */
  static Runs still(Parts parts, Surroundings surroundings) {
    var runs = new Runs(parts, surroundings);
    runs.recover(parts.takesUp());
    runs.engine.begin();
    runs.bulkActions.recover();
    runs.reap();
    runs.lookAtClocks();
    runs.sweepSoon();
    return runs;
  }

  /** One turn of the engine, if anything waits for it. */
  boolean decideOnce() {
    return engine.once();
  }

  /** Runs one action whose time has come. */
  boolean ringOnce() {
    return timers.once();
  }

  /** When the clock rings next. */
  Optional<Instant> ringsAt() {
    return timers.next();
  }

  /**
   * Reads limits, open batches and the runs on their way: bounded by concurrency, not by the number
   * of items.
   */
  private void recover(Predicate<BatchRecord> takesUp) {
    views.limits().forEach(limits::adopt);
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    engine.adopt(views.costs(today.withDayOfMonth(1)));
    var open = new HashMap<BatchId, LiveBatch>();
    for (var batch : views.openBatches().stream().filter(takesUp).toList()) {
      live(batch)
          .ifPresentOrElse(
              live -> open.put(batch.id(), live),
              () ->
                  LOG.warn(
                      "batch {} waits: this Backlot cannot read workflow {} version {}",
                      batch.id(),
                      batch.origin().workflow(),
                      batch.origin().version()));
    }
    for (var stored : views.liveRuns()) {
      var batch = open.get(stored.run().id().batch());
      if (batch != null) {
        var run = batch.revive(stored);
        batch.runs.put(run.id, run);
      }
    }
    open.values().forEach(engine::adopt);
  }

  /** A stored batch, ready to be decided over; empty when its workflow cannot be read. */
  private Optional<LiveBatch> live(BatchRecord batch) {
    var origin = batch.origin();
    return workflows
        .workload(batch.creator().tenant(), origin.workflow(), origin.version())
        .map(
            workload -> {
              var live = new LiveBatch(batch.id(), batch.creator(), origin, workload);
              live.state = batch.state();
              var tenant = batch.creator().tenant();
              live.overview.adopt(
                  views.standings(tenant, batch.id()),
                  views.providerStandings(tenant, batch.id()),
                  views.pace(tenant, batch.id()));
              return live;
            });
  }

  private void reap() {
    dispatcher.reap();
    timers.set(clock.instant().plus(REAP_EVERY), this::reap);
  }

  /** Runs that wait for people are not in memory: the store says whose time has come. */
  private void lookAtClocks() {
    try {
      for (var run : views.due(clock.instant(), CLOCKS_AT_ONCE)) {
        engine.submitLazily(
            new Submission.ToRun(
                Engine.CLOCK, run, new RunCommand.LookAtClock(), Optional.empty()));
      }
    } catch (StoreException e) {
      engine.halt(String.valueOf(e.getMessage()));
      return;
    }
    timers.set(clock.instant().plus(CLOCKS_EVERY), this::lookAtClocks);
  }

  private void sweep() {
    var erased = blobSweep.next(clock.instant());
    if (!erased.isEmpty()) {
      engine.submitLazily(new Submission.BlobsSwept(erased));
    }
    var piece = memoSweep.next(clock.instant());
    piece.ifPresent(which -> engine.submitLazily(new Submission.ForgetMemos(which)));
    var next = clock.instant().plus(piece.isPresent() ? SWEEP_AGAIN : SWEEP_EVERY);
    timers.set(next, this::sweepSoon);
  }

  /** Beside the timers: counting may take a while. */
  private void sweepSoon() {
    try {
      pager.execute(
          () -> {
            try {
              sweep();
            } catch (StoreException e) {
              engine.halt(String.valueOf(e.getMessage()));
            }
          });
    } catch (RejectedExecutionException _) {
      // the runtime closes
    }
  }

  /** Where the engine's effects go. */
  private final class Released implements Engine.Effects {
    @Override
    public void run(
        LiveBatch batch, LiveBatch.LiveRun run, RunState state, List<RunEffect> effects) {
      for (var effect : effects) {
        switch (effect) {
          case RunEffect.WakeRun _ when state.status() == RunStatus.WAITING -> {
            // the store remembers it, and lookAtClocks finds it
          }
          case RunEffect.WakeRetry(var step, var attempt, var dueAt) ->
              wake(batch, run, new RunCommand.RetryStep(step, attempt), dueAt);
          case RunEffect.WakeRun(var dueAt) ->
              wake(batch, run, new RunCommand.LookAtClock(), dueAt);
          default -> dispatcher.perform(batch, run, state, effect);
        }
      }
    }

    private void wake(LiveBatch batch, LiveBatch.LiveRun run, RunCommand command, Instant dueAt) {
      timers.set(
          dueAt,
          () ->
              engine.submitLazily(
                  new Submission.ToRun(batch.creator, run.id, command, Optional.empty())));
    }

    @Override
    public Map<StepPath, String> notes(RunId run) {
      return results.notes(Optional.of(run));
    }

    @Override
    public void readPage(BatchId batch, int afterItem) {
      pager.execute(
          () -> {
            try {
              engine.submit(
                  new Submission.PageRead(batch, views.pending(batch, afterItem, Scheduler.PAGE)));
            } catch (StoreException e) {
              engine.halt(String.valueOf(e.getMessage()));
            }
          });
    }

    @Override
    public void settingsChanged(LiveBatch batch) {
      slots.settingsChanged(batch);
    }

    @Override
    public void limited(LimitSetting limit) {
      limits.apply(limit);
    }

    @Override
    public void wakeBatch(LiveBatch batch, Instant at) {
      timers.set(
          at,
          () ->
              engine.submitLazily(
                  new Submission.ToBatch(batch.creator, batch.id, new BatchCommand.ExpireBatch())));
    }

    @Override
    public Optional<LiveBatch> batch(BatchId batch) {
      return views.batch(batch).flatMap(Runs.this::live);
    }

    @Override
    public Optional<Views.LiveRun> run(RunId run) {
      return views.started(run);
    }

    @Override
    public List<RunId> waiting(BatchId batch, int limit) {
      return views.waiting(batch, limit);
    }

    @Override
    public void committed(long lastSequence) {
      log.committed(lastSequence);
    }

    @Override
    public void halted(String why) {
      LOG.error("the engine has stopped and acknowledges nothing more: {}", why);
      log.committed(log.last());
    }
  }

  public Workflows workflows() {
    return workflows;
  }

  public Batches batches() {
    return batches;
  }

  public Assets assets() {
    return assets;
  }

  public Looks looks() {
    return looks;
  }

  public ApiKeys apiKeys() {
    return apiKeys;
  }

  public KeyQuotas keyQuotas() {
    return keyQuotas;
  }

  public Documents documents() {
    return documents;
  }

  public Limits limits() {
    return limits;
  }

  public Reviews reviews() {
    return reviews;
  }

  public Costs costs() {
    return new Costs(views, clock);
  }

  public BulkActions bulkActions() {
    return bulkActions;
  }

  public Redrives redrives() {
    return redrives;
  }

  public Explanations explanations() {
    return explanations;
  }

  public Makings makings() {
    return makings;
  }

  public Provenances provenances() {
    return provenances;
  }

  public StepInputs stepInputs() {
    return stepInputs;
  }

  public IdempotencyKeys idempotencyKeys() {
    return keys;
  }

  /** Starts to tell webhooks what happens, by this way to the outside; the caller closes it. */
  public Webhooks webhooks(WebhookSender sender) {
    return Webhooks.start(engine, views, log, sender, clock);
  }

  /** Webhooks that somebody else turns, with a clock and threads of their own. */
  Webhooks webhooks(WebhookSender sender, InstantSource hand, ExecutorService threads) {
    return new Webhooks(engine, views, log, sender, hand, threads);
  }

  /**
   * Starts to start batches by itself; the caller closes it.
   *
   * @param watchRoot below which folders may be watched
   */
  public Triggers triggers(Optional<Path> watchRoot) {
    return Triggers.start(this, engine, views, clock, watchRoot);
  }

  /** Triggers that somebody else turns, with a clock of their own. */
  Triggers triggers(Optional<Path> watchRoot, InstantSource hand) {
    return new Triggers(this, engine, views, hand, watchRoot);
  }

  public Callbacks callbacks() {
    return callbacks;
  }

  public EventLog log() {
    return log;
  }

  /** What runs right now, by steps. */
  public Map<String, Busy> busy() {
    return dispatcher.busy();
  }

  /** Why the engine has stopped acknowledging; empty while it works. */
  public Optional<String> halted() {
    return engine.halted();
  }

  public Instant now() {
    return clock.instant();
  }

  /**
   * Starts nothing more and waits for running steps, so that nothing has to be done again.
   *
   * @return false when some were still running after {@code patience}; they start again next time
   */
  public boolean drain(Duration patience) throws InterruptedException {
    engine.hold();
    return dispatcher.drain(patience);
  }

  /**
   * Commits what was decided and lets go of the store; what still runs is taken up at the next
   * start.
   */
  @Override
  public void close() {
    timers.stop();
    try {
      engine.stop();
      bulkActions.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    cpu.shutdown();
    pager.shutdownNow();
    journal.close();
  }
}

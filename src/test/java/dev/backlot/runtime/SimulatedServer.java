package dev.backlot.runtime;

import dev.backlot.provider.Adapter;
import dev.backlot.provider.Providers;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.ai.ImageGenerateStep;
import dev.backlot.store.blob.FolderBlobs;
import dev.backlot.store.sqlite.SqliteDatabase;
import dev.backlot.store.sqlite.SqliteJournal;
import dev.backlot.store.sqlite.SqliteViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** One process: the real runtime on the real store, until it ends or crashes. */
final class SimulatedServer {
  private static final String PROVIDERS =
      "currency: USD\nproviders:\n- {name: sim, kind: sim, url: \"https://sim\", secret: TOKEN,"
          + " prices: {a/b: {call: 0.04}}}\n";

  private static final MemoLimits FORGETFUL = new MemoLimits(2, Duration.ofHours(1));

  private record Alarm(Instant at, long number, CountDownLatch rings) {}

  private final Fate fate;
  private final OneThread threads;
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparing(Alarm::at).thenComparingLong(Alarm::number));
  private final SimulatedProvider provider;
  final SqliteViews views;
  final Runs runs;
  private long alarmsSet;

  SimulatedServer(
      Path folder, SqliteDatabase database, Fate fate, Truth truth, SimulatedProvider provider)
      throws IOException {
    this.fate = fate;
    this.provider = provider;
    threads = new OneThread(fate);
    views = new SqliteViews(database);
    var file = folder.resolve("providers.yaml");
    if (!Files.exists(file)) {
      Files.writeString(file, PROVIDERS);
    }
    var steps = new SimulatedSteps(fate, this::rest);
    var parts =
        new Runs.Parts(
            new SimulatedJournal(new SqliteJournal(database), fate, truth),
            views,
            new FolderBlobs(folder.resolve("blobs")),
            _ -> new Inspector.Facts("image/png", 1, 1),
            new StepRegistry(
                List.of(
                    steps.pure(),
                    steps.work(),
                    new ImageGenerateStep(Providers.of(file, new Kinds()), this::rest))),
            fate::now,
            new RuntimeConfig(SimulatedSteps.CPU_SLOTS, SimulatedSteps.IO_SLOTS, true, FORGETFUL),
            Fetcher.none(),
            folder.resolve("published"),
            _ -> true);
    var surroundings =
        new Surroundings(
            Executors.newThreadPerTaskExecutor(threads.factory()),
            threads.factory(),
            Executors.newThreadPerTaskExecutor(threads.factory()),
            fate.random::nextLong);
    runs = Runs.still(parts, surroundings);
    truth.graphs = runs.workflows()::graph;
  }

  private final class Kinds implements Providers.Kinds {
    @Override
    public Map<String, Adapter> adapters() {
      return Map.of("sim", new Adapter(Adapter.Reports.SECRET, _ -> provider));
    }

    @Override
    public InstantSource clock() {
      return fate::now;
    }

    @Override
    public Optional<String> variable(String name) {
      return Optional.of("token");
    }

    @Override
    public Predicate<String> isSigningSecret() {
      return _ -> true;
    }
  }

  private void rest(Duration time) throws InterruptedException {
    var alarm = new Alarm(fate.now().plus(time), alarmsSet++, new CountDownLatch(1));
    alarms.add(alarm);
    alarm.rings().await();
  }

  /** Somebody outside asks something, and waits for the answer. */
  void ask(Runnable client) {
    threads.start(client);
  }

  /** One move of anything that can move; where nothing can, time passes until something does. */
  void move() {
    fate.moment();
    var moves = new ArrayList<Predicate<SimulatedServer>>();
    moves.add(server -> server.threads.once());
    moves.add(server -> server.runs.decideOnce());
    moves.add(SimulatedServer::ring);
    Collections.shuffle(moves, fate.random);
    boolean moved = false;
    for (var move : moves) {
      moved = moved || move.test(this);
    }
    if (!moved) {
      fate.passUntil(next());
      provider.report(runs.callbacks());
    } else if (fate.oneIn(50)) {
      fate.pass(Duration.ofMillis(fate.random.nextInt(500)));
    }
    if (runs.halted().isPresent()) {
      // a server whose engine has stopped exits whole
      fate.die();
      throw new Fate.Crash();
    }
  }

  private boolean ring() {
    var alarm = alarms.peek();
    if (alarm != null && !alarm.at().isAfter(fate.now())) {
      alarms.remove();
      alarm.rings().countDown();
      return true;
    }
    return runs.ringOnce();
  }

  private Instant next() {
    var alarm = alarms.peek();
    var timer = runs.ringsAt().orElseThrow();
    return alarm != null && alarm.at().isBefore(timer) ? alarm.at() : timer;
  }

  void drop() {
    threads.drop();
  }
}

package dev.backlot.bench;

import dev.backlot.engine.schedule.Claim;
import dev.backlot.engine.schedule.StartOrder;
import dev.backlot.engine.schedule.Ticket;
import dev.backlot.engine.schedule.WaitingRoom;
import dev.backlot.engine.schedule.Weights;
import dev.backlot.model.BatchId;
import dev.backlot.model.Priority;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * 2,000 tenants of random weights with 100,000 batches of random priorities, all with work waiting:
 * how far shares are off, how long turns take to come, and what a turn costs. Then, on the whole
 * runtime, a chain of four steps of 100 ms under two limits.
 */
final class Fairness {
  private static final int TENANTS = 2_000;
  private static final int BATCHES = 100_000;
  private static final int TURNS = 4_000_000;
  private static final int SLOTS = 512;
  private static final long SEED = 20261122;
  private static final int CHAINS = 9;

  private Fairness() {}

  static void run(Path folder, History history) throws Exception {
    System.out.println("seed " + SEED);
    new Turns("item starts").measure(Turns.startOrder(), history);
    new Turns("slots").measure(Turns.waitingRoom(), history);
    chain(folder, history);
  }

  /** Something that gives turns to batches that always want one. */
  private interface Giver {
    void weigh(TenantId tenant, int weight);

    void enter(TenantId tenant, BatchId batch, int weight);

    BatchId turn();
  }

  /** One contest. */
  private static final class Turns {
    private final String name;
    private final Random random = new Random(SEED);
    private final int[] tenantWeights = new int[TENANTS];
    private final int[] owners = new int[BATCHES];
    private final long[] served = new long[TENANTS];

    Turns(String name) {
      this.name = name;
    }

    void measure(Giver giver, History history) throws Exception {
      for (int i = 0; i < TENANTS; i++) {
        tenantWeights[i] = 1 + random.nextInt(TenantLimits.WEIGHT_MAX);
        giver.weigh(tenant(i), tenantWeights[i]);
      }
      for (int i = 0; i < BATCHES; i++) {
        owners[i] = i < TENANTS ? i : random.nextInt(TENANTS);
        int weight = Weights.of(Priority.values()[random.nextInt(3)]);
        giver.enter(tenant(owners[i]), new BatchId(i + 1), weight);
      }
      var last = new int[TENANTS];
      var waits = new int[TURNS];
      long start = System.nanoTime();
      for (int i = 0; i < TURNS; i++) {
        int tenant = owners[(int) giver.turn().number() - 1];
        served[tenant]++;
        waits[i] = i - last[tenant];
        last[tenant] = i;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      var who = name + ", 2,000 tenants x 100,000 batches";
      history.record(who, "turns/s", TURNS / seconds);
      recordErrors(who, history);
      Arrays.sort(waits);
      history.record("wait of a tenant for its turn, " + who + ", p50", "turns", waits[TURNS / 2]);
      history.record("wait of a tenant for its turn, " + who + ", p99", "turns", waits[TURNS / 100 * 99]);
    }

    /** How far a tenant's turns are from its share of all turns, in percent of that share. */
    private void recordErrors(String who, History history) throws Exception {
      double all = Arrays.stream(tenantWeights).sum();
      var errors = new double[TENANTS];
      double most = 0;
      for (int i = 0; i < TENANTS; i++) {
        double share = tenantWeights[i] / all * TURNS;
        errors[i] = Math.abs(served[i] - share) / share * 100;
        most = Math.max(most, Math.abs(served[i] - share));
      }
      Arrays.sort(errors);
      history.record("share error of a tenant, " + who + ", p99", "% of its share", errors[TENANTS * 99 / 100]);
      history.record("share error of a tenant, " + who + ", max", "% of its share", errors[TENANTS - 1]);
      // the least share is four turns: a turn too few is a quarter of it
      history.record("turns that a tenant is off, " + who + ", max", "of 4,000,000", most);
    }

    private static TenantId tenant(int number) {
      return new TenantId("t" + number);
    }

    static Giver startOrder() {
      var order = new StartOrder();
      return new Giver() {
        @Override
        public void weigh(TenantId tenant, int weight) {
          order.weigh(tenant, weight);
        }

        @Override
        public void enter(TenantId tenant, BatchId batch, int weight) {
          order.enter(tenant, batch, weight);
        }

        @Override
        public BatchId turn() {
          return order.pick().orElseThrow();
        }
      };
    }

    /** Slots that are always taken: whoever has been let in the longest ends, and its batch wants another. */
    static Giver waitingRoom() {
      var room = new WaitingRoom<Integer>(SLOTS);
      var running = new ArrayDeque<Ticket<Integer>>();
      return new Giver() {
        @Override
        public void weigh(TenantId tenant, int weight) {
          room.limit(tenant, new TenantLimits(weight, Optional.empty(), Optional.empty(), Optional.empty()));
        }

        @Override
        public void enter(TenantId tenant, BatchId batch, int weight) {
          room.enter(new Claim(0, tenant, batch, weight, 0, 1, Set.of()), 0);
        }

        @Override
        public BatchId turn() {
          if (running.size() == SLOTS) {
            room.release(running.remove());
          }
          var ticket = room.next(0).orElseThrow();
          running.add(ticket);
          room.enter(ticket.claim(), 0);
          return ticket.claim().batch();
        }
      };
    }
  }

  /** hatchet#2866: this took 1.9 to 8.1 s there; its own time is 0.4 s. */
  private static void chain(Path folder, History history) throws Exception {
    try (var rig = new Rig(folder, Fairness::work)) {
      rig.publish(
          """
          name: chain
          steps:
            a: {uses: bench.nothing}
            b: {uses: bench.nothing, needs: [a]}
            c: {uses: bench.nothing, needs: [b]}
            d: {uses: bench.nothing, needs: [c]}
          """);
      var limits = rig.runs.limits();
      limits.set(
          Rig.CALLER,
          ResourceKey.ofStep("bench.nothing"),
          new ResourceLimit(Optional.of(1), Optional.empty()));
      limits.set(
          Rig.CALLER,
          TenantId.DEFAULT,
          new TenantLimits(100, Optional.of(1), Optional.empty(), Optional.of(1)));
      List<Double> seconds = new ArrayList<>();
      for (int i = 0; i < CHAINS; i++) {
        long start = System.nanoTime();
        rig.await(rig.create("chain", 1, Rig.items(1)));
        seconds.add((System.nanoTime() - start) / 1e9);
      }
      history.record(
          "4 steps of 100 ms in a chain under two limits",
          "s",
          seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private static void work() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

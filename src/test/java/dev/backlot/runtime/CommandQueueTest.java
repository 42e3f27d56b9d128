package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommandQueueTest {
  private final CommandQueue<Integer> queue = new CommandQueue<>();

  @Test
  void commands_come_out_together_and_in_order() throws Exception {
    queue.put(1, false);
    queue.put(2, false);
    queue.put(3, true);

    assertThat(queue.take()).containsExactly(1, 2, 3);
  }

  @Test
  void a_lazy_command_comes_out_by_itself_after_its_wait() throws Exception {
    long before = System.nanoTime();
    queue.put(1, true);

    assertThat(queue.take()).containsExactly(1);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(CommandQueue.LAZY_WAIT.toNanos());
  }

  @Test
  void an_urgent_command_takes_the_lazy_ones_along() throws Exception {
    queue.put(1, true);
    queue.put(2, false);

    assertThat(queue.take()).containsExactly(1, 2);
  }

  @Test
  void a_group_is_bounded_and_the_rest_follows() throws Exception {
    IntStream.range(0, CommandQueue.GROUP_MAX + 1).forEach(i -> queue.put(i, false));

    assertThat(queue.take()).hasSize(CommandQueue.GROUP_MAX);
    assertThat(queue.take()).containsExactly(CommandQueue.GROUP_MAX);
  }

  @Test
  void who_finds_the_queue_full_waits_until_there_is_room() throws Exception {
    IntStream.range(0, CommandQueue.CAPACITY).forEach(i -> queue.put(i, false));
    var late = Thread.ofPlatform().start(() -> queue.put(-1, false));
    while (late.getState() != Thread.State.WAITING && late.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(late.isAlive()).as("waits for room").isTrue();

    // By number and not until `late` has ended: its command can be out before its call has
    // returned, and another take would then wait for a command that nobody brings.
    var taken = new ArrayList<Integer>();
    while (taken.size() <= CommandQueue.CAPACITY) {
      taken.addAll(queue.take());
    }
    late.join();
    assertThat(taken.getLast()).isEqualTo(-1);
  }

  @Test
  void a_closed_queue_takes_nothing_and_hands_out_what_waits() throws Exception {
    queue.put(1, true);
    queue.close();

    assertThat(queue.put(2, false)).isFalse();
    assertThat(queue.take()).containsExactly(1);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void closing_frees_who_waits_for_room_and_who_waits_for_work() throws Exception {
    var full = new CommandQueue<Integer>();
    IntStream.range(0, CommandQueue.CAPACITY).forEach(i -> full.put(i, false));
    try (var pool = Executors.newFixedThreadPool(2)) {
      Future<Boolean> putting = pool.submit(() -> full.put(-1, false));
      Future<List<Integer>> taking = pool.submit(queue::take);
      full.close();
      queue.close();

      assertThat(putting.get()).isFalse();
      assertThat(taking.get()).isEmpty();
    }
  }
}

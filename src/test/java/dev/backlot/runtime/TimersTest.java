package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimersTest {
  private final Timers timers = new Timers(InstantSource.system());
  private final LinkedBlockingQueue<String> rung = new LinkedBlockingQueue<>();
  private final Instant now = Instant.now();

  @AfterEach
  void stop() {
    timers.stop();
  }

  private Timers.Timer ring(Duration after, String word) {
    return timers.set(now.plus(after), () -> rung.add(word));
  }

  private void start() {
    Thread.ofPlatform().daemon().start(timers::loop);
  }

  private String next() throws InterruptedException {
    return String.valueOf(rung.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void timers_ring_in_the_order_of_their_times() throws Exception {
    ring(Duration.ofMillis(30), "third");
    ring(Duration.ofMillis(-50), "first");
    ring(Duration.ofMillis(10), "second");
    start();

    assertThat(next()).isEqualTo("first");
    assertThat(next()).isEqualTo("second");
    assertThat(next()).isEqualTo("third");
    assertThat(Instant.now()).isAfterOrEqualTo(now.plusMillis(30));
  }

  @Test
  void an_earlier_timer_wakes_a_thread_that_waits_for_a_later_one() throws Exception {
    ring(Duration.ofHours(1), "late");
    start();
    ring(Duration.ofMillis(5), "early");

    assertThat(next()).isEqualTo("early");
  }

  @Test
  void a_cancelled_timer_never_rings() throws Exception {
    ring(Duration.ofMillis(1), "cancelled").cancel();
    ring(Duration.ofMillis(2), "kept");
    start();

    assertThat(next()).isEqualTo("kept");
    assertThat(rung).isEmpty();
  }

  @Test
  void stopping_ends_the_loop_whatever_is_still_due() throws Exception {
    ring(Duration.ofHours(1), "never");
    var ended = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              timers.loop();
              ended.countDown();
            });

    timers.stop();

    ended.await();
    assertThat(rung).isEmpty();
  }

  @Test
  void a_hand_turns_the_clock() {
    var hand = new Instant[] {now};
    var still = new Timers(() -> hand[0]);
    still.set(now.plusMillis(20), () -> rung.add("second"));
    still.set(now.plusMillis(10), () -> rung.add("first"));
    still.set(now.plusMillis(5), () -> rung.add("cancelled")).cancel();

    assertThat(still.next()).contains(now.plusMillis(10));
    assertThat(still.once()).isFalse();
    hand[0] = now.plusMillis(15);
    assertThat(still.once()).isTrue();
    assertThat(still.once()).isFalse();
    assertThat(rung).containsExactly("first");
  }
}

package dev.backlot.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.media.Patience;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One network serves many threads at once. */
@Timeout(60)
class NetworkThreadsTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 25;
  private static final int ENDED = 5;

  private final AtomicInteger loads = new AtomicInteger();

  @Test
  void many_threads_load_it_once_and_each_gets_its_own_answer() throws Exception {
    try (var network = new Network(power(2));
        var threads = Executors.newFixedThreadPool(THREADS)) {
      var start = new CountDownLatch(1);
      var all = new ArrayList<Future<?>>();
      for (int i = 1; i <= THREADS; i++) {
        float mine = i;
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int round = 0; round < ROUNDS; round++) {
                    assertThat(network.run(diagonal(mine)).values())
                        .isEqualTo(diagonal(mine * mine).values());
                  }
                  return true;
                }));
      }
      start.countDown();
      for (var one : all) {
        one.get();
      }
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void one_that_nobody_waits_for_ends_none_of_the_others() throws Exception {
    // as many products as take a minute where the matrix is large, and no time where it is small
    try (var network = new Network(power(1_000));
        var threads = Executors.newSingleThreadExecutor()) {
      var ended =
          threads.submit(
              () -> {
                for (int round = 0; round < ENDED; round++) {
                  assertThatThrownBy(() -> network.run(large(), Patience.of(0)))
                      .hasMessage(Patience.CANCELLED);
                }
                return true;
              });
      for (int round = 0; round < ROUNDS || !ended.isDone(); round++) {
        assertThat(network.run(diagonal(1)).values()).isEqualTo(diagonal(1).values());
      }
      ended.get();
    }
  }

  private static Tensor diagonal(float value) {
    var values = new float[16];
    for (int i = 0; i < 4; i++) {
      values[i * 4 + i] = value;
    }
    return new Tensor(values, 4, 4);
  }

  private static Tensor large() {
    int side = 1_000;
    return new Tensor(new float[side * side], side, side);
  }

  /** A square matrix multiplied with itself, again and again. */
  private ModelFile power(int products) throws Exception {
    var graph = new OnnxGraph();
    for (int i = 2; i < products; i++) {
      graph.node("MatMul", List.of(i == 2 ? "in" : "power" + (i - 1), "in"), "power" + i);
    }
    var last = products == 2 ? "in" : "power" + (products - 1);
    var file = graph.node("MatMul", List.of(last, "in"), "out").file(new long[] {-1, -1}, 2);
    var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    return new ModelFile(
        "power",
        "memory",
        hash,
        () -> {
          loads.incrementAndGet();
          return new ByteArrayInputStream(file);
        },
        Optional.empty());
  }
}

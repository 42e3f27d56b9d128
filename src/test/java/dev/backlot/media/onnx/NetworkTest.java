package dev.backlot.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.backlot.media.NativeMemory;
import dev.backlot.media.Patience;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
  /** As many products as take a minute where the matrix is large, and no time where it is small. */
  private static final int PRODUCTS = 1_000;

  private static final int LARGE = 1_000;

  private Network network;

  @BeforeEach
  void open() throws Exception {
    network = new Network(power(PRODUCTS));
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void a_run_ends_soon_after_nobody_waits_for_it() throws Exception {
    var patience = Patience.of(2);
    assertThatThrownBy(() -> network.run(unit(LARGE), patience)).hasMessage(Patience.CANCELLED);
    assertThat(network.run(unit(4), Patience.of(0)).values())
        .as("another one, over before anybody is asked")
        .isEqualTo(unit(4).values());
  }

  @Test
  void runs_give_their_memory_back_whether_they_end_or_are_ended() throws Exception {
    assumeThat(NativeMemory.used()).as("needs glibc").isPresent();
    try (var brief = new Network(power(2))) {
      both(brief);
      both(brief);
      long before = NativeMemory.used().orElseThrow();
      int rounds = 10;
      for (int round = 0; round < rounds; round++) {
        both(brief);
      }
      assertThat(NativeMemory.used().orElseThrow() - before)
          .as("less than a result, each time")
          .isLessThan(rounds * 2L * LARGE * LARGE);
    }
  }

  private void both(Network ends) throws Exception {
    assertThatThrownBy(() -> network.run(unit(LARGE), Patience.of(0)))
        .hasMessage(Patience.CANCELLED);
    assertThat(ends.run(unit(LARGE)).values()).hasSize(LARGE * LARGE);
  }

  private static Tensor unit(int side) {
    var values = new float[side * side];
    for (int i = 0; i < side; i++) {
      values[i * side + i] = 1;
    }
    return new Tensor(values, side, side);
  }

  /** A square matrix multiplied with itself, again and again. */
  private static ModelFile power(int products) throws Exception {
    var graph = new OnnxGraph();
    for (int i = 1; i < products; i++) {
      graph.node("MatMul", List.of(i == 1 ? "in" : "power" + (i - 1), "in"), "power" + i);
    }
    var file =
        graph
            .node("MatMul", List.of("power" + (products - 1), "in"), "out")
            .file(new long[] {-1, -1}, 2);
    var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    return new ModelFile(
        "power", "memory", hash, () -> new ByteArrayInputStream(file), Optional.empty());
  }
}

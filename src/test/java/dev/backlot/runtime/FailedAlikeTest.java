package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchId;
import dev.backlot.model.Failure;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.store.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedAlikeTest {
  private static final BatchId BATCH = new BatchId(7);

  private static RunRecord failed(int item, String message) {
    return new RunRecord(
        BATCH.run(item),
        TestRuntime.CALLER,
        "item-" + item,
        RunStatus.FAILED,
        Map.of(),
        Map.of(),
        StepPath.parse("length"),
        Optional.of(new Failure.Refused("check", message)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH);
  }

  private static FailedAlike read(List<RunRecord> all, int limit, int after) {
    return FailedAlike.read(
        all.getFirst(),
        limit,
        after,
        (_, from, most) -> all.stream().filter(run -> run.id().item() > from).limit(most).toList());
  }

  private static List<Integer> items(FailedAlike page) {
    return page.items().stream().map(run -> run.id().item()).toList();
  }

  @Test
  void words_that_differ_in_numbers_and_quotes_are_alike_and_others_are_not() {
    var all =
        List.of(
            failed(1, "'a' has 9 letters"),
            failed(2, "it is empty"),
            failed(3, "'b' has 12 letters"),
            failed(4, "'c' has 8 letters"));
    assertThat(items(read(all, 9, 0))).containsExactly(1, 3, 4);
    var first = read(all, 2, 0);
    assertThat(items(first)).containsExactly(1, 3);
    assertThat(first.next()).hasValue(3);
    assertThat(read(all, 2, 3)).isEqualTo(new FailedAlike(List.of(all.get(3)), Optional.empty()));
  }

  @Test
  void a_page_looks_at_so_many_failures_and_no_more() {
    var all =
        IntStream.rangeClosed(1, FailedAlike.LOOKED_AT_MAX + 2)
            .mapToObj(
                at -> failed(at, at == 1 || at > FailedAlike.LOOKED_AT_MAX ? "rare" : "usual"))
            .toList();
    var first = read(all, 9, 0);
    assertThat(items(first)).containsExactly(1);
    assertThat(first.next()).hasValue(FailedAlike.LOOKED_AT_MAX);
    assertThat(read(all, 9, first.next().orElseThrow()).items()).hasSize(2);
  }
}

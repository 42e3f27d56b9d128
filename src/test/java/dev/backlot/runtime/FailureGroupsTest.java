package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.store.Views.FailureCount;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureGroupsTest {
  private static FailureCount failed(String step, String message, long count, int first) {
    return new FailureCount(Optional.of(step), "refused", message, count, first, false);
  }

  @Test
  void messages_that_differ_in_numbers_and_quotes_are_one_class() {
    var found =
        FailureGroups.of(
            List.of(
                failed("check", "'boots' has 12 letters", 2, 7),
                failed("check", "'red clogs' has 9.5 letters", 1, 3),
                failed("check", "it is empty", 4, 9),
                failed("publish", "'boots' has 12 letters", 1, 4)),
            8,
            0);

    assertThat(found.groups())
        .containsExactly(
            failed("check", "it is empty", 4, 9),
            failed("check", "'boots' has 12 letters", 3, 3),
            failed("publish", "'boots' has 12 letters", 1, 4));
    assertThat(found.others()).isZero();
  }

  @Test
  void what_is_beyond_the_most_frequent_is_counted() {
    var many =
        IntStream.rangeClosed(1, 150)
            .mapToObj(at -> failed("step" + "x".repeat(at), "broken", 2, at))
            .toList();
    var found = FailureGroups.of(many, 1_000, 0);

    assertThat(found.groups()).hasSize(FailureGroups.GROUPS_MAX);
    assertThat(found.others()).isEqualTo(800);
  }
}

package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import org.junit.jupiter.api.Test;

/** A seed is told by a number, or by a line of a log; nothing else is taken for one. */
class SeedsTest {
  @Test
  void a_seed_is_a_whole_number() throws Exception {
    assertThat(Seeds.of(Json.parse("7"))).hasValue(7L);
    assertThat(Seeds.of(Json.parse("\"18446744\""))).hasValue(18_446_744L);
    assertThat(Seeds.of(Json.parse("1.5"))).isEmpty();
    assertThat(Seeds.of(Json.parse("null"))).isEmpty();
    assertThat(Seeds.of(Json.object().path("seed"))).isEmpty();
  }

  @Test
  void the_last_line_of_a_log_that_names_one_counts() {
    assertThat(Seeds.logged("loading\nUsing seed: 55374\n 20%")).hasValue(55_374L);
    assertThat(Seeds.logged("seed: 1\nrandom seed = 2\n")).hasValue(2L);
    assertThat(Seeds.logged("no seed here: 3 pictures")).isEmpty();
  }
}

package dev.backlot.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchEvent;
import dev.backlot.model.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventNamesTest {
  @Test
  void there_is_a_name_for_every_event() {
    assertThat(EventNames.BATCH).hasSize(BatchEvent.class.getPermittedSubclasses().length);
    assertThat(EventNames.RUN.size() + EventNames.STEP.size() + EventNames.GATE.size())
        .isEqualTo(RunEvent.class.getPermittedSubclasses().length);
    assertThat(EventNames.WORDS).doesNotHaveDuplicates();
  }

  @Test
  void the_contract_names_every_event() throws IOException {
    var contract = Files.readString(Path.of("src/main/openapi/backlot.yaml"));

    assertThat(Stream.of(EventNames.BATCH, EventNames.RUN, EventNames.STEP, EventNames.GATE))
        .allSatisfy(
            group ->
                assertThat(group)
                    .allSatisfy(name -> assertThat(contract).contains("`" + name + "`")));
  }

  @Test
  void a_follower_asks_by_name_or_by_group() {
    assertThat(EventNames.wanted(List.of("gate"), "gate_reminded")).isTrue();
    assertThat(EventNames.wanted(List.of("gate"), "run_failed")).isFalse();
    assertThat(EventNames.wanted(List.of("run_failed"), "run_failed")).isTrue();
    assertThat(EventNames.wanted(List.of("step"), "retry_scheduled")).isTrue();
  }
}

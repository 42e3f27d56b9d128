package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.BacklotCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A start makes the command that is called, and no other. */
class CommandsTest {
  private final Wiring wiring = new Wiring(Path.of(""));

  @Test
  void without_a_command_all_are_there_under_their_own_names() {
    var all = BacklotCommand.commandLine(wiring).getSubcommands();

    assertThat(all).containsKeys("run", "serve", "pause", "key", "help");
    assertThat(all)
        .allSatisfy((name, command) -> assertThat(command.getCommandSpec().name()).isEqualTo(name));
  }

  @Test
  void a_command_that_is_called_is_the_only_one_made() {
    for (var name : BacklotCommand.commandLine(wiring).getSubcommands().keySet()) {
      if (!name.equals("help")) {
        assertThat(BacklotCommand.commandLine(wiring, name, "--help").getSubcommands())
            .containsOnlyKeys(name);
      }
    }
  }

  @Test
  void help_and_a_name_that_is_none_see_all() {
    int all = BacklotCommand.commandLine(wiring).getSubcommands().size();

    assertThat(BacklotCommand.commandLine(wiring, "help", "run").getSubcommands()).hasSize(all);
    assertThat(BacklotCommand.commandLine(wiring, "rum").getSubcommands()).hasSize(all);
    assertThat(BacklotCommand.commandLine(wiring, "--version").getSubcommands()).hasSize(all);
  }
}

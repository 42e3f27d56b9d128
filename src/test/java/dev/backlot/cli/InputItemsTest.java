package dev.backlot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.runtime.ItemInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is named on the command line becomes items. */
class InputItemsTest {
  private static final Map<String, Port> PORTS =
      Map.of(
          "photo", Port.of("photo", PortType.IMAGE, "").mandatory(),
          "more", Port.of("more", PortType.IMAGE, "").many());

  @TempDir Path folder;

  private static List<ItemInput> items(String named) throws Exception {
    var items = new InputItems(PORTS, Map.of());
    items.addAll(List.of(named));
    return items.items();
  }

  @Test
  void addresses_in_lists_are_not_taken_for_files() throws Exception {
    var csv =
        Files.writeString(
            folder.resolve("list.csv"),
            """
            photo,more
            https://example.com/a/chair.jpg?sig=1,"lamp.jpg,http://example.com/x.jpg"
            lamp.jpg,
            """);
    var items = items(csv.toString());
    assertThat(items.getFirst().name()).isEqualTo(Optional.of("chair"));
    assertThat(items.getFirst().inputs().get("photo"))
        .isEqualTo(new Value.Source("https://example.com/a/chair.jpg?sig=1"));
    assertThat(items.getFirst().inputs().get("more"))
        .isEqualTo(
            new Value.ListOf(
                List.of(
                    new Value.Source(folder.resolve("lamp.jpg").toUri().toString()),
                    new Value.Source("http://example.com/x.jpg"))));
    assertThat(items.get(1).inputs().get("photo"))
        .isEqualTo(new Value.Source(folder.resolve("lamp.jpg").toUri().toString()));
  }

  @Test
  void an_address_is_an_item_by_itself() throws Exception {
    var items = items("https://example.com/a%20b/chair.jpg");
    assertThat(items)
        .containsExactly(
            new ItemInput(
                Optional.of("chair"),
                Map.of("photo", new Value.Source("https://example.com/a%20b/chair.jpg"))));
  }
}

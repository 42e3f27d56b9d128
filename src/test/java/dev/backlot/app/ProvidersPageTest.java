package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.provider.Pictures;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about providers says of each kind is what its adapter does. */
class ProvidersPageTest {
  private static final Path PAGE = Path.of("docs/providers.md");
  private static final Map<String, String> STEPS =
      Map.of(
          "image.generate", "`image.generate`", "text.generate", "`text.generate`, `text.caption`");

  @TempDir Path folder;
  private final ProviderKinds kinds = new ProviderKinds(_ -> "token");
  private final Map<String, Provider> providers = new LinkedHashMap<>();

  @BeforeEach
  void open() throws IOException {
    var file = new StringBuilder("currency: USD\nproviders:\n");
    for (var kind : kinds.adapters().keySet()) {
      file.append(
          "- {name: %s, kind: %s, url: \"http://127.0.0.1:9\", secret: T, prices: {\"*\": {call: 0}}%s}%n"
              .formatted(kind, kind, kind.equals("generic") ? ", api: " + everything() : ""));
    }
    var written = Files.writeString(folder.resolve("providers.yaml"), file.toString());
    Providers.of(written, kinds).all().forEach(one -> providers.put(one.name(), one));
  }

  /** A description that has all that can be described. */
  private static String everything() {
    var submit =
        Task.KINDS.stream()
            .map(kind -> kind + ": {path: /x, body: '{\"image\": task.image}'}")
            .toList();
    return "{submit: {" + String.join(", ", submit) + "}, text: answer.text}";
  }

  @AfterEach
  void close() {
    kinds.close();
  }

  private static List<List<String>> rows(String firstCell) throws IOException {
    var rows = new ArrayList<List<String>>();
    boolean inside = false;
    for (var line : Files.readAllLines(PAGE)) {
      inside = line.startsWith("| " + firstCell + " |") || (inside && line.startsWith("|"));
      if (inside && !line.startsWith("| ---")) {
        var cells = line.substring(1, line.length() - 1).split("\\|", -1);
        rows.add(List.of(cells).stream().map(String::strip).toList());
      }
    }
    return rows;
  }

  private static String bare(String cell) {
    return cell.replace("`", "");
  }

  /** The kinds in whose column of a row something stands. */
  private static Set<String> named(List<String> head, List<String> row) {
    var named = new TreeSet<String>();
    for (int i = 1; i < head.size(); i++) {
      if (!row.get(i).isEmpty()) {
        named.add(bare(head.get(i)));
      }
    }
    return named;
  }

  @Test
  void the_table_of_steps_says_which_kinds_do_them() throws IOException {
    var rows = rows("step");
    var head = rows.getFirst();
    assertThat(head.stream().skip(1).map(ProvidersPageTest::bare))
        .containsExactlyInAnyOrderElementsOf(kinds.adapters().keySet());
    for (var task : Task.KINDS) {
      var cell = STEPS.getOrDefault(task, "`" + task + "`");
      var row = rows.stream().filter(one -> one.getFirst().equals(cell)).findFirst().orElseThrow();
      assertThat(named(head, row)).as(task).isEqualTo(able(task));
    }
    var edits =
        rows.stream()
            .filter(one -> one.getFirst().equals("with `image`"))
            .findFirst()
            .orElseThrow();
    assertThat(named(head, edits)).as("with a picture").isEqualTo(able("image.generate"));
    assertThat(edits.get(head.indexOf("`stability`"))).contains("not by `core`");
    assertThat(
            Objects.requireNonNull(providers.get("stability")).pictures("image.generate", "core"))
        .isInstanceOf(Pictures.None.class);
  }

  /** Any model where it says yes, one in backticks, else those of which the file says so. */
  @Test
  void the_table_of_steps_says_who_takes_a_mask_and_several_pictures() throws IOException {
    var rows = rows("step");
    var head = rows.getFirst();
    for (var what : List.of("with `mask`", "with `references`")) {
      var row = rows.stream().filter(one -> one.getFirst().equals(what)).findFirst().orElseThrow();
      for (int i = 1; i < head.size(); i++) {
        var provider = Objects.requireNonNull(providers.get(bare(head.get(i))));
        var cell = row.get(i);
        assertThat(takes(provider, "any", what))
            .as(what + " by " + provider.name())
            .isEqualTo(cell.startsWith("yes"));
        if (cell.startsWith("`")) {
          assertThat(takes(provider, bare(cell), what)).as(what + " by " + cell).isTrue();
        }
      }
    }
  }

  private static boolean takes(Provider provider, String model, String what) {
    return provider.pictures("image.generate", model)
            instanceof Pictures.UpTo(_, var most, var mask)
        && provider.tasks().contains("image.generate")
        && (what.contains("mask") ? mask : most > 1);
  }

  private Set<String> able(String task) {
    var able = new TreeSet<String>();
    providers.forEach(
        (name, provider) -> {
          if (provider.tasks().contains(task)) {
            able.add(name);
          }
        });
    return able;
  }

  @Test
  void the_table_of_kinds_says_how_large_a_picture_they_take() throws IOException {
    var rows = rows("`kind`").stream().filter(row -> row.size() == 5).toList();
    var told = new LinkedHashMap<String, String>();
    rows.stream().skip(1).forEach(row -> told.put(bare(row.getFirst()), row.getLast()));
    assertThat(told.keySet()).isEqualTo(kinds.adapters().keySet());
    providers.forEach(
        (name, provider) -> assertThat(told.get(name)).as(name).startsWith(size(provider)));
  }

  private static String size(Provider provider) {
    var task = provider.tasks().contains("image.generate") ? "image.generate" : "comfyui.run";
    long kib = ((Pictures.UpTo) provider.pictures(task, "any")).bytes() >> 10;
    return kib < 1_024 ? kib + " KiB" : (kib >> 10) + " MiB";
  }
}

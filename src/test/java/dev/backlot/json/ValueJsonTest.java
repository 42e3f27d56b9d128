package dev.backlot.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Seeded;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueJsonTest {
  private static final int DEPTH_MAX = 4;

  @Test
  void any_value_comes_back_from_its_text() {
    Seeded.times(
        5_000,
        random -> {
          var value = value(random, 0);

          assertThat(ValueJson.read(Json.parse(ValueJson.text(value)))).isEqualTo(value);
        });
  }

  @Test
  void the_characters_foretold_are_never_too_few() {
    Seeded.times(
        5_000,
        random -> {
          var fields = fields(random, 1);

          assertThat(ValueJson.charactersAtMost(fields))
              .isGreaterThanOrEqualTo(ValueJson.text(fields).length());
        });
  }

  @Test
  void what_is_small_is_known_to_be_small() {
    var fields = Map.of("name", Value.of("a".repeat(1_000)), "width", Value.of(640));

    assertThat(ValueJson.charactersAtMost(fields)).isLessThan(7_000);
  }

  @Test
  void fields_come_back_in_their_order() throws JsonProblem {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("z", Value.of(1));
    fields.put("a", Value.of(2));

    assertThat(ValueJson.fields(Json.parse(ValueJson.text(fields))).keySet())
        .containsExactly("z", "a");
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth < DEPTH_MAX ? 9 : 7)) {
      case 0 -> Value.none();
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(random.nextLong());
      case 3 -> Value.of(number(random));
      case 4 -> Value.of(text(random));
      case 5 -> Value.of(asset(random));
      case 6 ->
          new Value.Source(random.nextBoolean() ? "file:///a.jpg" : "https://example.com/a.jpg");
      case 7 -> new Value.ListOf(list(random, depth + 1));
      default -> new Value.ObjectOf(fields(random, depth + 1));
    };
  }

  /** Of any size, whole ones among them. */
  private static double number(Random random) {
    double number = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
    return random.nextInt(4) == 0 ? Math.rint(number) : number;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    random
        .ints(random.nextInt(12), 0, 0x2_0000)
        .filter(c -> c < 0xD800 || c > 0xDFFF)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static Asset asset(Random random) {
    var id = new AssetId("%064x".formatted(random.nextLong(Long.MAX_VALUE)));
    int side = random.nextInt(3);
    return new Asset(
        id,
        "image/png",
        random.nextLong(1L << 40),
        side,
        side,
        random.nextBoolean() ? "" : text(random));
  }

  private static List<Value> list(Random random, int depth) {
    var items = new ArrayList<Value>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(value(random, depth));
    }
    return items;
  }

  private static Map<String, Value> fields(Random random, int depth) {
    var fields = new LinkedHashMap<String, Value>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.put("f" + text(random), value(random, depth));
    }
    return fields;
  }
}

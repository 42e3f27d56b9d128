package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Value;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.store.MemoKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoKeysTest {
  private static final Asset PHOTO =
      new Asset(new AssetId("a".repeat(64)), "image/png", 9, 3, 2, "a.png");
  private static final Value OTHER =
      Value.of(new Asset(new AssetId("b".repeat(64)), "image/png", 9, 3, 2, "a.png"));

  private static MemoKey key(String name, int version, Map<String, Value> values) {
    var type = new StepType(name, version, "", List.of(), List.of(), StepType.Resource.CPU, true);
    return MemoKeys.of(type, new StepInput(values));
  }

  private static MemoKey key(Map<String, Value> values) {
    return key("image.resize", 1, values);
  }

  private static Map<String, Value> inOrder(String first, Value a, String second, Value b) {
    var values = new LinkedHashMap<String, Value>();
    values.put(first, a);
    values.put(second, b);
    return values;
  }

  @Test
  void the_order_of_parameters_does_not_count_at_any_depth() {
    var one = inOrder("x", Value.of(1), "y", Value.of(2));
    var other = inOrder("y", Value.of(2), "x", Value.of(1));

    assertThat(key(one)).isEqualTo(key(other));
    assertThat(key(Map.of("deep", new Value.ObjectOf(one))))
        .isEqualTo(key(Map.of("deep", new Value.ObjectOf(other))));
  }

  @Test
  void the_order_of_a_list_counts() {
    assertThat(key(Map.of("l", new Value.ListOf(List.of(Value.of(1), Value.of(2))))))
        .isNotEqualTo(key(Map.of("l", new Value.ListOf(List.of(Value.of(2), Value.of(1))))));
  }

  @Test
  void the_name_of_a_file_does_not_count_and_its_content_does() {
    var photo = key(Map.of("image", Value.of(PHOTO)));

    assertThat(key(Map.of("image", Value.of(PHOTO.named("renamed.png"))))).isEqualTo(photo);
    assertThat(key(Map.of("image", OTHER))).isNotEqualTo(photo);
    assertThat(key(Map.of("image", new Value.ListOf(List.of(Value.of(PHOTO.named("b.png")))))))
        .isEqualTo(key(Map.of("image", new Value.ListOf(List.of(Value.of(PHOTO))))));
  }

  @Test
  void the_kind_of_a_value_counts() {
    assertThat(key(Map.of("v", Value.of(1)))).isNotEqualTo(key(Map.of("v", Value.of("1"))));
    assertThat(key(Map.of("v", Value.of(1)))).isNotEqualTo(key(Map.of("v", Value.of(1.5))));
    assertThat(key(Map.of("v", Value.none()))).isNotEqualTo(key(Map.of()));
  }

  @Test
  void the_type_of_the_step_and_its_version_count() {
    var values = Map.of("v", Value.of(1));

    assertThat(key("image.crop", 1, values)).isNotEqualTo(key("image.resize", 1, values));
    assertThat(key("image.crop", 2, values)).isNotEqualTo(key("image.crop", 1, values));
  }
}

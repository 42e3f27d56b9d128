package dev.backlot.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputCheckTest {
  private static final Map<String, Port> DECLARED =
      declared(
          Port.of("photo", PortType.IMAGE, "").mandatory(),
          Port.of("extras", PortType.IMAGE, "").many().between(1, 2),
          Port.of("title", PortType.TEXT, "").between(1, 5),
          Port.of("width", PortType.INTEGER, "").between(1, 100).defaultingTo(Value.of(80)),
          Port.of("scale", PortType.NUMBER, ""),
          Port.of("format", PortType.TEXT, "").oneOf("png", "jpeg"),
          Port.of("extra", PortType.JSON, ""));
  private static final Value PHOTO = asset("image/png");

  @Test
  void defaults_are_filled_in_and_numbers_take_the_declared_kind() {
    var checked = InputCheck.check(DECLARED, Map.of("photo", PHOTO, "scale", Value.of(2)));
    assertThat(checked)
        .isInstanceOfSatisfying(
            Checked.Accepted.class,
            accepted ->
                assertThat(accepted.inputs())
                    .containsEntry("width", Value.of(80))
                    .containsEntry("scale", Value.of(2.0))
                    .containsEntry("title", Value.none()));
    assertThat(refusals(Map.of("photo", PHOTO, "width", Value.of(80.0)))).isEmpty();
  }

  @Test
  void a_file_that_is_not_brought_in_yet_is_accepted_as_media() {
    assertThat(refusals(Map.of("photo", new Value.Source("file:///shoe.png")))).isEmpty();
  }

  @Test
  void every_refusal_names_its_field() {
    assertThat(refusals(Map.of("foto", PHOTO)))
        .containsExactly(
            "inputs.foto: unknown input 'foto', did you mean 'photo'?",
            "inputs.photo: expected an image, but nothing");
    assertThat(refusals(Map.of("photo", Value.of("shoe.png"))))
        .containsExactly("inputs.photo: expected an image, but the text 'shoe.png'");
    assertThat(refusals(Map.of("photo", asset("video/mp4"))))
        .containsExactly("inputs.photo: expected an image, but an asset of type video/mp4");
  }

  @Test
  void limits_are_told_with_their_units() {
    assertThat(with("title", Value.of("much too long")))
        .containsExactly("inputs.title: expected at most 5 characters, but 13");
    assertThat(with("width", Value.of(0)))
        .containsExactly("inputs.width: expected at least 1, but 0");
    assertThat(with("width", Value.of(1.5)))
        .containsExactly("inputs.width: expected an integer, but 1.5");
    assertThat(with("extras", list()))
        .containsExactly("inputs.extras: expected at least 1 item, but 0");
    assertThat(with("extras", list(PHOTO, Value.of(3))))
        .containsExactly("inputs.extras: item 2: expected an image, but 3");
    assertThat(with("extras", PHOTO))
        .containsExactly(
            "inputs.extras: expected a list of images, but an asset of type image/png");
    assertThat(with("format", Value.of("jpg")))
        .containsExactly(
            "inputs.format: expected one of png, jpeg, but the text 'jpg', did you mean 'jpeg'?");
  }

  @Test
  void checks_at_run_time_have_to_be_true_or_false() {
    var port = Map.of("that", Port.of("that", PortType.CHECKS, "").mandatory());
    var undecided = new Value.ObjectOf(Map.of("holds", Value.of(1), "expect", Value.of("a")));
    assertThat(refusals(port, Map.of("that", list(undecided))))
        .containsExactly("inputs.that: expected 'a' to be true or false, but it is an integer");
  }

  @Test
  void ports_are_described_in_json_schema() {
    assertThat(PortSchemas.jsonSchema(SampleSteps.RESIZE.parameters()).toString())
        .contains(
            "required=[image]", "minimum=1, maximum=10000", "minimum=0.1", "enum=[png, jpeg, webp]")
        .contains("default=png");
    assertThat(PortSchemas.jsonSchema(SampleSteps.COMPOSE.parameters()).toString())
        .contains("type=array", "minItems=1, maxItems=4", "maxLength=20");
  }

  private static Map<String, Port> declared(Port... ports) {
    var declared = new LinkedHashMap<String, Port>();
    Stream.of(ports).forEach(port -> declared.put(port.name(), port));
    return declared;
  }

  private static Value asset(String mediaType) {
    return Value.of(new Asset(new AssetId("a".repeat(64)), mediaType, 1, 1, 1, "a"));
  }

  private static Value list(Value... items) {
    return new Value.ListOf(List.of(items));
  }

  private static List<String> with(String name, Value value) {
    return refusals(Map.of("photo", PHOTO, name, value));
  }

  private static List<String> refusals(Map<String, Value> given) {
    return refusals(DECLARED, given);
  }

  private static List<String> refusals(Map<String, Port> declared, Map<String, Value> given) {
    return InputCheck.check(declared, given) instanceof Checked.Refused(var refusals)
        ? refusals.stream().map(Failure.Invalid::line).toList()
        : List.of();
  }
}

package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A task goes out by the vendor's names, with what was given and nothing else. */
class FieldNamesTest {
  private static final FieldNames NAMES =
      new FieldNames("not", "role", "most_tokens", "picture", "times", "where", "pictures");
  private static final Optional<String> PICTURE = Optional.of("data:image/png;base64,AA==");

  private static void assertGoesOut(Task task, String json) throws JsonProblem {
    assertThat(NAMES.input(task)).isEqualTo(Json.parse(json.replace('\'', '"')));
  }

  private static ObjectNode options() {
    return Json.object().put("steps", 4);
  }

  @Test
  void everything_that_was_given_goes_out() throws JsonProblem {
    assertGoesOut(
        new Task.GenerateImage(
            "m",
            "a shoe",
            Optional.of("text"),
            Optional.of(640),
            Optional.of(480),
            Optional.of(7),
            PICTURE,
            options()),
        "{'steps':4,'prompt':'a shoe','not':'text','width':640,'height':480,'seed':7,"
            + "'picture':'data:image/png;base64,AA=='}");
    assertGoesOut(
        new Task.GenerateImage(
            "m",
            "a shoe",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            PICTURE,
            List.of("data:image/png;base64,BB=="),
            Optional.of("data:image/png;base64,CC=="),
            options()),
        "{'steps':4,'prompt':'a shoe','pictures':['data:image/png;base64,AA==',"
            + "'data:image/png;base64,BB=='],'where':'data:image/png;base64,CC=='}");
    assertGoesOut(
        new Task.Erase("m", PICTURE.get(), "data:image/png;base64,CC==", options()),
        "{'steps':4,'picture':'data:image/png;base64,AA==','where':'data:image/png;base64,CC=='}");
    assertGoesOut(
        new Task.GenerateVideo("m", "it turns", PICTURE, Optional.of(5), Optional.of(7), options()),
        "{'steps':4,'prompt':'it turns','picture':'data:image/png;base64,AA==','duration':5,"
            + "'seed':7}");
    assertGoesOut(
        new Task.GenerateText(
            "m", "a headline", Optional.of("be brief"), PICTURE, Optional.of(30), options()),
        "{'steps':4,'prompt':'a headline','role':'be brief',"
            + "'picture':'data:image/png;base64,AA==','most_tokens':30}");
    assertGoesOut(
        new Task.GenerateAudio("m", "rain", Optional.of(3), Optional.of(7), options()),
        "{'steps':4,'prompt':'rain','duration':3,'seed':7}");
    assertGoesOut(
        new Task.Upscale("m", PICTURE.get(), Optional.of(4), options()),
        "{'steps':4,'picture':'data:image/png;base64,AA==','times':4}");
    assertGoesOut(
        new Task.CutOut("m", PICTURE.get(), options()),
        "{'steps':4,'picture':'data:image/png;base64,AA=='}");
  }

  @Test
  void what_nobody_gave_does_not() throws JsonProblem {
    assertGoesOut(new Task.GenerateImage("m", "a shoe"), "{'prompt':'a shoe'}");
    assertGoesOut(
        new Task.GenerateText(
            "m", "a word", Optional.empty(), Optional.empty(), Optional.empty(), Json.object()),
        "{'prompt':'a word'}");
  }
}

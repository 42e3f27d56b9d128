package dev.backlot.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a text is told to people, not to those who wrote the parser. */
class JsonProblemTest {
  private static final String GOOD =
      """
      {"a": [1, -2.5e3, true, null, "\\u00e9\\n"], "b": {"c": "d"}}
      """;

  /** What makes parsers speak of their switches, among it a few signs of their own. */
  private static final String SPOILERS = "{}[]\",:'/*+-.#0e9NITnfa\\\u0000\u001e\t\u00e9\ud800 ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a": 1}[          | more stands behind its end
          +1                 | plus signs
          {"a": 1 /* one */} | Unexpected character ('/' (code 47))
          [NaN]              | Non-standard token 'NaN'
          [.5]               | Unexpected character ('.' (code 46))
          {"a": 1, "a": 2}   | Duplicate
          ["a                | end-of-input
          """)
  void a_mistake_is_told_with_its_place(String text, String words) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(JsonProblem.class)
        .message()
        .startsWith("expected JSON, but line 1, column ")
        .contains(words);
  }

  @Test
  void no_mistake_makes_the_parser_speak_of_itself() {
    Seeded.times(20_000, random -> told(spoilt(random)));
  }

  private static String spoilt(Random random) {
    var text = new StringBuilder(GOOD);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(text.length());
      var sign = SPOILERS.charAt(random.nextInt(SPOILERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, sign);
        case 1 -> text.insert(at, sign);
        default -> text.setLength(at + 1);
      }
    }
    return text.toString();
  }

  private static void told(String text) {
    try {
      Json.parse(text);
      Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProblem e) {
      assertThat(e.getMessage())
          .as(text)
          .doesNotContainPattern("Feature|jackson|java\\.|Exception|`[A-Z]|\\[Source|StreamRead");
    }
  }
}

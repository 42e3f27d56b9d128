package dev.backlot.provider;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.Failure;
import dev.backlot.provider.ProviderHttp.Reply;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What an answer means that says no. */
public final class Refusal {
  private static final int DETAIL_MAX = 500;

  private Refusal() {}

  /**
   * Whether an answer leaves it open if the work is being done: whoever stands in front may have
   * given up on what goes on behind.
   */
  public static boolean isDoubtful(int status) {
    return status == 408 || status >= 500;
  }

  /**
   * Why a call was refused.
   *
   * @param detail where the provider's own words stand in its answer; empty where they do not
   */
  public static Failure of(
      ProviderSettings settings, Reply.Answered answer, Function<JsonNode, String> detail) {
    var said = settings.name() + " answered " + answer.status() + words(answer.text(), detail);
    if (answer.status() >= 500) {
      return new Failure.Transient(said, answer.retryAfter());
    }
    return switch (answer.status()) {
      case 429 -> new Failure.Transient(said, answer.retryAfter());
      case 401, 403 ->
          new Failure.Refused(
              settings.name(), said + "; it does not accept the key in " + settings.key().name());
      case 404 -> new Failure.Invalid("model", said);
      case 400, 422 -> new Failure.Invalid("", said);
      default -> new Failure.Refused(settings.name(), said);
    };
  }

  private static String words(String text, Function<JsonNode, String> detail) {
    try {
      var words = detail.apply(Json.parse(text));
      return words.isEmpty() ? "" : ": " + words.substring(0, Math.min(words.length(), DETAIL_MAX));
    } catch (JsonProblem _) {
      return "";
    }
  }
}

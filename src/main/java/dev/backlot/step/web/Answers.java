package dev.backlot.step.web;

import dev.backlot.model.Failure;
import dev.backlot.provider.WebClient.Reply.Answered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What statuses mean: 408, 425, 429 and 5xx may pass, other refusals do not. */
public final class Answers {
  private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);
  private static final int WORDS_MAX = 300;

  private Answers() {}

  /**
   * Why an answer is a failure; empty below 400.
   *
   * @param by who is said to have refused, such as {@code http}
   */
  public static Optional<Failure> failure(String by, String host, Answered answer) {
    int status = answer.status();
    if (status < 400) {
      return Optional.empty();
    }
    var message = host + " answered " + status + words(answer.text());
    boolean passes = status >= 500 || status == 408 || status == 425 || status == 429;
    return Optional.of(
        passes
            ? new Failure.Transient(message, retryAfter(answer))
            : new Failure.Refused(by, message));
  }

  /**
   * As {@link #failure}, where an answer that leads elsewhere is one too: what was sent is not sent
   * again to whoever an answer names.
   */
  public static Optional<Failure> unlessTaken(String by, String host, Answered answer) {
    return answer.status() / 100 == 3
        ? Optional.of(
            new Failure.Refused(
                by, host + " answered " + answer.status() + ": name the address it leads to"))
        : failure(by, host, answer);
  }

  /** What the other side says about it, if it is short and plain. */
  private static String words(String text) {
    var line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "");
    return line.isEmpty() || line.startsWith("<")
        ? ""
        : ": " + (line.length() <= WORDS_MAX ? line : line.substring(0, WORDS_MAX) + "…");
  }

  private static Optional<Duration> retryAfter(Answered answer) {
    return answer.headers().getOrDefault("retry-after", List.of()).stream()
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .map(wait -> wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait)
        .findFirst();
  }
}

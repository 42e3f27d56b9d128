package dev.backlot.provider;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.ProviderHttp.Reply;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A provider whose answer is the result. There is no job to ask for and no list to look into, so an
 * answer that is lost is lost, and an answer 5xx says nothing for certain: the call stays unknown,
 * and is not made again by itself. With {@code unlisted-after} the operator says that such a call
 * counts as never made, which is right for a server of one's own.
 *
 * <p>What is charged is the price of a call, for results alone, or of the tokens that the answer
 * counts.
 */
public abstract class AtOnceProvider extends PricedProvider {
  private static final int ID_MAX = 500;

  protected AtOnceProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings, http);
  }

  /** Where an answer that says no has its words. */
  protected abstract String detail(JsonNode answer);

  /** What the provider calls an answer; empty when it has no name for it. */
  protected abstract String id(JsonNode answer);

  /** How many tokens an answer took; empty where it does not say. */
  protected Optional<Price.Tokens> tokens(JsonNode answer) {
    return Optional.empty();
  }

  /** What a good answer brought. */
  protected abstract Polled end(JsonNode answer, Money cost);

  /** Whether such an answer leaves it open if something is charged. */
  protected boolean isDoubtful(int status) {
    return Refusal.isDoubtful(status);
  }

  protected static Submitted refused(String field, String why) {
    return new Submitted.Refused(new Failure.Invalid(field, why));
  }

  /** Work of a kind that it does not do. */
  protected final Submitted unable(Task task) {
    return refused("", name() + " does no " + task.kind() + ": only " + String.join(", ", tasks()));
  }

  /** What came of a call. */
  protected final Submitted submitted(Reply reply, Task task, String key) {
    return switch (reply) {
      case Reply.Unsent(var why) -> new Submitted.Unavailable(why);
      case Reply.Lost(var why) -> new Submitted.Unknown(why.message());
      case Reply.Answered answer -> submitted(answer, task, key);
    };
  }

  private Submitted submitted(Reply.Answered answer, Task task, String key) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      var json = Json.orEmpty(answer.text());
      var id = id(json);
      return new Submitted.Ended(
          id.isEmpty() || id.length() > ID_MAX ? key : id,
          end(json, charged(task.model()).ofResult(BigDecimal.ZERO, tokens(json))));
    }
    if (isDoubtful(status)) {
      return new Submitted.Unknown(name() + " answered " + status);
    }
    var why = Refusal.of(settings, answer, this::detail);
    return status >= 500 && why instanceof Failure.Transient later
        ? new Submitted.Unavailable(later)
        : new Submitted.Refused(why);
  }

  /** An end without a result, which is charged all the same. */
  protected final Polled empty(String reason, Money cost) {
    return new Polled.Failed(
        new Failure.Refused(
            name(),
            "it answered with no words and no picture"
                + (reason.isEmpty() ? "" : " (" + reason + ")")),
        cost);
  }

  /** Nothing is known of what was done at once. */
  @Override
  public Polled poll(Job job) throws InterruptedException {
    return new Polled.Gone(
        name() + " keeps no answers, and the one to " + job.requestId() + " was not written down");
  }

  @Override
  public final Polled cancel(Job job) throws InterruptedException {
    return poll(job);
  }

  @Override
  public final Found find(String key, Instant since) {
    // nothing is ever listed
    return new Found.Unlisted();
  }

  @Override
  public final Optional<Failure> fetch(URI file, Path target, long bytesMax)
      throws InterruptedException {
    return DataUri.is(file)
        ? DataUri.write(name(), file, target, bytesMax)
        : http.fetch(file, target, bytesMax);
  }

  @Override
  public final Optional<Note> callback(
      Map<String, String> headers, byte[] body, String key, Instant now) {
    return Optional.empty();
  }
}

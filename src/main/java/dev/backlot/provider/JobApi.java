package dev.backlot.provider;

import dev.backlot.expression.OpenExpression;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import java.util.Map;
import java.util.Optional;

/**
 * How a provider is spoken with, as the operator describes it: work is handed in, asked for until
 * it has ended, and its result read. Addresses may have {@code {model}}, {@code {key}} and {@code
 * {id}} in them; all else is CEL over {@code answer}, the JSON of an answer.
 *
 * @param key how it is shown the key
 * @param submit how work is handed in, by kind of task
 * @param id what the provider calls a job; empty where an answer is the result
 * @param poll how a job stands; empty where an answer is the result
 * @param result where a result is, when the answer about the job does not have it
 * @param reading what a result brought
 * @param error the words of an answer that says no
 * @param cancel how a job is ended
 * @param find how a job is looked for by our key
 */
public record JobApi(
    KeyHeader key,
    Map<String, Submission> submit,
    Optional<OpenExpression> id,
    Optional<Poll> poll,
    Optional<Call> result,
    Reading reading,
    Optional<OpenExpression> error,
    Optional<Call> cancel,
    Optional<Find> find) {

  public JobApi {
    submit = Map.copyOf(submit);
  }

  /** One call without a body. */
  public record Call(String method, String path) {}

  /**
   * How work of a kind is handed in, by POST.
   *
   * @param body over {@code task}, {@code model} and {@code key}; what is null in it is left out
   */
  public record Submission(String path, OpenExpression body) {}

  /**
   * How a job stands: at work, unless one of the two holds.
   *
   * @param reason why it failed
   * @param progress how far it is, 0 to 1, while it is at work
   */
  public record Poll(
      Call call,
      OpenExpression succeeded,
      OpenExpression failed,
      Optional<OpenExpression> reason,
      Optional<OpenExpression> progress) {}

  /**
   * What a result brought.
   *
   * @param files addresses or data URLs: a text or a list of them
   * @param seconds of work, where those are charged
   * @param seed that was used: a whole number, or a text that is one
   */
  public record Reading(
      Optional<OpenExpression> files,
      Optional<OpenExpression> text,
      Optional<OpenExpression> seconds,
      Optional<OpenExpression> seed) {}

  /**
   * How a job is looked for.
   *
   * @param id over {@code answer} and {@code key}: a text, or a list that is empty when there is no
   *     such job
   * @param complete whether the answer shows every job there may be; it does if left out
   */
  public record Find(Call call, OpenExpression id, Optional<OpenExpression> complete) {}
}

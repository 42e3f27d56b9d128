package dev.backlot.model;

import java.util.List;

/**
 * The answer to a command: what happened and what to do about it, or why not.
 *
 * @param <S> the state after the events
 * @param <E> the kind of event
 * @param <F> the kind of effect
 */
public sealed interface Decision<S, E, F> {
  record Accepted<S, E, F>(S state, List<E> events, List<F> effects) implements Decision<S, E, F> {}

  /**
   * Nothing happened.
   *
   * @param why what the caller hears
   */
  record Rejected<S, E, F>(Failure why) implements Decision<S, E, F> {}
}

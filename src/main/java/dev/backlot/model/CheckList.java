package dev.backlot.model;

import java.util.Optional;

/**
 * The shape of {@link PortType#CHECKS} at run time: objects of {@code holds}, {@code expect},
 * {@code message}.
 */
final class CheckList {
  private CheckList() {}

  static PortCheck.Result check(Value value) {
    if (!(value instanceof Value.ListOf(var items))) {
      return new PortCheck.Misfit("expected a list of checks, but " + value.kind());
    }
    return items.stream()
        .map(CheckList::refusal)
        .flatMap(Optional::stream)
        .findFirst()
        .<PortCheck.Result>map(PortCheck.Misfit::new)
        .orElseGet(() -> new PortCheck.Fits(value));
  }

  private static Optional<String> refusal(Value item) {
    if (!(item instanceof Value.ObjectOf(var fields))) {
      return Optional.of("expected checks, but " + item.kind());
    }
    var holds = fields.getOrDefault("holds", Value.none());
    var expect = fields.getOrDefault("expect", Value.none()).inText();
    return holds instanceof Value.Bool
        ? Optional.empty()
        : Optional.of("expected '" + expect + "' to be true or false, but it is " + holds.kind());
  }
}

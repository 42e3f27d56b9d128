package dev.backlot.definition;

import dev.backlot.model.Call;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.step.Literals;
import dev.backlot.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a step that uses a type, and its fallbacks, which are read as the step itself. */
final class CallReader {
  private final ParameterReader parameters;

  CallReader(ParameterReader parameters) {
    this.parameters = parameters;
  }

  Work.Calls read(StepHead head) {
    var ways = new ArrayList<Call>();
    head.call().ifPresent(call -> ways.add(read(call)));
    head.fallbacks().forEach(fallback -> ways.add(read(fallback)));
    return new Work.Calls(ways);
  }

  private Call read(CallHead head) {
    return new Call(
        head.uses(),
        head.step().map(step -> with(head, step)).orElse(Map.of()),
        head.find("retry").map(RetryReader::read).orElse(RetryPolicy.DEFAULT),
        head.find("timeout").flatMap(CallReader::timeout).orElse(Call.TIMEOUT_DEFAULT),
        head.find("memo").flatMap(Field::flag));
  }

  private Map<String, Template> with(CallHead head, Step step) {
    var given = head.find("with").map(Field::fields).orElse(Map.of());
    var owner = new ParameterReader.Owner(step.type().name(), "parameter");
    var read = parameters.read(given, owner, step.type().parameters());
    if (head.find("with").stream().allMatch(field -> field.node() instanceof Node.Mapping)) {
      missing(head, step, given.keySet());
      refusedTogether(head, step, given, read);
    }
    return read;
  }

  private static void missing(CallHead head, Step step, Set<String> given) {
    for (var port : step.type().parameters()) {
      if (port.required() && port.fallback().isEmpty() && !given.contains(port.name())) {
        head.withOrUses()
            .refuse(step.type().name() + " needs '" + port.name() + "', " + port.expectation());
      }
    }
  }

  private static void refusedTogether(
      CallHead head, Step step, Map<String, Field> given, Map<String, Template> read) {
    step.refuse(literals(step, given.keySet(), read))
        .ifPresent(refusal -> refuse(head, given, refusal));
  }

  private static void refuse(CallHead head, Map<String, Field> given, Failure.Invalid refusal) {
    // such as operations[2].blur.sigma: the parameter, then a place within it
    int end = parameterEnd(refusal.field());
    var parameter = given.get(refusal.field().substring(0, end));
    if (parameter == null) {
      head.withOrUses().refuse(refusal.message());
    } else {
      parameter.refuseWithin(refusal.field().substring(end), refusal.message());
    }
  }

  private static int parameterEnd(String field) {
    int end = 0;
    while (end < field.length() && field.charAt(end) != '.' && field.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  private static Literals literals(Step step, Set<String> given, Map<String, Template> read) {
    var values = new HashMap<String, Value>();
    var later = new HashSet<>(given);
    for (Port port : step.type().parameters()) {
      if (read.get(port.name()) instanceof Template.Literal(var value)) {
        values.put(port.name(), value);
        later.remove(port.name());
      } else if (!read.containsKey(port.name())) {
        port.fallback().ifPresent(value -> values.put(port.name(), value));
      }
    }
    return new Literals(values, later);
  }

  private static Optional<Duration> timeout(Field field) {
    var timeout = Durations.read(field, Call.TIMEOUT_MAX);
    if (timeout.filter(Duration::isZero).isPresent()) {
      field.refuse("expected a timeout of at least 1ms, but 0");
    }
    return timeout;
  }

  /**
   * A fallback has to give every output that is read anywhere: who reads it does not know which way
   * it came.
   */
  static void checkFallbacks(List<StepHead> heads, Expressions expressions) {
    for (var head : heads) {
      checkFallbacks(head.body(), expressions);
      var primary = head.call().flatMap(CallHead::step);
      var read = expressions.outputsRead(head.id());
      for (var fallback : head.fallbacks()) {
        if (primary.isPresent() && fallback.step().isPresent()) {
          checkFallback(head, fallback, primary.get(), read);
        }
      }
    }
  }

  private static void checkFallback(
      StepHead head, CallHead fallback, Step primary, Set<String> read) {
    for (var output : primary.type().outputs()) {
      var other = fallback.step().flatMap(step -> step.type().output(output.name()));
      if (read.contains(output.name()) && other.filter(port -> fits(output, port)).isEmpty()) {
        var found =
            other
                .map(port -> "its '" + port.name() + "' is " + port.expectation())
                .orElse("it has none");
        fallback
            .find("uses")
            .orElse(fallback.field())
            .refuse(
                "%s cannot stand in for %s: 'steps.%s.%s' is read, expected %s, but %s"
                    .formatted(
                        fallback.uses(),
                        primary.type().name(),
                        head.id(),
                        output.name(),
                        output.expectation(),
                        found));
      }
    }
  }

  private static boolean fits(Port expected, Port offered) {
    return PortFit.fits(expected, offered);
  }
}

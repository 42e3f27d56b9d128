package dev.backlot.definition;

import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of a run's inputs. */
public sealed interface Checked {
  /**
   * Every declared input by name, with defaults filled in; {@link Value.Null} where nothing was
   * given.
   */
  record Accepted(Map<String, Value> inputs) implements Checked {
    public Accepted {
      inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }
  }

  /** All refusals, each with its field such as {@code inputs.photo}. */
  record Refused(List<Failure.Invalid> refusals) implements Checked {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }
}

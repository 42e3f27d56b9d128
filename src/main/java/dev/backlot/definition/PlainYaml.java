package dev.backlot.definition;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads YAML of our own, such as the API's contract, as plain maps, lists and values. */
public final class PlainYaml {
  private PlainYaml() {}

  /**
   * Not for what users send: that goes through {@link WorkflowReader}, with its limits and
   * messages.
   */
  public static Object read(String trusted) {
    return new Load(LoadSettings.builder().build()).loadFromString(trusted);
  }
}

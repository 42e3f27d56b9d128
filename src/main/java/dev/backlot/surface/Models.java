package dev.backlot.surface;

import java.util.Optional;

/** Who does a kind of task when the client does not say: the operator's word. */
public interface Models {
  /** A model of a provider of this server. */
  record Choice(String provider, String model) {}

  /**
   * The choice for {@code generate-image}, {@code edit-image}, {@code upscale} or {@code
   * generate-text}.
   */
  Optional<Choice> of(String kind);
}

package dev.backlot.surface.sartiq;

import java.util.Optional;

/** Who does a kind of task when the client does not say: the operator's word. */
public interface Models {
  /** A model of a provider of this server. */
  record Choice(String provider, String model) {}

  /** The choice for {@code generate-image}, {@code edit-image} or {@code upscale}. */
  Optional<Choice> of(String kind);
}

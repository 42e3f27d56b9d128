package dev.backlot.app;

import dev.backlot.media.MediaException;
import dev.backlot.media.MediaProbe;
import dev.backlot.model.PortType;
import dev.backlot.runtime.Inspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Lets the runtime ask the media room what a file is. */
final class MediaInspector implements Inspector {
  @Override
  public Facts inspect(Path file) throws IOException {
    var facts = MediaProbe.facts(file);
    return new Facts(facts.mediaType(), facts.width(), facts.height());
  }

  @Override
  public Optional<String> refuse(Path file, PortType expected) throws IOException {
    if (expected != PortType.IMAGE) {
      return Optional.empty();
    }
    try {
      // steps that want a still picture say so themselves: others take a frame, or tell what it is
      MediaProbe.moving(file);
      return Optional.empty();
    } catch (MediaException e) {
      return Optional.of(e.failure().message());
    }
  }
}

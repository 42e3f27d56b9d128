package dev.backlot.app;

import dev.backlot.cli.Platform;
import dev.backlot.http.Surface;
import dev.backlot.provider.Providers;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Webhooks;
import dev.backlot.step.StepRegistry;
import dev.backlot.surface.Links;
import dev.backlot.surface.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The vendors' dialects, each below its prefix, and one of them at the bare root as well. */
final class Dialects {
  private final Map<String, Dialect> all = new TreeMap<>();

  private interface Dialect {
    Surface below(String prefix);
  }

  Dialects(
      Runs runs,
      StepRegistry steps,
      Providers providers,
      Links links,
      Webhooks webhooks,
      Path scratch) {
    all.put(
        "firefly",
        prefix ->
            new dev.backlot.surface.firefly.Routes(
                runs, steps, models(providers), links, webhooks, scratch, prefix));
    all.put(
        "sartiq",
        prefix ->
            new dev.backlot.surface.sartiq.Routes(
                runs, steps, models(providers), links, webhooks, scratch, prefix));
    all.put(
        "scenario",
        prefix ->
            new dev.backlot.surface.scenario.Routes(
                runs, steps, models(providers), links, scratch, prefix));
    all.put(
        "wiserows",
        prefix ->
            new dev.backlot.surface.wiserows.Routes(
                runs, steps, models(providers), links, scratch, prefix));
  }

  private static Models models(Providers providers) {
    return kind ->
        providers.usual(kind).map(choice -> new Models.Choice(choice.provider(), choice.model()));
  }

  /** Each below its prefix. */
  List<Surface> all() {
    var surfaces = new ArrayList<Surface>();
    all.forEach((name, dialect) -> surfaces.add(dialect.below("/" + name)));
    return surfaces;
  }

  /**
   * The one without its prefix.
   *
   * @throws IOException with words for people when there is no dialect of the name for the root
   */
  Surface root(Platform.RootSurface wanted) throws IOException {
    var name = wanted.dialect();
    var dialect = all.get(name);
    if (dialect == null) {
      throw new IOException(
          "--root-surface: expected one of "
              + String.join(", ", all.keySet())
              + ", but '"
              + name
              + "'");
    }
    if (wanted.port().isEmpty() && name.equals("scenario")) {
      throw new IOException(
          "--root-surface: Scenario's bare paths begin with /v1, which is Backlot's own here: give"
              + " it a port of its own with --root-port");
    }
    return dialect.below("");
  }
}

package dev.backlot.provider;

import dev.backlot.model.CostRange;
import dev.backlot.model.Money;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers of this installation, from a file that is read again whenever it has changed: a new
 * price counts from the next call on. A change with mistakes is told in the log and leaves
 * everything as it was. Thread-safe.
 */
public final class Providers {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);
  private static final long FILE_BYTES_MAX = 1 << 20;

  /** What providers are made with. */
  public interface Kinds {
    /** The adapters there are, by the word for each. */
    Map<String, Adapter> adapters();

    /** An environment variable's value. */
    Optional<String> variable(String name);

    /** By which providers that do not answer are left alone for a while. */
    InstantSource clock();

    /** Whether a text can be what callbacks are signed with. */
    Predicate<String> isSigningSecret();
  }

  private record Stamp(FileTime changed, long size) {}

  private final Optional<Path> file;
  private final Optional<Kinds> kinds;
  private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
  private volatile Map<String, Provider> providers = Map.of();
  private volatile Map<String, Choice> defaults = Map.of();
  private volatile String currency = "";
  private volatile Optional<Stamp> stamp = Optional.empty();

  private Providers(Optional<Path> file, Optional<Kinds> kinds) {
    this.file = file;
    this.kinds = kinds;
  }

  /** No providers at all. */
  public static Providers none() {
    return new Providers(Optional.empty(), Optional.empty());
  }

  /**
   * Those of a file.
   *
   * @throws IOException with every mistake, one a line
   */
  public static Providers of(Path file, Kinds kinds) throws IOException {
    var providers = new Providers(Optional.of(file), Optional.of(kinds));
    providers.read(file, kinds);
    return providers;
  }

  public Optional<Provider> find(String name) {
    refresh();
    return Optional.ofNullable(providers.get(name));
  }

  /**
   * Those who do a kind of task with a model of their own choice: first those who are up, then the
   * cheapest, then by their place in the file.
   */
  public List<Provider> able(String task) {
    refresh();
    return providers.values().stream()
        .filter(one -> one.tasks().contains(task) && dearest(one, task).isPresent())
        .sorted(
            Comparator.comparing((Provider one) -> !one.isUp())
                .thenComparing(one -> dearest(one, task).orElseThrow()))
        .toList();
  }

  private static Optional<Money> dearest(Provider provider, String task) {
    return provider.model(task).flatMap(provider::price).map(CostRange::high);
  }

  /**
   * Who does a kind of task when nobody says who: {@code generate-image}, {@code edit-image},
   * {@code upscale}, {@code generate-text}.
   */
  public Optional<Choice> usual(String task) {
    refresh();
    return Optional.ofNullable(defaults.get(task));
  }

  /** In the order of the file. */
  public List<Provider> all() {
    refresh();
    return List.copyOf(providers.values());
  }

  /** Of all prices and budgets; empty without a file. */
  public String currency() {
    return currency;
  }

  private void refresh() {
    if (file.isEmpty() || kinds.isEmpty() || stamp.equals(stamp(file.get()))) {
      return;
    }
    synchronized (this) {
      var now = stamp(file.get());
      if (stamp.equals(now)) {
        return;
      }
      try {
        read(file.get(), kinds.get());
        LOG.info("read {} again", file.get());
      } catch (IOException e) {
        // told once for each change, not with each call
        stamp = now;
        LOG.warn("the providers stay as they were: {}", e.getMessage());
      }
    }
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      return Optional.of(new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void read(Path path, Kinds made) throws IOException {
    var before = stamp(path);
    if (Files.size(path) > FILE_BYTES_MAX) {
      throw new IOException(path + ": expected at most " + FILE_BYTES_MAX + " bytes");
    }
    var text = Files.readString(path, StandardCharsets.UTF_8);
    var adapters = made.adapters();
    var reader = new ProvidersFile(adapters, made::variable, made.isSigningSecret());
    var content = reader.read(path.toString(), text);
    if (!content.mistakes().isEmpty()) {
      throw new IOException(String.join("\n", content.mistakes()));
    }
    var fresh = new LinkedHashMap<String, Provider>();
    for (var settings : content.providers()) {
      var adapter = adapters.get(settings.kind());
      if (adapter != null) {
        var circuit = circuits.computeIfAbsent(settings.name(), _ -> new Circuit());
        var provider = adapter.make().apply(settings);
        fresh.put(settings.name(), new GuardedProvider(provider, circuit, made.clock()));
      }
    }
    providers = java.util.Collections.unmodifiableMap(fresh);
    defaults = content.defaults();
    currency = content.currency();
    stamp = before;
  }
}

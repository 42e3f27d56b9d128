package dev.backlot.cli;

import dev.backlot.model.GraphLimits;
import dev.backlot.report.Thumbnailer;
import dev.backlot.runtime.MemoLimits;
import dev.backlot.runtime.Runs;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.BatchRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What commands need of the program they belong to. */
public interface Platform {
  String version();

  /** Every step type, without opening a data folder. */
  StepRegistry steps();

  /** How much is remembered from here on; before a store is opened. */
  void useMemo(MemoLimits limits);

  /** How large workflows may be; told before the steps are asked for. */
  void useLimits(GraphLimits limits);

  /**
   * Reads who may be called for money, before anything else is asked.
   *
   * @throws IOException with every mistake of the file, one a line
   */
  void useProviders(Path file) throws IOException;

  /**
   * Looks for secrets in a folder, one file for each, before it does in the environment; told
   * before the providers and before the steps are asked for.
   *
   * @throws IOException with words for people, when there is no such folder
   */
  void useSecrets(Path folder) throws IOException;

  /** Secrets that lie encrypted in a folder; each method throws with words for people. */
  interface SecretStore {
    /** Replaces what is there. */
    void put(Optional<String> tenant, String name, String value) throws IOException;

    /** Their names, and whether each opens with the key that is here. */
    Map<String, Boolean> list(Optional<String> tenant) throws IOException;

    /** False when there is none. */
    boolean remove(Optional<String> tenant, String name) throws IOException;
  }

  SecretStore secretStore(Path folder);

  /** A key for secret stores. */
  String newSecretKey();

  /**
   * Finds the operator's models; told before the steps are asked for.
   *
   * @throws IOException with every mistake of their manifests, one a line
   */
  void useModels(Path folder) throws IOException;

  /**
   * Has words drawn in the operator's fonts too; told before the steps are asked for.
   *
   * @throws IOException with every file that is no font, one a line
   */
  void useFonts(Path folder) throws IOException;

  /**
   * Has picture steps done in so many processes of their own; 0 for none. Told before the steps are
   * asked for.
   */
  void useWorkers(int processes);

  /**
   * How the fake provider behaves.
   *
   * @param faults by the words of its help
   * @param price of each result
   * @param secret what it signs callbacks with
   */
  record FakeSettings(
      int port, long seed, Duration latency, Set<String> faults, BigDecimal price, String secret) {}

  /** A running fake provider. */
  interface Fake extends AutoCloseable {
    String url();

    @Override
    void close();
  }

  /** How the fake provider can misbehave, in words. */
  List<String> faults();

  /**
   * Starts a provider that costs nothing.
   *
   * @throws IllegalArgumentException with words for people, when a setting is out of its range
   */
  Fake fakeProvider(FakeSettings settings) throws IOException;

  Thumbnailer thumbnailer();

  /**
   * Opens the embedded runtime on a data folder.
   *
   * @param localFiles whether inputs may name files of this machine
   * @param takesUp which unfinished batches go on
   * @throws IOException with words for people: no permission, in use by another process, damaged
   */
  Opened open(Path data, boolean localFiles, Predicate<BatchRecord> takesUp) throws IOException;

  /** A runtime with the store it stands on. */
  interface Opened extends AutoCloseable {
    Runs runs();

    @Override
    void close() throws IOException;
  }

  /**
   * Where the server listens and what it serves.
   *
   * @param privateHosts whether steps and webhooks may call private addresses, and inputs name them
   * @param watchRoot the folder below which triggers may watch for new files
   * @param root the dialect that is served without its prefix too
   * @param publicUrl how clients reach it; empty means as each request says
   * @param access who may do what, and how often
   */
  record Serving(
      String host,
      int port,
      Path data,
      boolean privateHosts,
      Optional<String> publicUrl,
      Optional<RootSurface> root,
      Optional<Path> watchRoot,
      AccessRules access) {
    public Serving(String host, int port, Path data, boolean privateHosts) {
      this(
          host,
          port,
          data,
          privateHosts,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          AccessRules.USUAL);
    }

    public Serving(String host, int port, Path data) {
      this(host, port, data, false);
    }
  }

  /**
   * A dialect that is served without its prefix.
   *
   * @param port of its own, where it is alone; else it shares the server's
   */
  record RootSurface(String dialect, Optional<Integer> port) {}

  /**
   * What holds for keys and tokens.
   *
   * @param requestsPerMinute of a key that does not say
   */
  record AccessRules(int requestsPerMinute, Optional<TokenRules> tokens) {
    static final int REQUESTS_DEFAULT = 6_000;
    static final AccessRules USUAL = new AccessRules(REQUESTS_DEFAULT, Optional.empty());
  }

  /** Whose tokens are accepted, and which of their claims say what. */
  record TokenRules(
      String issuer,
      String audience,
      String keys,
      String tenantClaim,
      String roleClaim,
      String userClaim) {}

  /** A running server. */
  interface Server extends AutoCloseable {
    String url();

    /** Where the dialect is that has a port of its own. */
    Optional<String> rootUrl();

    /** An address that opens the console once, without a key, within an hour. */
    String signIn();

    /** Why it has stopped acknowledging; empty while it works. */
    Optional<String> halted();

    @Override
    void close() throws IOException;
  }

  Server serve(Serving serving) throws IOException;

  /** How a running server is asked. */
  ServerCalls calls();

  /** One line of the doctor's report. */
  record Finding(boolean good, String what, String found) {}

  List<Finding> examine();

  /** Which of these secrets, as workflows name them, are here. */
  List<Finding> examineSecrets(Set<String> names);
}

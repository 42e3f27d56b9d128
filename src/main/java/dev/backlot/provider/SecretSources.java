package dev.backlot.provider;

import dev.backlot.model.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets from a folder with one file for each, as Docker and Kubernetes lay them out, sealed or
 * not, and from environment variables. The operator's own tenant has the files of the folder itself
 * and the variables that start with {@value #PREFIX}; any other tenant has the files of the folder
 * below that is called like it, and no variables: a workflow must not read the server's
 * environment.
 */
public final class SecretSources implements Secrets {
  /** What the variables start with that workflows may use. */
  public static final String PREFIX = "BACKLOT_SECRET_";

  private static final Logger LOG = LoggerFactory.getLogger(SecretSources.class);
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  private final Function<String, @Nullable String> environment;
  private final Optional<Path> folder;

  private SecretSources(Function<String, @Nullable String> environment, Optional<Path> folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /** Those of the environment alone. */
  public static SecretSources of(Function<String, @Nullable String> environment) {
    return new SecretSources(environment, Optional.empty());
  }

  /**
   * Those of a folder, then those of the environment. Files that everybody may read are told in the
   * log, once.
   *
   * @throws IOException with words for people, when there is no such folder
   */
  public static SecretSources of(Function<String, @Nullable String> environment, Path folder)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException("--secrets: expected a folder, but " + folder + " is none");
    }
    var sources = new SecretSources(environment, Optional.of(folder));
    sources.open().forEach(file -> LOG.warn("everybody may read {}: chmod o-rwx", file));
    return sources;
  }

  /** The files that everybody may read, where the file system knows. */
  public List<Path> open() throws IOException {
    if (folder.isEmpty()) {
      return List.of();
    }
    try (var files = Files.walk(folder.get(), 2)) {
      return files
          .filter(file -> SecretName.parse(file.getFileName().toString()).isPresent())
          .filter(file -> Files.isRegularFile(file) && !SecretFolder.isSealed(file) && isOpen(file))
          .sorted()
          .toList();
    }
  }

  /** A file that others may read, in a folder that they may enter. */
  private boolean isOpen(Path file) {
    return others(file, OTHERS)
        && others(folder.orElse(file), Set.of(PosixFilePermission.OTHERS_EXECUTE));
  }

  private static boolean others(Path file, Set<PosixFilePermission> may) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(may::contains);
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  @Override
  public Optional<Secret> find(TenantId tenant, SecretName name) {
    boolean operator = tenant.equals(TenantId.DEFAULT);
    var file = sealable().flatMap(all -> all.find(tenant, name.value()));
    return file.or(() -> operator ? variable(PREFIX + name.value()) : Optional.empty())
        .map(value -> new Secret(name.value(), value));
  }

  /** What the operator's own providers file names: a file of the folder, or any variable. */
  public Optional<String> named(String variable) {
    return sealable()
        .flatMap(all -> all.find(TenantId.DEFAULT, variable))
        .or(() -> variable(variable));
  }

  private Optional<SecretFolder> sealable() {
    return folder.map(root -> new SecretFolder(root, environment));
  }

  private Optional<String> variable(String variable) {
    return Optional.ofNullable(environment.apply(variable))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}

package dev.backlot.provider;

import dev.backlot.model.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of secrets: {@code NAME} holds a value as it is, {@code NAME.jwe} one that is sealed;
 * those of another tenant than the operator's lie in a folder below that is called like it. Values
 * are read with each use, up to {@value #BYTES_MAX} bytes.
 */
public final class SecretFolder {
  /** Where the key of sealed secrets is found. */
  public static final String KEY = "BACKLOT_SECRETS_KEY";

  /** Where a file is named that holds it. */
  public static final String KEY_FILE = KEY + "_FILE";

  static final int BYTES_MAX = 1 << 16;
  private static final String SEALED = ".jwe";
  private static final Logger LOG = LoggerFactory.getLogger(SecretFolder.class);

  private final Path root;
  private final Function<String, @Nullable String> environment;

  public SecretFolder(Path root, Function<String, @Nullable String> environment) {
    this.root = root;
    this.environment = environment;
  }

  /** A secret's value; what cannot be read or opened is told in the log. */
  Optional<String> find(TenantId tenant, String name) {
    var plain = read(file(tenant, name));
    return plain.isPresent() ? plain : sealed(tenant, name);
  }

  private Optional<String> sealed(TenantId tenant, String name) {
    var file = file(tenant, name + SEALED);
    var text = read(file);
    if (text.isEmpty()) {
      return text;
    }
    try {
      var value = seal().open(place(tenant, name), text.get());
      if (value.isEmpty()) {
        LOG.warn("{} does not open: it was sealed with another key or for another place", file);
      }
      return value;
    } catch (IOException e) {
      LOG.warn("{} does not open: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Seals a secret into its file; there may be one already.
   *
   * @throws IOException with words for people, when there is no key or it cannot be written
   */
  public void put(TenantId tenant, SecretName name, String value) throws IOException {
    var file = file(tenant, name.value() + SEALED);
    var sealed = seal().seal(place(tenant, name.value()), value);
    Files.createDirectories(file.getParent());
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, sealed + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Forgets a sealed secret; false when there is none. */
  public boolean remove(TenantId tenant, SecretName name) throws IOException {
    return Files.deleteIfExists(file(tenant, name.value() + SEALED));
  }

  /** The names of a tenant's sealed secrets. */
  public List<String> sealed(TenantId tenant) throws IOException {
    try (var files = Files.list(folder(tenant))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SEALED))
          .map(name -> name.substring(0, name.length() - SEALED.length()))
          .sorted()
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /** Whether it opens with the key that is here. */
  public boolean opens(TenantId tenant, SecretName name) throws IOException {
    var text = read(file(tenant, name.value() + SEALED));
    return text.isPresent() && seal().open(place(tenant, name.value()), text.get()).isPresent();
  }

  /** Whether a file is a sealed one, which everybody may read. */
  static boolean isSealed(Path file) {
    return file.getFileName().toString().endsWith(SEALED);
  }

  private static String place(TenantId tenant, String name) {
    return tenant.equals(TenantId.DEFAULT) ? name : tenant.value() + "/" + name;
  }

  private Path folder(TenantId tenant) {
    return tenant.equals(TenantId.DEFAULT) ? root : root.resolve(tenant.value());
  }

  private Path file(TenantId tenant, String name) {
    return folder(tenant).resolve(name);
  }

  private Seal seal() throws IOException {
    var file = environment.apply(KEY_FILE);
    var key = file == null ? Optional.ofNullable(environment.apply(KEY)) : read(Path.of(file));
    if (key.isEmpty()) {
      throw new IOException(
          "there is no key for sealed secrets: set %s, or %s to a file that holds it; 'backlot secret key' makes one"
              .formatted(KEY, KEY_FILE));
    }
    return Seal.of(key.get().strip())
        .orElseThrow(() -> new IOException("the key in " + KEY + " is not 32 bytes in Base64"));
  }

  private static Optional<String> read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        LOG.warn("{} is no secret: expected at most {} bytes", file, BYTES_MAX);
        return Optional.empty();
      }
      // files end with a line break that is not part of the value
      return Optional.of(new String(bytes, StandardCharsets.UTF_8).strip())
          .filter(text -> !text.isEmpty());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("a secret cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }
}

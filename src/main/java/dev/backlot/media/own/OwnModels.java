package dev.backlot.media.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operator's models: every {@code .yaml} of a folder is the manifest of one. They are found and
 * checked at start, loaded when they are first used. Thread-safe.
 */
public final class OwnModels implements AutoCloseable {
  /** Most models of a folder. */
  public static final int MODELS_MAX = 100;

  private static final long MANIFEST_BYTES_MAX = 1 << 20;

  private final Map<String, OwnModel> models;
  private final int fingerprint;

  private OwnModels(Map<String, OwnModel> models, int fingerprint) {
    this.models = models;
    this.fingerprint = fingerprint;
  }

  public static OwnModels none() {
    return new OwnModels(Map.of(), 0);
  }

  /**
   * Those of a folder.
   *
   * @throws IOException with every mistake, one a line
   */
  public static OwnModels of(Path folder) throws IOException {
    var mistakes = new ArrayList<String>();
    var reader = new ManifestFile(folder, mistakes);
    var models = new LinkedHashMap<String, OwnModel>();
    int fingerprint = 0;
    for (var file : manifests(folder)) {
      var text = text(file);
      fingerprint = 31 * fingerprint + text.hashCode();
      reader
          .read(file.toString(), text)
          .filter(one -> models.putIfAbsent(one.name(), new OwnModel(one)) != null)
          .ifPresent(
              one -> mistakes.add(file + ": name: two models are called '" + one.name() + "'"));
    }
    if (!mistakes.isEmpty()) {
      throw new IOException(String.join("\n", mistakes));
    }
    return new OwnModels(models, fingerprint);
  }

  private static List<Path> manifests(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no folder of models " + folder);
    }
    try (var files = Files.list(folder)) {
      var manifests = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      if (manifests.size() > MODELS_MAX) {
        throw new IOException(
            folder + ": expected at most " + MODELS_MAX + " models, but " + manifests.size());
      }
      return manifests;
    }
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > MANIFEST_BYTES_MAX) {
      throw new IOException(file + ": expected at most 1 MiB, but " + Files.size(file) + " bytes");
    }
    return Files.readString(file);
  }

  public Optional<OwnModel> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** By their files' names. */
  public List<OwnModel> all() {
    return List.copyOf(models.values());
  }

  /** Another number once another model or another manifest lies in the folder; 0 without models. */
  public int fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    models.values().forEach(OwnModel::close);
  }
}

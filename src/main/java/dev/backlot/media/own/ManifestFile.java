package dev.backlot.media.own;

import dev.backlot.media.onnx.ModelFile;
import dev.backlot.settings.SettingsFile;
import dev.backlot.settings.SettingsFile.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the manifest of a model; every mistake is told with its line and field. */
final class ManifestFile {
  private static final long FILE_BYTES_MAX = 1L << 30;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final List<String> mistakes;

  /**
   * @param folder in which manifests and models lie
   * @param mistakes where they are noted
   */
  ManifestFile(Path folder, List<String> mistakes) {
    this.folder = folder;
    this.mistakes = mistakes;
  }

  /** Empty when there is a mistake in it, which is noted then. */
  Optional<Manifest> read(String shown, String text) {
    int before = mistakes.size();
    var root = SettingsFile.read(shown, text, "the manifest of a model (docs/models.md)", mistakes);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    var at = root.get();
    at.know("name", "title", "file", "sha256", "licence", "origin", "input", "output");
    at.require("name", "title", "file", "sha256", "licence", "input", "output");
    var name = at.text("name", "1 to 60 characters a-z, 0-9 and -", Fields.fits(NAME));
    var title = at.text("title", "1 to 200 characters", Fields.line(200));
    var licence = at.text("licence", "1 to 200 characters, such as Apache-2.0", Fields.line(200));
    var _ = at.text("origin", "1 to 1,000 characters, such as an address", Fields.line(1_000));
    var file = file(at, name.orElse(""));
    var input = at.child("input");
    var view = input.map(ManifestInput::view);
    var numbers = input.map(ManifestInput::numbers);
    var output = at.child("output");
    var meaning = numbers.flatMap(in -> output.flatMap(out -> ManifestOutput.meaning(out, in)));
    if (view.filter(ManifestFile::cuts).isPresent()
        && meaning.filter(said -> !(said instanceof Meaning.Classes)).isPresent()) {
      at.mistake(
          "input", "fit cover is for classes: of what is cut off there is no mask or picture");
    }
    if (mistakes.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new Manifest(
            name.orElseThrow(),
            title.orElseThrow(),
            file.orElseThrow(),
            bytes(file.orElseThrow()),
            licence.orElseThrow(),
            view.orElseThrow(),
            numbers.orElseThrow(),
            meaning.orElseThrow()));
  }

  private static boolean cuts(View view) {
    return view instanceof View.Fixed(_, _, var cover) && cover;
  }

  private Optional<ModelFile> file(Entry at, String name) {
    var file = at.text("file", "the name of a file in the same folder", Fields.fits(FILE));
    var hash = at.text("sha256", "64 characters 0-9 and a-f", Fields.fits(SHA_256));
    if (file.isEmpty() || hash.isEmpty()) {
      return Optional.empty();
    }
    var path = folder.resolve(file.get());
    var model = ModelFile.at(path, name, hash.get());
    try {
      if (!Files.isRegularFile(path)) {
        at.mistake("file", "there is no file " + path);
      } else if (Files.size(path) > FILE_BYTES_MAX) {
        at.mistake("file", "expected at most 1 GiB, but " + Files.size(path) + " bytes");
      } else if (!model.hash().equals(hash.get())) {
        at.mistake("sha256", "expected that of " + file.get() + ", which is " + model.hash());
      }
    } catch (IOException e) {
      at.mistake("file", "cannot be read: " + e.getMessage());
    }
    return Optional.of(model);
  }

  private static long bytes(ModelFile file) {
    return Path.of(file.place()).toFile().length();
  }
}

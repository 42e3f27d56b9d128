package dev.backlot.step.publish;

import dev.backlot.attest.Attestation;
import dev.backlot.model.Asset;
import dev.backlot.model.MediaTypes;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.step.StepInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The files that a step hands out, each under a name of its own. */
final class FileNames {
  static final int FILES_MAX = 1_000;
  static final Port FILES =
      Port.of("files", PortType.FILE, "what to publish").many().mandatory().between(1, FILES_MAX);
  static final Port NAMES =
      Port.of(
              "names",
              PortType.TEXT,
              "file names, in the order of the files; the extension follows from the content")
          .many();

  private FileNames() {}

  /** A file with its name, without folders. */
  record Named(Asset asset, String stem, String extension) {
    String name() {
      return stem + "." + extension;
    }
  }

  /** Those of {@link #FILES}, named by {@link #NAMES} or else as they are called. */
  static List<Named> of(StepInput input) throws UnusableException {
    var files = input.list("files").stream().flatMap(value -> value.assets().stream()).toList();
    var names = input.list("names").stream().map(Value::inText).toList();
    if (!names.isEmpty() && names.size() != files.size()) {
      throw new UnusableException(
          "names", "expected " + files.size() + " names, one for each file, but " + names.size());
    }
    var named = new ArrayList<Named>();
    var taken = new HashSet<String>();
    for (int i = 0; i < files.size(); i++) {
      var extension = MediaTypes.extension(files.get(i));
      var stem = names.isEmpty() ? stem(files.get(i), i) : without(extension, names.get(i));
      var one = new Named(files.get(i), stem, extension);
      if (!PublishFolderStep.isSafe(one.name())) {
        throw new UnusableException(
            "names", "expected a plain file name, but '" + one.name() + "'");
      }
      take(one.name(), taken);
      named.add(one);
    }
    if (Statements.wanted(input)) {
      for (var one : named) {
        take(Attestation.beside(one.name()), taken);
      }
    }
    return named;
  }

  private static void take(String name, Set<String> taken) throws UnusableException {
    if (!taken.add(name.toLowerCase(Locale.ROOT))) {
      throw new UnusableException(
          "names", "expected a name for each file, but '" + name + "' is taken");
    }
  }

  /** Who names the right extension too means no second one. */
  private static String without(String extension, String name) {
    var ending = "." + extension;
    return name.length() > ending.length()
            && name.regionMatches(true, name.length() - ending.length(), ending, 0, ending.length())
        ? name.substring(0, name.length() - ending.length())
        : name;
  }

  private static String stem(Asset asset, int index) {
    int dot = asset.name().lastIndexOf('.');
    var stem = dot > 0 ? asset.name().substring(0, dot) : asset.name();
    return stem.isEmpty() ? "file-" + (index + 1) : stem;
  }
}

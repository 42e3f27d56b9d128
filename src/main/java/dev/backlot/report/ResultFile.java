package dev.backlot.report;

import dev.backlot.model.Asset;
import dev.backlot.model.MediaTypes;
import dev.backlot.store.RunRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file that an item came to, and where it lies among all of its batch: {@code ITEM.EXTENSION} if
 * it is the item's only one, else {@code ITEM/OUTPUT.EXTENSION}. Items have names of their own, so
 * no two files share a path, also where letters' case does not count.
 *
 * @param output of the workflow that it is
 */
public record ResultFile(String output, Asset asset, String path) {
  /** What some systems take for a device, whatever its extension. */
  private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

  /** The name of the table that lies beside the files. */
  static final String TABLE = "items.csv";

  private static final String NUMBERED_DEVICE = "(com|lpt)\\d";

  /** All files of an item that has succeeded, in the order of its outputs. */
  public static List<ResultFile> of(RunRecord run) {
    long assets = run.outputs().values().stream().mapToLong(value -> value.assets().size()).sum();
    return assets == 1 ? List.of(only(run)) : several(run);
  }

  private static ResultFile only(RunRecord run) {
    var output =
        run.outputs().entrySet().stream()
            .filter(one -> !one.getValue().assets().isEmpty())
            .findFirst()
            .orElseThrow();
    var asset = output.getValue().assets().getFirst();
    var path = safe(run.name()) + "." + MediaTypes.extension(asset);
    return new ResultFile(
        output.getKey(), asset, path.equalsIgnoreCase(TABLE) ? folder(run) + "/" + path : path);
  }

  /** One with a dot might be called as the file of another item. */
  private static String folder(RunRecord run) {
    var name = safe(run.name());
    return name.contains(".") ? name + "-files" : name;
  }

  private static List<ResultFile> several(RunRecord run) {
    var files = new ArrayList<ResultFile>();
    var taken = new HashSet<String>();
    var folder = folder(run);
    run.outputs()
        .forEach(
            (output, value) -> {
              for (var asset : value.assets()) {
                files.add(new ResultFile(output, asset, folder + "/" + free(output, asset, taken)));
              }
            });
    return files;
  }

  private static String free(String output, Asset asset, Set<String> taken) {
    var extension = "." + MediaTypes.extension(asset);
    var stem = safe(output);
    var name = stem + extension;
    for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = stem + "-" + i + extension;
    }
    return name;
  }

  private static String safe(String name) {
    var stem = name.toLowerCase(Locale.ROOT).replaceFirst("\\..*", "");
    boolean device = DEVICES.contains(stem) || stem.matches(NUMBERED_DEVICE);
    return device ? "_" + name : name;
  }
}

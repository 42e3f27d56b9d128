package dev.backlot.media.vips;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What libvips says went wrong, fit for people. Its words are kept for the whole process: what an
 * earlier picture left there, although it could be read, stands before what is meant, with the name
 * of its file.
 */
final class Complaint {
  private static final int LENGTH_MAX = 300;

  private Complaint() {}

  /**
   * In one line, each thing once, without names of files; at most {@value #LENGTH_MAX} characters.
   */
  static String of(String words) {
    var lines = words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    var meant = lines.stream().filter(line -> !namesFile(line)).toList();
    var told = meant.isEmpty() ? lines.stream().map(Complaint::withoutFile).toList() : meant;
    return shortened(told);
  }

  private static String shortened(List<String> lines) {
    var line = lines.stream().distinct().collect(Collectors.joining("; "));
    if (line.isEmpty()) {
      return "it does not say why";
    }
    return line.length() > LENGTH_MAX ? line.substring(0, LENGTH_MAX - 1) + "…" : line;
  }

  private static boolean namesFile(String line) {
    return line.startsWith("/") && line.contains(": ");
  }

  private static String withoutFile(String line) {
    return namesFile(line) ? line.substring(line.indexOf(": ") + 2) : line;
  }
}

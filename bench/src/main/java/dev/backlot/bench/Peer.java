package dev.backlot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A process that does work on photos when it is told to, and stays up in between, so that its start
 * does not count. It says {@code ready}; then each line {@code WORK TAB MARK TAB OUT TAB PHOTO…} is
 * answered with the time it took and its processor time, in milliseconds.
 */
record Peer(Process process) implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /** What one round over all photos took. */
  record Round(double imagesPerSecond, double cpuMillis) {}

  static Peer start(List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var ready = process.inputReader().readLine();
    if (ready == null) {
      throw new IOException(String.join(" ", command) + " did not start");
    }
    return new Peer(process);
  }

  Round round(PhotoWork work, Path mark, List<Path> photos, Path out) throws IOException {
    var writer = process.outputWriter();
    var paths = photos.stream().map(Path::toString).toList();
    writer.write(
        "%s\t%s\t%s\t%s\n"
            .formatted(work.name().toLowerCase(Locale.ROOT), mark, out, String.join("\t", paths)));
    writer.flush();
    var answer = process.inputReader().readLine();
    if (answer == null) {
      throw new IOException("the peer ended");
    }
    var parts = answer.split(" ");
    return new Round(
        photos.size() / (Double.parseDouble(parts[0]) / 1e3),
        Double.parseDouble(parts[1]) / photos.size());
  }

  /** The most memory it ever had, in MB; 0 where the system does not tell. */
  double peakMb() {
    try {
      var found = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return found.find() ? Long.parseLong(found.group(1)) / 1024.0 : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}

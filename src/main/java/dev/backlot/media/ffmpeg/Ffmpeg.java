package dev.backlot.media.ffmpeg;

import dev.backlot.media.MediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/**
 * The machine's ffmpeg, looked for when it is first needed; a machine without one says so.
 * Thread-safe.
 */
public final class Ffmpeg {
  /** What there is to do where it is missing. */
  public static final String MISSING =
      "ffmpeg is not installed on this machine: apt install ffmpeg (Debian, Ubuntu), brew install"
          + " ffmpeg (macOS)";

  private static final int TOLD_MAX = 300;

  /** What was found. */
  private record Found(
      Path ffmpeg, Path ffprobe, String version, Set<String> encoders, GuardedProcess guard) {}

  private final List<Path> folders;
  private Optional<Found> found = Optional.empty();
  private boolean isLooked;

  /**
   * @param folders where the programs are looked for, in this order
   */
  public Ffmpeg(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** Looks for the programs where a shell would. */
  public static Ffmpeg onPath() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/usr/local/bin");
    return new Ffmpeg(
        Arrays.stream(path.split(java.io.File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList());
  }

  /** Its version; empty when it is not installed. */
  public Optional<String> version() {
    return found().map(Found::version);
  }

  /** Whether the system holds its processes to limits of memory and file size. */
  public boolean isLimited() {
    return program("prlimit").isPresent();
  }

  /** Whether it has an encoder of this name, such as {@code libx264}. */
  public boolean encodes(String encoder) {
    return found().map(it -> it.encoders().contains(encoder)).orElse(false);
  }

  /** What a file says of itself, within the limits. */
  public Movie probe(Source source, Path folder, BooleanSupplier unwanted)
      throws IOException, MediaException, InterruptedException {
    var it = installed();
    var words =
        new ArrayList<>(List.of("-v", "error", "-show_format", "-show_streams", "-of", "json"));
    words.addAll(source.words());
    var ended = it.guard().run(it.ffprobe(), words, folder, unwanted);
    if (ended.code() != 0) {
      throw failure(ended, List.of(source.absolute()));
    }
    return MovieReader.read(ended.out());
  }

  /**
   * Does the work.
   *
   * @param told which part of it is done, 0 to 1, on another thread; nothing of a {@link Command}
   *     that does not say how long its result is
   */
  public void run(Command command, Path folder, BooleanSupplier unwanted, DoubleConsumer told)
      throws IOException, MediaException, InterruptedException {
    String _ = run(command, "error", folder, unwanted, told);
  }

  /** As {@link #run}, and answers all that it said about it. */
  public String measure(Command command, Path folder, BooleanSupplier unwanted, DoubleConsumer told)
      throws IOException, MediaException, InterruptedException {
    return run(command, "info", folder, unwanted, told);
  }

  private String run(
      Command command, String loudness, Path folder, BooleanSupplier unwanted, DoubleConsumer told)
      throws IOException, MediaException, InterruptedException {
    var it = installed();
    var ear =
        command.seconds() > 0
            ? new ProgressLines(command.seconds(), told)
            : GuardedProcess.Ear.DEAF;
    var ended = it.guard().run(it.ffmpeg(), command.words(loudness), folder, unwanted, ear);
    if (ended.code() != 0) {
      throw failure(ended, command.paths());
    }
    return ended.err();
  }

  private Found installed() throws MediaException {
    return found().orElseThrow(() -> MediaException.invalid(MISSING));
  }

  /** Its last words, without the paths of this machine. */
  private static MediaException failure(GuardedProcess.Ended ended, List<String> paths) {
    var said = ended.err();
    for (var path : paths) {
      said = said.replace("file:" + path, "the file").replace(path, "the file");
    }
    var last = said.lines().filter(line -> !line.isBlank()).reduce((_, later) -> later);
    var told = last.orElse("it ended with " + ended.code()).replaceAll("\\[[^]]*]\\s*", "").strip();
    if (told.length() > TOLD_MAX) {
      told = told.substring(0, TOLD_MAX);
    }
    return MediaException.invalid("ffmpeg cannot work on this: " + told);
  }

  /** An answer is kept; a look that was broken off is taken again. */
  private synchronized Optional<Found> found() {
    if (isLooked) {
      return found;
    }
    try {
      found = look();
      isLooked = true;
      return found;
    } catch (IOException | MediaException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<Found> look() throws IOException, MediaException, InterruptedException {
    var ffmpeg = program("ffmpeg");
    var ffprobe = program("ffprobe");
    if (ffmpeg.isEmpty() || ffprobe.isEmpty()) {
      return Optional.empty();
    }
    var guard = new GuardedProcess(program("prlimit"));
    var version = ask(guard, ffmpeg.get(), "-version");
    if (!version.startsWith("ffmpeg version ")) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            ffmpeg.get(),
            ffprobe.get(),
            version.split("\\s+", 4)[2],
            encoders(ask(guard, ffmpeg.get(), "-encoders")),
            guard));
  }

  /** Each line has flags, a name and words about it. */
  private static Set<String> encoders(String said) {
    return said.lines()
        .map(line -> line.strip().split("\\s+", 3))
        .filter(parts -> parts.length == 3)
        .map(parts -> parts[1])
        .collect(Collectors.toSet());
  }

  private static String ask(GuardedProcess guard, Path program, String question)
      throws IOException, MediaException, InterruptedException {
    var folder = Files.createTempDirectory("backlot-ffmpeg");
    try {
      return guard.run(program, List.of("-hide_banner", question), folder, () -> false).out();
    } finally {
      Files.delete(folder);
    }
  }

  private Optional<Path> program(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }
}

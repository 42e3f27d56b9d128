package dev.backlot.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small videos and sounds, made by the real ffmpeg. */
public final class Clips {
  /** A second of red, of green, of blue. */
  public static final String COLOURS =
      "color=red:s=320x180:r=25:d=1[a];color=lime:s=320x180:r=25:d=1[b];"
          + "color=blue:s=320x180:r=25:d=1[c];[a][b][c]concat=n=3,format=yuv420p";

  private final Path folder;

  public Clips(Path folder) {
    this.folder = folder;
  }

  /** Three seconds of colours with a tone. */
  public Path film() throws IOException, InterruptedException {
    return make("film.mp4", COLOURS, "sine=440:d=3");
  }

  public Path silentFilm() throws IOException, InterruptedException {
    return make("silent.mp4", COLOURS);
  }

  /** Of this name's format, from sources of lavfi. */
  public Path make(String name, String... sources) throws IOException, InterruptedException {
    return make(name, List.of(), sources);
  }

  public Path make(String name, List<String> options, String... sources)
      throws IOException, InterruptedException {
    var file = folder.resolve(name);
    var words = new ArrayList<>(List.of("ffmpeg", "-y", "-nostdin", "-v", "error"));
    for (var source : sources) {
      words.addAll(List.of("-f", "lavfi", "-i", source));
    }
    if (name.endsWith(".mp4") || name.endsWith(".mov") || name.endsWith(".mkv")) {
      words.addAll(List.of("-preset", "ultrafast"));
    }
    words.addAll(options);
    words.add(file.toString());
    run(words);
    return file;
  }

  /** The same file with other options, not encoded again. */
  public Path copy(Path from, String name, String... options)
      throws IOException, InterruptedException {
    var file = folder.resolve(name);
    var words =
        new ArrayList<>(
            List.of(
                "ffmpeg", "-y", "-nostdin", "-v", "error", "-i", from.toString(), "-c", "copy"));
    words.addAll(List.of(options));
    words.add(file.toString());
    run(words);
    return file;
  }

  private void run(List<String> words) throws IOException, InterruptedException {
    var said = folder.resolve("ffmpeg.log").toFile();
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(said).start();
    } catch (IOException e) {
      throw new AssertionError("no ffmpeg: apt-get install ffmpeg", e);
    }
    if (process.waitFor() != 0) {
      throw new AssertionError(words + ": " + Files.readString(said.toPath()));
    }
  }
}

package dev.backlot.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What ffmpeg is to do. It is made of words of ours, of numbers and of paths; what users write goes
 * into pictures and files, never in here.
 */
public final class Command {
  private static final Set<String> TAGGED = Set.of("webm", "matroska", "ogg", "flac");

  /** A moment of a video in seconds, and how long from there. */
  public record Part(double from, Optional<Double> seconds) {
    public static final Part ALL = new Part(0, Optional.empty());
  }

  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private Optional<Path> file = Optional.empty();
  private String muxer = "";
  private double seconds;

  public Command input(Source source) {
    return input(source, Part.ALL);
  }

  public Command input(Source source, Part part) {
    if (part.from() > 0) {
      inputs.addAll(List.of("-ss", number(part.from())));
    }
    part.seconds().ifPresent(seconds -> inputs.addAll(List.of("-t", number(seconds))));
    inputs.addAll(
        List.of("-threads", "1", "-max_pixels", String.valueOf(MovieLimits.FRAME_PIXELS_MAX)));
    inputs.addAll(source.words());
    paths.add(source.absolute());
    return this;
  }

  public Command with(String... words) {
    outputs.addAll(List.of(words));
    return this;
  }

  public Command with(List<String> words) {
    outputs.addAll(words);
    return this;
  }

  /** Writes this file; nothing of where and when goes into it, so equal work gives equal bytes. */
  public Command to(Path target, String format) {
    file = Optional.of(target.toAbsolutePath());
    muxer = format;
    paths.add(target.toAbsolutePath().toString());
    return this;
  }

  /** Says this in the file, where its format has tags of any name and no place for XMP. */
  public Command saying(Map<String, String> told) {
    if (TAGGED.contains(muxer)) {
      told.forEach((name, value) -> tags.addAll(List.of("-metadata", name + "=" + value)));
    }
    return this;
  }

  /** Measures only. */
  public Command toNothing() {
    outputs.addAll(List.of("-f", "null", "-"));
    return this;
  }

  /** How long what it makes will be, in seconds: then it tells how far it is; 0 if unknown. */
  public Command lasting(double whole) {
    seconds = whole;
    return this;
  }

  public double seconds() {
    return seconds;
  }

  /** A number as ffmpeg reads it. */
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  List<String> words(String loudness) {
    var words =
        new ArrayList<>(List.of("-hide_banner", "-nostdin", "-nostats", "-y", "-v", loudness));
    words.addAll(List.of("-filter_threads", "1", "-filter_complex_threads", "1"));
    if (seconds > 0) {
      words.addAll(List.of("-progress", "pipe:1"));
    }
    words.addAll(inputs);
    words.addAll(outputs);
    file.ifPresent(target -> words.addAll(writing(target)));
    return words;
  }

  private List<String> writing(Path target) {
    var words = new ArrayList<>(List.of("-map_metadata", "-1", "-map_chapters", "-1"));
    words.addAll(tags);
    words.addAll(List.of("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"));
    words.addAll(List.of("-t", String.valueOf(MovieLimits.SECONDS_MAX)));
    words.addAll(List.of("-f", muxer, "file:" + target));
    return words;
  }

  /** Files that its messages may name; they are nobody's business. */
  List<String> paths() {
    return List.copyOf(paths);
  }
}

package dev.backlot.media.ffmpeg;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Movie.Moving;
import dev.backlot.media.ffmpeg.Movie.Sound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads what ffprobe says, and refuses what goes beyond the limits. */
final class MovieReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MovieReader() {}

  static Movie read(String text) throws MediaException {
    try {
      return movie(JSON.readTree(text));
    } catch (JacksonException e) {
      throw MediaException.invalid("expected a whole file, but ffprobe could not describe it");
    }
  }

  private static Movie movie(JsonNode root) throws MediaException {
    if (root.path("streams").size() > MovieLimits.STREAMS_MAX) {
      throw MediaException.invalid(
          "expected at most %d streams, but %d"
              .formatted(MovieLimits.STREAMS_MAX, root.path("streams").size()));
    }
    var pictures = stream(root, "video").map(MovieReader::moving);
    var sound = stream(root, "audio").map(MovieReader::sound);
    if (pictures.isEmpty() && sound.isEmpty()) {
      throw MediaException.invalid("expected a video or a sound, but there is neither in the file");
    }
    var format = root.path("format");
    var movie =
        new Movie(container(format), number(format.path("duration")), pictures, sound, tags(root));
    check(movie);
    return movie;
  }

  /** ffprobe names a family, such as mov,mp4,m4a,3gp,3g2,mj2. */
  private static String container(JsonNode format) {
    var names = format.path("format_name").asString("");
    return names.startsWith("mov,mp4") ? "mp4" : names.replaceAll(",.*", "");
  }

  /** Of the file, or of its streams, where Ogg has them. */
  private static Map<String, String> tags(JsonNode root) {
    var tags = new HashMap<String, String>();
    var places = new ArrayList<>(List.of(root.path("format")));
    root.path("streams").forEach(places::add);
    for (var place : places) {
      for (var tag : place.path("tags").properties()) {
        if (tags.size() < Movie.TAGS_MAX) {
          tags.putIfAbsent(tag.getKey().toUpperCase(Locale.ROOT), tag.getValue().asString(""));
        }
      }
    }
    return tags;
  }

  /** The first of its kind that is not a cover picture. */
  private static Optional<JsonNode> stream(JsonNode root, String kind) {
    return StreamSupport.stream(root.path("streams").spliterator(), false)
        .filter(stream -> stream.path("codec_type").asString("").equals(kind))
        .filter(stream -> stream.path("disposition").path("attached_pic").asInt(0) == 0)
        .findFirst();
  }

  private static Moving moving(JsonNode stream) {
    double square = ratio(stream.path("sample_aspect_ratio").asString(""), ":");
    int width = (int) Math.round(stream.path("width").asInt(0) * (square > 0 ? square : 1));
    int height = stream.path("height").asInt(0);
    boolean turned = Math.abs(turn(stream)) % 180 == 90;
    return new Moving(
        stream.path("index").asInt(0),
        stream.path("codec_name").asString("unknown"),
        turned ? height : width,
        turned ? width : height,
        ratio(stream.path("avg_frame_rate").asString(""), "/"),
        stream.path("pix_fmt").asString("").matches(".*1[0-6](le|be)") ? 10 : 8);
  }

  private static int turn(JsonNode stream) {
    for (var data : stream.path("side_data_list")) {
      if (data.has("rotation")) {
        return data.path("rotation").asInt(0);
      }
    }
    return 0;
  }

  private static Sound sound(JsonNode stream) {
    return new Sound(
        stream.path("index").asInt(0),
        stream.path("codec_name").asString("unknown"),
        stream.path("channels").asInt(0),
        (int) number(stream.path("sample_rate")));
  }

  private static double number(JsonNode node) {
    try {
      return Double.parseDouble(node.asString("0"));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static double ratio(String text, String between) {
    var parts = text.split(between, -1);
    try {
      double below = parts.length == 2 ? Double.parseDouble(parts[1]) : 0;
      return below == 0 ? 0 : Double.parseDouble(parts[0]) / below;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private static void check(Movie movie) throws MediaException {
    if (movie.seconds() > MovieLimits.SECONDS_MAX) {
      throw MediaException.invalid(
          "expected at most %d hours, but it is %d minutes long"
              .formatted(MovieLimits.SECONDS_MAX / 3600, Math.round(movie.seconds() / 60)));
    }
    if (movie.video().isPresent()) {
      check(movie.video().get());
    }
  }

  private static void check(Moving video) throws MediaException {
    if (video.width() < 1 || video.height() < 1) {
      throw MediaException.invalid("expected a whole video, but its pictures have no size");
    }
    if (Math.max(video.width(), video.height()) > MovieLimits.SIDE_MAX
        || (long) video.width() * video.height() > MovieLimits.FRAME_PIXELS_MAX) {
      throw MediaException.invalid(
          "expected at most %d pixels on a side (8K), but the video is %d x %d"
              .formatted(MovieLimits.SIDE_MAX, video.width(), video.height()));
    }
    if (video.rate() > MovieLimits.RATE_MAX) {
      throw MediaException.invalid(
          "expected at most %d frames a second, but it says %.0f"
              .formatted(MovieLimits.RATE_MAX, video.rate()));
    }
  }
}

package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a video is written.
 *
 * @param name the encoder's own
 * @param quality 1 (small) to 100 (best)
 */
record Encoder(Format format, Codec codec, String name, int quality) {
  static final Port FORMAT =
      Port.of("format", PortType.TEXT, "File format: MP4 plays everywhere, WebM in browsers")
          .oneOf("mp4", "webm")
          .defaultingTo(Value.of("mp4"));
  static final Port CODEC =
      Port.of(
              "codec",
              PortType.TEXT,
              "How pictures are encoded: H.264 or AV1 in MP4, VP9 or AV1 in WebM, of which AV1 is"
                  + " the smallest and slowest; H.264 in MP4 and VP9 in WebM if left out")
          .oneOf("h264", "vp9", "av1");
  static final Port QUALITY =
      Port.of("quality", PortType.INTEGER, "1 (small) to 100 (best)")
          .between(1, 100)
          .defaultingTo(Value.of(75));

  /** A file format, and what may be in it. */
  enum Format {
    MP4("MP4"),
    WEBM("WebM");

    private final String spoken;

    Format(String spoken) {
      this.spoken = spoken;
    }

    static Format parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The usual one first. */
    List<Codec> codecs() {
      return this == MP4 ? List.of(Codec.H264, Codec.AV1) : List.of(Codec.VP9, Codec.AV1);
    }
  }

  /** How pictures are encoded. */
  enum Codec {
    H264("H.264"),
    VP9("VP9"),
    AV1("AV1");

    private final String spoken;

    Codec(String spoken) {
      this.spoken = spoken;
    }

    static Codec parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What does it, the best first. */
    List<String> encoders() {
      return switch (this) {
        case H264 -> List.of("libx264");
        case VP9 -> List.of("libvpx-vp9");
        case AV1 -> List.of("libsvtav1", "libaom-av1");
      };
    }
  }

  /** As parameters {@code format}, {@code codec} and {@code quality} say. */
  static Encoder of(MovieJob job) throws MediaException {
    var format = Format.parse(job.text("format"));
    var codec = job.input().text("codec").map(Codec::parse).orElse(format.codecs().getFirst());
    var refusal = refuse(job.ffmpeg(), format, codec);
    if (refusal.isPresent()) {
      throw MediaException.invalid(refusal.get()).about("codec");
    }
    return new Encoder(
        format, codec, encoder(job.ffmpeg(), codec).orElseThrow(), job.integer("quality"));
  }

  /** What does not go together, or is not on this machine. */
  static Optional<Failure.Invalid> refuse(Ffmpeg ffmpeg, Literals literals) {
    var format = Format.parse(literals.text("format").orElse("mp4"));
    return refuse(
            ffmpeg,
            format,
            literals.text("codec").map(Codec::parse).orElse(format.codecs().getFirst()))
        .map(message -> new Failure.Invalid("codec", message));
  }

  private static Optional<String> refuse(Ffmpeg ffmpeg, Format format, Codec codec) {
    if (!format.codecs().contains(codec)) {
      return Optional.of(
          "expected %s in %s, but %s"
              .formatted(
                  String.join(" or ", format.codecs().stream().map(one -> one.spoken).toList()),
                  format.spoken,
                  codec.spoken));
    }
    return encoder(ffmpeg, codec).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the ffmpeg of this machine cannot write %s: it was built without %s"
                .formatted(codec.spoken, String.join(" and ", codec.encoders())));
  }

  private static Optional<String> encoder(Ffmpeg ffmpeg, Codec codec) {
    return codec.encoders().stream().filter(ffmpeg::encodes).findFirst();
  }

  /**
   * Of pictures. One thread, as the step has one core of its own; so equal work gives equal bytes.
   */
  List<String> pictures() {
    var words = new ArrayList<>(List.of("-c:v", name, "-pix_fmt", "yuv420p", "-threads", "1"));
    words.addAll(
        switch (name) {
          case "libx264" -> List.of("-preset", "medium", "-crf", crf(43, 16));
          case "libvpx-vp9" ->
              List.of("-b:v", "0", "-crf", crf(60, 20), "-deadline", "good", "-cpu-used", "4");
          case "libsvtav1" ->
              List.of("-preset", "8", "-crf", crf(62, 22), "-svtav1-params", "lp=1");
          default -> List.of("-b:v", "0", "-crf", crf(62, 22), "-cpu-used", "6");
        });
    if (format == Format.MP4) {
      words.addAll(List.of("-movflags", "+faststart"));
    }
    return words;
  }

  List<String> sound() {
    return format == Format.MP4
        ? List.of("-c:a", "aac", "-b:a", "160k", "-ar", "48000")
        : List.of("-c:a", "libopus", "-b:a", "128k", "-ar", "48000");
  }

  String muxer() {
    return format.word();
  }

  String extension() {
    return format.word();
  }

  /** A constant rate factor on the line between what quality 1 and 100 stand for. */
  private String crf(int worst, int best) {
    return String.valueOf(Math.round(worst + (quality - 1) * (best - worst) / 99f));
  }
}

package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.model.Asset;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Single frames as pictures, all of one size and format.
 *
 * @param job whose parameters say it
 */
record Still(MovieJob job, Clip clip, Frame frame) {
  static final Port FORMAT =
      Port.of("format", PortType.TEXT, "File format")
          .oneOf("jpeg", "png", "webp")
          .defaultingTo(Value.of("jpeg"));
  static final Port QUALITY =
      Port.of("quality", PortType.INTEGER, "1 (small) to 100 (best); PNG ignores it")
          .between(1, 100)
          .defaultingTo(Value.of(88));

  /** Before the very end, where there is no frame any more. */
  private static final double LAST = 0.08;

  static Still of(MovieJob job, String parameter)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open(parameter);
    return new Still(job, clip, Frame.of(job, clip.video()));
  }

  /** The frame that is seen at this second. */
  Asset at(double second, String suffix) throws IOException, MediaException, InterruptedException {
    return write(new Command.Part(before(second), Optional.empty()), "", suffix);
  }

  /** The frame that has most in common with all of this part: none that is black or blurred. */
  Asset typical(double from, double seconds, String suffix)
      throws IOException, MediaException, InterruptedException {
    return write(new Command.Part(from, Optional.of(seconds)), "thumbnail=50,", suffix);
  }

  private double before(double second) throws MediaException {
    return Math.max(0, Math.min(second, clip.seconds() - LAST));
  }

  private Asset write(Command.Part part, String choice, String suffix)
      throws IOException, MediaException, InterruptedException {
    var format = job.text("format");
    var file = job.newFile(format.equals("jpeg") ? "jpg" : format);
    var filter =
        "[0:%d]%s%s%s[v]".formatted(clip.video().index(), choice, frame.filter(), colours(format));
    job.run(
        new Command()
            .input(clip.source(), part)
            .with("-filter_complex", filter, "-map", "[v]", "-frames:v", "1")
            .with(encoding(format))
            .to(file, format.equals("webp") ? "webp" : "image2"),
        clip.parameter());
    if (!Files.exists(file) || Files.size(file) == 0) {
      throw clip.wrong(
          "expected a frame at second %.2f, but there is none: the file is cut off or damaged"
              .formatted(part.from()));
    }
    return job.keep(clip, file, suffix);
  }

  /** JPEG has colours of its own, which players of videos do not use. */
  private static String colours(String format) {
    return switch (format) {
      case "jpeg" -> ",scale=out_color_matrix=bt601:out_range=full,format=yuvj420p";
      case "png" -> ",format=rgb24";
      default -> ",format=bgra";
    };
  }

  private List<String> encoding(String format) {
    int quality = job.integer("quality");
    return switch (format) {
      case "jpeg" ->
          List.of("-c:v", "mjpeg", "-q:v", String.valueOf(Math.max(2, 2 + (100 - quality) / 4)));
      case "png" -> List.of("-c:v", "png");
      default -> List.of("-c:v", "libwebp", "-quality", String.valueOf(quality));
    };
  }
}

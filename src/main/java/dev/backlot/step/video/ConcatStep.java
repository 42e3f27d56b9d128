package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.ffmpeg.Command;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several videos one after the other. */
final class ConcatStep {
  private static final int CLIPS_MAX = 50;
  private static final double RATE_USUAL = 25;

  private static final StepType TYPE =
      MovieStep.type(
          "video.concat",
          "Put videos one after the other",
          List.of(
              Port.of("videos", PortType.VIDEO, "The videos, in order")
                  .many()
                  .mandatory()
                  .between(2, CLIPS_MAX),
              Port.of("width", PortType.INTEGER, "Width in pixels; that of the first if left out")
                  .between(16, 4096),
              Port.of("height", PortType.INTEGER, "Height in pixels; that of the first if left out")
                  .between(16, 4096),
              Frame.BACKGROUND,
              Port.of("fps", PortType.NUMBER, "Frames a second; those of the first if left out")
                  .between(1, 120),
              VideoPorts.SOUND,
              Encoder.FORMAT,
              Encoder.CODEC,
              Encoder.QUALITY),
          List.of(VideoPorts.RESULT));

  private ConcatStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, ConcatStep::work);
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var clips = new ArrayList<Clip>();
    for (var asset : job.assets("videos")) {
      clips.add(job.open(asset, "videos[" + clips.size() + "]"));
    }
    boolean loud = job.input().flag("audio") && clips.stream().anyMatch(Clip::isLoud);
    var command = new Command();
    double seconds = 0;
    for (var clip : clips) {
      command.input(clip.source());
      seconds += clip.seconds();
    }
    var encoder = Encoder.of(job);
    command.with("-filter_complex", graph(job, clips, loud), "-map", "[v]");
    command.with(encoder.pictures());
    if (loud) {
      command.with("-map", "[a]").with(encoder.sound());
    }
    var file = job.newFile(encoder.extension());
    job.run(command.lasting(seconds).to(file, encoder.muxer()), "videos");
    return Map.of("video", job.keepMovie(clips.getFirst(), file, "joined", seconds));
  }

  /** All in the size and rate of one; who has no sound among others that do is silent. */
  private static String graph(MovieJob job, List<Clip> clips, boolean loud) throws MediaException {
    var first = clips.getFirst().video();
    int width = even(job.input().integer("width").orElse(first.width()));
    int height = even(job.input().integer("height").orElse(first.height()));
    double rate = job.input().number("fps").orElse(first.rate() > 0 ? first.rate() : RATE_USUAL);
    var graph = new StringBuilder();
    var order = new StringBuilder();
    for (int i = 0; i < clips.size(); i++) {
      var clip = clips.get(i);
      var frame = Frame.pad(clip.video(), width, height, job.colour("background"));
      graph.append(
          "[%d:%d]%s,fps=%s,format=yuv420p[v%d];"
              .formatted(i, clip.video().index(), frame.filter(), Command.number(rate), i));
      order.append("[v%d]".formatted(i));
      if (loud) {
        graph.append(sound(clip, i));
        order.append("[a%d]".formatted(i));
      }
    }
    return graph
        .append(order)
        .append("concat=n=%d:v=1:a=%d[v]".formatted(clips.size(), loud ? 1 : 0))
        .append(loud ? "[a]" : "")
        .toString();
  }

  private static String sound(Clip clip, int i) throws MediaException {
    var from =
        clip.isLoud()
            ? "[%d:%d]".formatted(i, clip.sound().index())
            : "anullsrc=r=48000:cl=stereo,atrim=duration=%s,"
                .formatted(Command.number(clip.seconds()));
    return from
        + "aresample=48000,aformat=sample_fmts=fltp:channel_layouts=stereo[a%d];".formatted(i);
  }

  private static int even(int side) {
    return Math.max(2, side / 2 * 2);
  }
}

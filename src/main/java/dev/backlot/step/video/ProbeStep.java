package dev.backlot.step.video;

import dev.backlot.media.MediaException;
import dev.backlot.media.credit.DigitalSource;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.Movie;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a video or a sound says of itself. */
final class ProbeStep {
  private static final StepType TYPE =
      MovieStep.type(
          "video.probe",
          "Tell what a video or a sound is, so that checks and conditions can use it",
          List.of(
              Port.of(
                      "file",
                      PortType.FILE,
                      "The video or sound: MP4, MOV, WebM, Matroska, AVI, MPEG, FLV, Ogg, MP3, WAV,"
                          + " FLAC, AAC or AIFF; at most 4 GiB, four hours and 8K")
                  .mandatory()),
          List.of(
              fact(
                  "container",
                  PortType.TEXT,
                  "mp4 (also MOV and M4A), matroska (also WebM), avi, mp3 ..."),
              fact("seconds", PortType.NUMBER, "How long it is; 0 when it does not say"),
              fact("has_video", PortType.BOOLEAN, "Whether there are pictures"),
              fact("width", PortType.INTEGER, "Width in pixels as displayed; 0 without pictures"),
              fact("height", PortType.INTEGER, "Height in pixels as displayed; 0 without pictures"),
              fact("fps", PortType.NUMBER, "Frames a second; 0 without pictures"),
              fact(
                  "video_codec", PortType.TEXT, "Such as h264, vp9 or av1; empty without pictures"),
              fact("has_audio", PortType.BOOLEAN, "Whether there is sound"),
              fact("audio_codec", PortType.TEXT, "Such as aac, opus or mp3; empty without sound"),
              fact("channels", PortType.INTEGER, "2 for stereo; 0 without sound"),
              fact("sample_rate", PortType.INTEGER, "Samples a second; 0 without sound"),
              Port.of(
                  "source_type",
                  PortType.TEXT,
                  "How models had a part in it, as a term of IPTC's Digital Source Type, as far as"
                      + " the file says so"),
              fact(
                  "credentials",
                  PortType.BOOLEAN,
                  "Whether it carries content credentials (C2PA); they are not checked"),
              Port.of(
                  "superseded",
                  PortType.TEXT,
                  "The hash of the file with content credentials that it was made from, and whose"
                      + " credentials do not hold for it, as far as the file says so")));

  private ProbeStep() {}

  static Step of(Ffmpeg ffmpeg) {
    return new MovieStep(ffmpeg, TYPE, ProbeStep::work);
  }

  private static Port fact(String name, PortType type, String description) {
    return Port.of(name, type, description).mandatory();
  }

  private static Map<String, Value> work(MovieJob job)
      throws IOException, MediaException, InterruptedException {
    var clip = job.open("file");
    var movie = clip.movie();
    var facts = new LinkedHashMap<String, Value>();
    facts.put("container", Value.of(movie.container()));
    facts.put("seconds", Value.of(movie.seconds()));
    var video = movie.video().orElse(new Movie.Moving(0, "", 0, 0, 0, 0));
    facts.put("has_video", Value.of(movie.video().isPresent()));
    facts.put("width", Value.of(video.width()));
    facts.put("height", Value.of(video.height()));
    facts.put("fps", Value.of(Math.round(video.rate() * 1000) / 1000.0));
    facts.put("video_codec", Value.of(video.codec()));
    var audio = movie.audio().orElse(new Movie.Sound(0, "", 0, 0));
    facts.put("has_audio", Value.of(movie.audio().isPresent()));
    facts.put("audio_codec", Value.of(audio.codec()));
    facts.put("channels", Value.of(audio.channels()));
    facts.put("sample_rate", Value.of(audio.rate()));
    var credit = clip.credit();
    facts.put("source_type", text(credit.source().map(DigitalSource::term)));
    facts.put("credentials", Value.of(credit.credentials()));
    facts.put("superseded", text(credit.superseded()));
    return facts;
  }

  private static Value text(Optional<String> text) {
    return text.map(word -> Value.of(word)).orElse(Value.none());
  }
}

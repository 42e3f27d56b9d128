package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.safety.Likeliness;
import dev.backlot.media.safety.SafetyModel;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says whether a picture is likely unfit to be shown. */
final class SafetyStep {
  private static final StepType TYPE =
      Ports.type(
          "image.safety",
          "Guess whether a picture is pornographic or suggestive: a first filter, not a decision",
          List.of(
              Ports.PICTURE,
              Ports.share(
                  "block", 0.7, "From this likelihood of a pornographic picture on: blocked"),
              Ports.share(
                  "review", 0.3, "From this likelihood of a pornographic picture on: review"),
              Ports.share(
                  "review_suggestive",
                  0.7,
                  "From this likelihood of a suggestive picture on: review, too")),
          List.of(
              Ports.metric("verdict", PortType.TEXT, "safe, review or blocked"),
              Ports.metric(
                  "explicit",
                  PortType.NUMBER,
                  "How likely it is pornographic, 0 to 1: porn + hentai"),
              Ports.metric("suggestive", PortType.NUMBER, "How likely it is suggestive, 0 to 1"),
              Ports.metric(
                  "scores",
                  PortType.JSON,
                  "How likely each kind is, together 1: drawing, hentai, neutral, porn, sexy")));

  private final SafetyModel model;

  private SafetyStep(SafetyModel model) {
    this.model = model;
  }

  static Step of(Imaging imaging, SafetyModel model) {
    return new WorkStep(imaging, TYPE, new SafetyStep(model)::work);
  }

  private Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    if (job.number("review") > job.number("block")) {
      throw MediaException.invalid(
              "expected at most what block is, %s, but %s"
                  .formatted(job.number("block"), job.number("review")))
          .about("review");
    }
    var likely = model.of(job.open("image"));
    return Map.of(
        "verdict", Value.of(verdict(job, likely)),
        "explicit", Value.of(likely.explicit()),
        "suggestive", Value.of(likely.sexy()),
        "scores", scores(likely));
  }

  private static String verdict(PictureJob job, Likeliness likely) {
    if (likely.explicit() >= job.number("block")) {
      return "blocked";
    }
    boolean doubtful =
        likely.explicit() >= job.number("review")
            || likely.sexy() >= job.number("review_suggestive");
    return doubtful ? "review" : "safe";
  }

  private static Value scores(Likeliness likely) {
    var scores = new LinkedHashMap<String, Value>();
    scores.put("drawing", Value.of(likely.drawing()));
    scores.put("hentai", Value.of(likely.hentai()));
    scores.put("neutral", Value.of(likely.neutral()));
    scores.put("porn", Value.of(likely.porn()));
    scores.put("sexy", Value.of(likely.sexy()));
    return new Value.ObjectOf(scores);
  }
}

package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.credit.Credit;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what a picture is and how good it is, for checks and decisions further on. */
final class InspectStep implements Step {
  private static final StepType TYPE =
      Ports.type(
          "image.inspect",
          2,
          "Measure a picture",
          List.of(Ports.PICTURE),
          List.of(
              metric("width", PortType.INTEGER, "Width in pixels as displayed"),
              metric("height", PortType.INTEGER, "Height in pixels as displayed"),
              metric("format", PortType.TEXT, "jpeg, png, webp, avif or gif, by its content"),
              metric("bytes", PortType.INTEGER, "Size of the file"),
              metric("has_alpha", PortType.BOOLEAN, "Whether it has a transparency channel"),
              metric("coverage", PortType.NUMBER, "Mean opacity, 0 to 1; 1 without transparency"),
              metric(
                  "sharpness",
                  PortType.NUMBER,
                  "Strength of fine detail; below 30 a photo looks blurred"),
              metric(
                  "colours",
                  PortType.JSON,
                  "Up to five commonest colours, each with hex and share (0 to 1)"),
              Port.of(
                  "source_type",
                  PortType.TEXT,
                  "how models had a part in it, as a term of IPTC's Digital Source Type, as far as"
                      + " the file says so"),
              metric(
                  "credentials",
                  PortType.BOOLEAN,
                  "Whether it carries content credentials (C2PA); they are not checked"),
              Port.of(
                  "superseded",
                  PortType.TEXT,
                  "The hash of the file with content credentials that it was made from, and whose"
                      + " credentials do not hold for it, as far as the file says so"),
              metric(
                  "animated",
                  PortType.BOOLEAN,
                  "Whether it has several frames; then its pixels are not measured")));

  private final Imaging imaging;

  InspectStep(Imaging imaging) {
    this.imaging = imaging;
  }

  private static Port metric(String name, PortType type, String description) {
    return Port.of(name, type, description).mandatory();
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, InspectStep::inspect);
  }

  private static Map<String, Value> inspect(PictureJob job) throws IOException, MediaException {
    var facts = MediaProbe.facts(job.file("image"));
    var metrics = new LinkedHashMap<String, Value>();
    metrics.put(
        "format", Value.of(facts.mediaType().substring(facts.mediaType().indexOf('/') + 1)));
    var credit = Credit.of(job.file("image"));
    metrics.put(
        "source_type", credit.source().map(type -> Value.of(type.term())).orElse(Value.none()));
    metrics.put("credentials", Value.of(credit.credentials()));
    metrics.put("superseded", credit.superseded().map(hash -> Value.of(hash)).orElse(Value.none()));
    metrics.put("bytes", Value.of(job.asset("image").bytes()));
    metrics.put("animated", Value.of(facts.animated()));
    metrics.put("width", Value.of(facts.width()));
    metrics.put("height", Value.of(facts.height()));
    metrics.putAll(
        facts.animated() ? Measures.NONE.values() : Measures.of(job.open("image")).values());
    return metrics;
  }
}

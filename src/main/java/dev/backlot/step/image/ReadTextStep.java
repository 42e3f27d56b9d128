package dev.backlot.step.image;

import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.ocr.TextLine;
import dev.backlot.media.ocr.TextReader;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** Reads the words in a picture. */
final class ReadTextStep {
  private static final StepType TYPE =
      Ports.type(
          "image.read-text",
          "Read the words in a picture: Latin letters without accents, digits and Chinese",
          List.of(
              Ports.PICTURE,
              Ports.share(
                  "confidence_min", 0.6, "What is read less surely than this is left out, 0 to 1"),
              Ports.integer(
                  "side",
                  320,
                  2_560,
                  1_280,
                  "Pixels of the longer side at which lines are looked for; letters below some 8 of"
                      + " them are not found, and time and memory grow with its square")),
          List.of(
              Ports.metric(
                  "text",
                  PortType.TEXT,
                  "The words in reading order, one row a line; may be empty"),
              Ports.metric(
                  "confidence",
                  PortType.NUMBER,
                  "How sure the model is of what it gives, 0 to 1, on average; 0 without words"),
              Ports.metric(
                  "lines",
                  PortType.JSON,
                  "Each piece found side by side, with text, confidence, row (from 0), box (left,"
                      + " top, width, height in pixels) and corners (x and y of its four"
                      + " corners)")));

  private final TextReader reader;

  private ReadTextStep(TextReader reader) {
    this.reader = reader;
  }

  static Step of(Imaging imaging, TextReader reader) {
    return new WorkStep(imaging, TYPE, new ReadTextStep(reader)::work);
  }

  private Map<String, Value> work(PictureJob job) throws IOException, MediaException {
    var picture = job.open("image");
    var lines = lines(job, picture);
    var text =
        lines.stream().collect(Collectors.groupingBy(TextLine::row, LinkedHashMap::new, words()));
    return Map.of(
        "text", Value.of(String.join("\n", text.values())),
        "confidence",
            Value.of(lines.stream().mapToDouble(TextLine::confidence).average().orElse(0)),
        "lines", new Value.ListOf(lines.stream().map(line -> value(line, picture)).toList()));
  }

  private List<TextLine> lines(PictureJob job, Picture picture) throws IOException, MediaException {
    try {
      return reader.read(picture, job.integer("side"), job.goingOn("line")).stream()
          .filter(line -> line.confidence() >= job.number("confidence_min"))
          .toList();
    } catch (MediaException refused) {
      throw refused.about("image");
    }
  }

  private static Collector<TextLine, ?, String> words() {
    return Collectors.mapping(TextLine::text, Collectors.joining(" "));
  }

  private static Value value(TextLine line, Picture picture) {
    var box = line.box(picture.width(), picture.height());
    var fields = new LinkedHashMap<String, Value>();
    fields.put("text", Value.of(line.text()));
    fields.put("confidence", Value.of(line.confidence()));
    fields.put("row", Value.of(line.row()));
    fields.put("box", Boxes.value(box));
    fields.put("corners", new Value.ListOf(line.corners().stream().map(ReadTextStep::at).toList()));
    return new Value.ObjectOf(fields);
  }

  private static Value at(TextLine.Point point) {
    return new Value.ListOf(
        List.of(Value.of(Math.round(point.x())), Value.of(Math.round(point.y()))));
  }
}

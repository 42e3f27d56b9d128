package dev.backlot.step.image;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaLimits;
import dev.backlot.media.Picture;
import dev.backlot.media.PictureFormat;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Joint;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a picture in another format, as small or as faithful as asked for. */
final class ConvertStep implements PictureEnd {
  private static final StepType TYPE =
      Ports.type(
              "image.convert",
              3,
              "Write a picture in another format",
              List.of(
                  Ports.PICTURE,
                  Ports.format().mandatory(),
                  Ports.QUALITY,
                  Port.of(
                          "bytes_max",
                          PortType.INTEGER,
                          "Most bytes of the file: the best quality that fits is looked for, from"
                              + " quality down to quality_min")
                      .between(500, 100_000_000),
                  Ports.integer(
                      "quality_min", 1, 100, 30, "Lowest quality that bytes_max may lead to"),
                  Ports.flag(
                      "lossless", false, "Whether WebP and AVIF lose nothing, as PNG never does"),
                  Ports.flag(
                      "progressive",
                      false,
                      "Whether a JPEG or PNG shows roughly before it is loaded"),
                  Ports.text(
                          "metadata",
                          "strip",
                          "strip drops EXIF, IPTC and XMP; keep keeps them, places and names too."
                              + " The orientation is applied either way")
                      .oneOf("strip", "keep"),
                  Ports.text(
                          "profile",
                          "srgb",
                          "srgb turns colours to sRGB, which needs no profile; keep leaves them in"
                              + " the profile of the input and writes that too")
                      .oneOf("srgb", "keep"),
                  Ports.text("background", "#ffffff", "Colour behind transparent parts in a JPEG"),
                  Port.of(
                          "frame",
                          PortType.INTEGER,
                          "Of an animated GIF or WebP: which frame, counted from 1")
                      .between(1, MediaLimits.FRAMES_MAX)),
              List.of(
                  Ports.RESULT,
                  Port.of("bytes", PortType.INTEGER, "Size of the new file").mandatory(),
                  Port.of("quality", PortType.INTEGER, "The quality it was written with")
                      .mandatory()))
          .joinedBy(
              new Joint(
                  ChainStep.NAME,
                  "convert",
                  Ports.PICTURE.name(),
                  Set.of(),
                  // these go on with what the picture's own file holds
                  Set.of("metadata", "profile", "frame"),
                  false));

  private final Imaging imaging;

  ConvertStep(Imaging imaging) {
    this.imaging = imaging;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  public Optional<Failure.Invalid> refuse(Literals literals) {
    return Checks.all(imaging, TYPE, literals).or(() -> together(literals));
  }

  /** What the format cannot do. */
  private static Optional<Failure.Invalid> together(Literals literals) {
    var format = literals.text("format").flatMap(PictureFormat::parse);
    if (format.isEmpty()) {
      return Optional.empty();
    }
    if (literals.flag("lossless") && format.get() == PictureFormat.JPEG) {
      return Optional.of(
          new Failure.Invalid(
              "lossless", "expected PNG, WebP or AVIF, because a JPEG always loses detail"));
    }
    return literals.flag("progressive")
            && format.get() != PictureFormat.JPEG
            && format.get() != PictureFormat.PNG
        ? Optional.of(
            new Failure.Invalid(
                "progressive",
                "expected JPEG or PNG, because " + format.get() + " cannot be progressive"))
        : Optional.empty();
  }

  @Override
  public Outcome run(StepInput input, StepContext context) {
    return PictureJob.run(imaging, input, context, ConvertStep::convert);
  }

  @Override
  public Map<String, Value> store(PictureJob job, Picture picture)
      throws IOException, MediaException {
    var encoding = encoding(job);
    if (job.input().integer("frame").isPresent()) {
      throw MediaException.invalid("what was edited has no frames: take one before").about("frame");
    }
    if (encoding.profile()) {
      throw MediaException.invalid("expected srgb, because what was edited is in sRGB")
          .about("profile");
    }
    return stored(job, picture, encoding);
  }

  private static Map<String, Value> convert(PictureJob job) throws IOException, MediaException {
    var encoding = encoding(job);
    var frame = job.input().integer("frame");
    var picture =
        frame.isPresent()
            ? job.openFrame("image", frame.get())
            : encoding.profile() ? job.openAsStored("image") : job.open("image");
    return stored(job, picture, encoding);
  }

  private static Map<String, Value> stored(PictureJob job, Picture picture, Encoding encoding)
      throws IOException, MediaException {
    var background = job.colour("background");
    var shown = encoding.format().keepsAlpha() ? picture : picture.flatten(background);
    var written = written(job, shown, encoding);
    var image = job.keep(written.file(), encoding.format(), encoding.format().word());
    return Map.of(
        "image", image,
        "bytes", Value.of(image.assets().getFirst().bytes()),
        "quality", Value.of(written.quality()));
  }

  private static TargetSize.Written written(PictureJob job, Picture picture, Encoding encoding)
      throws IOException, MediaException {
    var most = job.input().integer("bytes_max");
    return TargetSize.write(
        job,
        picture,
        encoding,
        most.orElse(Integer.MAX_VALUE) - job.bytesOfOrigin(),
        job.integer("quality_min"));
  }

  private static Encoding encoding(PictureJob job) throws MediaException {
    var plain = job.encoding(false);
    boolean lossless = job.input().flag("lossless");
    boolean progressive = job.input().flag("progressive");
    job.check(ConvertStep::together);
    return new Encoding(
        plain.format(),
        plain.quality(),
        false,
        lossless,
        progressive,
        job.text("metadata").equals("keep"),
        job.text("profile").equals("keep"),
        plain.xmp());
  }
}

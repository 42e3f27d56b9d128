package dev.backlot.app;

import dev.backlot.cli.Platform.Finding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.load.Models;
import dev.backlot.media.own.OwnModel;
import dev.backlot.model.TenantId;
import dev.backlot.provider.Providers;
import dev.backlot.provider.SecretName;
import dev.backlot.provider.SecretSources;
import dev.backlot.step.worker.MemoryFence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at what this machine offers and says what is missing and how to get it. */
final class Doctor {
  /** A letter of each script that people ask for. */
  private static final int FONTS_TOLD = 40;

  private static final Map<String, Integer> SCRIPTS =
      Map.of(
          "Latin", 0x61,
          "Cyrillic", 0x436,
          "Greek", 0x3b1,
          "Arabic", 0x627,
          "Hebrew", 0x5d0,
          "Devanagari", 0x905,
          "Thai", 0xe01,
          "Chinese", 0x4e00,
          "Japanese", 0x3042,
          "Korean", 0xac00);

  private final Imaging imaging;
  private final Models models;
  private final Ffmpeg ffmpeg;
  private final Providers providers;

  Doctor(Imaging imaging, Models models, Ffmpeg ffmpeg, Providers providers) {
    this.imaging = imaging;
    this.models = models;
    this.ffmpeg = ffmpeg;
    this.providers = providers;
  }

  List<Finding> examine() {
    var findings = new ArrayList<Finding>();
    findings.add(
        new Finding(
            true,
            "java",
            Runtime.version()
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores, "
                + Runtime.getRuntime().maxMemory() / (1 << 20)
                + " MB heap"));
    findings.add(new Finding(true, "pictures", imaging.name() + " " + imaging.version()));
    for (var format : PictureFormat.values()) {
      boolean writes = imaging.writes().contains(format);
      findings.add(
          new Finding(writes, "write " + format, writes ? "yes" : imaging.cannotWrite(format)));
    }
    findings.add(new Finding(true, "letters", letters()));
    findings.add(new Finding(true, "fonts", fonts(imaging.typefaces().all())));
    var own = imaging.typefaces().families();
    if (!own.isEmpty()) {
      findings.add(new Finding(true, "your own fonts", String.join(", ", own)));
    }
    findings.add(new Finding(true, "cut-out model", models.cutout().name()));
    findings.add(new Finding(true, "words in pictures", models.reader().name()));
    findings.add(new Finding(true, "faces", models.faces().name()));
    findings.add(new Finding(true, "safety check", models.safety().name()));
    findings.add(new Finding(true, "enlarging model", models.upscaler().name()));
    findings.add(new Finding(true, "worker processes", workers()));
    models.own().all().forEach(model -> findings.add(own(model)));
    findings.add(video());
    for (var provider : providers.all()) {
      findings.add(
          new Finding(
              true,
              "provider " + provider.name(),
              "%s, %s to %s %s a job"
                  .formatted(
                      String.join(", ", provider.tasks()),
                      provider.price().low(),
                      provider.price().high(),
                      providers.currency())));
    }
    if (providers.all().isEmpty()) {
      findings.add(new Finding(true, "providers", "none named; --providers FILE names them"));
    }
    return List.copyOf(findings);
  }

  /** By their families; a machine may have thousands. */
  private static String fonts(Set<String> families) {
    var told = families.stream().limit(FONTS_TOLD).collect(Collectors.joining(", "));
    return families.size() > FONTS_TOLD
        ? told + " and " + (families.size() - FONTS_TOLD) + " more"
        : told.isEmpty() ? "none that Java knows" : told;
  }

  /** It is tried, so that a manifest that does not fit is known before a batch is. */
  private static Finding own(OwnModel model) {
    var wrong = model.trial();
    return new Finding(wrong.isEmpty(), "model " + model.name(), wrong.orElseGet(model::line));
  }

  private static String workers() {
    return MemoryFence.stands()
        ? "of a server: at most %,d MB each".formatted(Worker.memory() >> 20)
        : "of a server: without a limit of memory, there is no prlimit here";
  }

  private Finding video() {
    var version = ffmpeg.version();
    if (version.isEmpty()) {
      return new Finding(false, "video and sound", Ffmpeg.MISSING);
    }
    var limits = ffmpeg.isLimited() ? "" : ", without limits of memory: there is no prlimit here";
    return new Finding(true, "video and sound", "ffmpeg " + version.get() + limits);
  }

  /** Which secrets are here, and which files anybody may read. */
  static List<Finding> secrets(SecretSources sources, Set<String> names) {
    var findings = new ArrayList<Finding>();
    for (var name : names) {
      boolean here =
          SecretName.parse(name)
              .flatMap(secret -> sources.find(TenantId.DEFAULT, secret))
              .isPresent();
      findings.add(
          new Finding(
              here,
              "secret " + name,
              here
                  ? "here"
                  : "missing: put a file of that name into the folder of --secrets, or set "
                      + SecretSources.PREFIX
                      + name));
    }
    try {
      sources
          .open()
          .forEach(
              file -> findings.add(new Finding(false, "secrets", "everybody may read " + file)));
    } catch (IOException e) {
      findings.add(new Finding(false, "secrets", "cannot be looked at: " + e.getMessage()));
    }
    return findings;
  }

  /** Which scripts the installed fonts can write; what they cannot is refused when it is needed. */
  private String letters() {
    var written = names(true);
    var missing = names(false);
    var found = written.isEmpty() ? "no font" : String.join(", ", written);
    return missing.isEmpty()
        ? found
        : found + "; none for " + String.join(", ", missing) + ": install fonts-noto";
  }

  private List<String> names(boolean written) {
    var glyphs = imaging.typefaces().glyphs();
    return SCRIPTS.entrySet().stream()
        .filter(script -> glyphs.fontWith(script.getValue()).isPresent() == written)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}

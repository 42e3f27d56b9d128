package dev.backlot.app;

import dev.backlot.cli.Platform.Finding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.cutout.CutoutModel;
import dev.backlot.provider.Providers;
import java.util.ArrayList;
import java.util.List;

/** Looks at what this machine offers and says what is missing and how to get it. */
final class Doctor {
  private final Imaging imaging;
  private final CutoutModel cutout;
  private final Providers providers;

  Doctor(Imaging imaging, CutoutModel cutout, Providers providers) {
    this.imaging = imaging;
    this.cutout = cutout;
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
    findings.add(new Finding(true, "cut-out model", cutout.name()));
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
}

package dev.backlot.app;

import dev.backlot.cli.Platform.Finding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.cutout.CutoutModel;
import java.util.ArrayList;
import java.util.List;

/** Looks at what this machine offers and says what is missing and how to get it. */
final class Doctor {
  private final Imaging imaging;
  private final CutoutModel cutout;

  Doctor(Imaging imaging, CutoutModel cutout) {
    this.imaging = imaging;
    this.cutout = cutout;
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
    return List.copyOf(findings);
  }
}

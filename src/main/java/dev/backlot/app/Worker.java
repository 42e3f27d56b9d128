package dev.backlot.app;

import dev.backlot.media.Typefaces;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.media.own.OwnModels;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.image.ImageSteps;
import dev.backlot.step.worker.WorkerLoop;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process that does picture steps for a server: this jar, started another way. */
final class Worker {
  /** What tells a worker from a command. */
  static final String ARGUMENT = "worker-process";

  /** Where the operator's models lie. */
  private static final String MODELS = "backlot.models";

  /** Where the operator's fonts lie. */
  private static final String FONTS = "backlot.fonts";

  private static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Djava.awt.headless=true",
          "-XX:+UseSerialGC");

  private Worker() {}

  /** Beside Java's heap: twice what the largest picture takes in a cut-out. */
  private static final long NATIVE_BYTES_MAX = 4L << 30;

  /** What one may hold in all. */
  static long memory() {
    return Runtime.getRuntime().maxMemory() + NATIVE_BYTES_MAX;
  }

  /** Starts one on this Java, with the class cache that this process was started with. */
  static List<String> command(Path home, Optional<Path> models, Optional<Path> fonts) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:AOTCache=") || option.startsWith("-Xlog:"))
        .forEach(command::add);
    command.add("-Dbacklot.home=" + home);
    models.ifPresent(folder -> command.add("-D" + MODELS + "=" + folder.toAbsolutePath()));
    fonts.ifPresent(folder -> command.add("-D" + FONTS + "=" + folder.toAbsolutePath()));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add(ARGUMENT);
    return command;
  }

  /** Works until the server is gone. */
  static void run(Path home) {
    var answers = new FileOutputStream(FileDescriptor.out);
    // whatever a library prints must not come between messages
    System.setOut(System.err);
    try (var models = Models.with(own())) {
      var imaging = ImagingLoader.load(home, typefaces());
      var all = new ArrayList<Step>(ImageSteps.all(imaging, models));
      all.add(ImageSteps.look(imaging));
      all.add(ImageSteps.small(imaging));
      var steps = new StepRegistry(all);
      WorkerLoop.run(steps, System.in, answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Typefaces typefaces() throws IOException {
    var folder = System.getProperty(FONTS);
    return folder == null ? Typefaces.installed() : Typefaces.of(Path.of(folder));
  }

  private static OwnModels own() throws IOException {
    var folder = System.getProperty(MODELS);
    return folder == null ? OwnModels.none() : OwnModels.of(Path.of(folder));
  }
}

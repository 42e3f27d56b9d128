package dev.backlot.app;

import dev.backlot.cli.BacklotCommand;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the process starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // libraries speak up when something is wrong, and are quiet otherwise
    Logger.getLogger("").setLevel(Level.WARNING);
    var home = Path.of(System.getProperty("backlot.home", "")).toAbsolutePath();
    if (arguments.length == 1 && arguments[0].equals(Worker.ARGUMENT)) {
      Worker.run(home);
      return;
    }
    int code;
    try (var wiring = new Wiring(home)) {
      code = BacklotCommand.commandLine(wiring, arguments).execute(arguments);
    }
    System.exit(code);
  }
}

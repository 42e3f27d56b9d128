package dev.backlot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that says something to the running server and prints what it hears. */
abstract class ServerVerb implements Callable<Integer> {
  final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  ServerVerb(Platform platform) {
    this.platform = platform;
  }

  abstract void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    run(where.server(platform), spec.commandLine().getOut());
    return ExitCodes.SUCCEEDED;
  }
}

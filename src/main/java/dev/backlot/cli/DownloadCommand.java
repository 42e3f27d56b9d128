package dev.backlot.cli;

import dev.backlot.model.BatchId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot download}: what a batch has come to, on this machine. */
@Command(
    name = "download",
    header = "Fetch the files of a batch, or the table of its items.",
    description = {
      "",
      "Files come as ITEM/OUTPUT.EXTENSION, of every item that has succeeded so far. A folder is"
          + " filled file by file: the same command goes on where it stopped, and fetches nothing"
          + " twice. ZIP and tables appear under their names once they are whole.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:all is there",
      "  2:no such batch, no server, or nothing can be written there",
      "130:interrupted; the same command goes on"
    },
    mixinStandardHelpOptions = true)
final class DownloadCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(paramLabel = "BATCH", description = "the id of a batch")
  private String id = "";

  /** Where to; one of them. */
  static final class Target {
    @Option(names = "--dir", paramLabel = "DIR", description = "a folder (default: BATCH)")
    private @Nullable Path dir;

    @Option(names = "--zip", paramLabel = "FILE", description = "one ZIP, with items.csv in it")
    private @Nullable Path zip;

    @Option(names = "--csv", paramLabel = "FILE", description = "the items as a table, no files")
    private @Nullable Path csv;

    @Option(
        names = "--jsonl",
        paramLabel = "FILE",
        description = "the items as JSON lines, no files")
    private @Nullable Path jsonl;
  }

  @ArgGroup(exclusive = true)
  private Target target = new Target();

  @Option(
      names = "--provenance",
      description = "with --zip: a signed statement beside each file, for backlot verify")
  private boolean provenance;

  DownloadCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (BatchId.parse(id).isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "expected the id of a batch, but '" + id + "'");
    }
    if (provenance && target.zip == null) {
      throw new ParameterException(
          spec.commandLine(), "expected --zip FILE with --provenance: statements are in the ZIP");
    }
    var out = spec.commandLine().getOut();
    var terminal = Terminal.detect(out, System.getenv());
    var interrupts = Interrupts.listen();
    var fetching = new Fetching(where.server(platform), "/v1/batches/" + id, terminal, interrupts);
    try {
      var said = fetch(fetching);
      out.println(said);
      return ExitCodes.SUCCEEDED;
    } catch (Fetching.StoppedException _) {
      fetching.clear();
      spec.commandLine().getErr().println("backlot: stopped; the same command goes on");
      return ExitCodes.INTERRUPTED;
    }
  }

  private String fetch(Fetching fetching) throws IOException, InterruptedException {
    if (target.zip != null) {
      return fetching.whole("/archive?provenance=" + provenance, target.zip);
    }
    if (target.csv != null) {
      return fetching.whole("/items.csv", target.csv);
    }
    if (target.jsonl != null) {
      return fetching.whole("/items.jsonl", target.jsonl);
    }
    return fetching.folder(Optional.ofNullable(target.dir).orElse(Path.of(id)));
  }
}

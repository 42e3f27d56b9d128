package dev.backlot.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code backlot schema}: prints the JSON Schema of the workflow file. */
@Command(
    name = "schema",
    header = "Print the JSON Schema of the workflow file, for editors and other tools.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  private static final String RESOURCE = "/schema/workflow.schema.json";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var schema = SchemaCommand.class.getResourceAsStream(RESOURCE)) {
      if (schema == null || spec == null) {
        throw new FileNotFoundException("this Backlot was built without " + RESOURCE);
      }
      var out = spec.commandLine().getOut();
      out.print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
      out.flush();
    }
    return ExitCodes.SUCCEEDED;
  }
}

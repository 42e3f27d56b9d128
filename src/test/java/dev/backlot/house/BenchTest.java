package dev.backlot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurements are a project of their own, so nothing else tells that they no longer fit. */
class BenchTest {
  private static final Path SOURCES = Path.of("bench/src/main/java");

  @TempDir Path classes;

  @Test
  void the_measurements_compile_against_the_product() throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    var options =
        List.of(
            "-Xlint:all,-processing,-classfile,-path",
            "-Werror",
            "-proc:none",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    try (var files = compiler.getStandardFileManager(null, null, null);
        var sources = Files.walk(SOURCES)) {
      var units =
          files.getJavaFileObjectsFromPaths(
              sources.filter(path -> path.toString().endsWith(".java")).toList());

      boolean good = compiler.getTask(said, files, null, options, null, units).call();

      assertThat(good).as(said.toString()).isTrue();
    }
  }
}

package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.BacklotCommand;
import dev.backlot.media.Photos;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.image.FolderContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's fonts, from the command line to the worker process that draws with them. */
class BroughtFontsTest {
  private static final Path FONTS = Path.of("src/test/resources/fonts");

  @TempDir Path assets;

  @Test
  void the_doctor_lists_them() {
    var told = new StringWriter();
    try (var wiring = new Wiring(Path.of(""))) {
      var out = new PrintWriter(told);
      String[] arguments = {"doctor", "--fonts", FONTS.toString()};
      BacklotCommand.commandLine(wiring, arguments).setOut(out).setErr(out).execute(arguments);
    }
    assertThat(told.toString()).containsPattern("✓ your own fonts +Test Blocks");
  }

  @Test
  void a_worker_process_draws_with_them() throws Exception {
    try (var wiring = new Wiring(Path.of(""))) {
      wiring.useFonts(FONTS);
      wiring.useWorkers(1);
      var context = new FolderContext(assets);
      var photo = Value.of(context.bring(Photos.of("fig-in-red-bowl.jpg")));
      var step = wiring.steps().find("image.text").orElseThrow();
      var values =
          Map.of("image", photo, "text", Value.of("sale"), "font", Value.of("Test Blocks"));
      assertThat(context.run(step, values)).isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void a_font_that_is_nowhere_is_refused_before_anything_runs() {
    try (var wiring = new Wiring(Path.of(""))) {
      for (var type : new String[] {"image.text", "image.watermark"}) {
        var step = wiring.steps().find(type).orElseThrow();
        var refused = step.refuse(new Literals(Map.of("font", Value.of("Test Blocks"))));
        assertThat(refused).get().extracting("field").isEqualTo("font");
      }
    }
  }

  @Test
  void what_was_drawn_without_them_is_not_used_again() throws Exception {
    try (var without = new Wiring(Path.of(""));
        var with = new Wiring(Path.of(""))) {
      with.useFonts(FONTS);
      for (var type :
          new String[] {
            "image.text", "image.watermark", "image.template", "image.edit", "video.overlay"
          }) {
        assertThat(version(with, type)).as(type).isGreaterThan(version(without, type));
      }
      assertThat(version(with, "image.resize")).isEqualTo(version(without, "image.resize"));
    }
  }

  private static int version(Wiring wiring, String type) {
    return wiring.steps().find(type).orElseThrow().type().version();
  }
}

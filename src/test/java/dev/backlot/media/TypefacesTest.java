package dev.backlot.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypefacesTest {
  private static final Path BLOCKS = Path.of("src/test/resources/fonts/blocks.ttf");

  @TempDir Path folder;

  @Test
  void a_folder_brings_its_fonts_and_those_of_folders_in_it() throws Exception {
    Files.copy(BLOCKS, Files.createDirectories(folder.resolve("brand")).resolve("Blocks.TTF"));
    Files.writeString(folder.resolve("LICENCE.txt"), "left alone");
    var typefaces = Typefaces.of(folder);
    assertThat(typefaces.families()).containsExactly("Test Blocks");
    assertThat(typefaces.missing("test blocks")).isEmpty();
    assertThat(typefaces.missing("Test Blokcs"))
        .get()
        .asString()
        .contains("did you mean 'Test Blocks'");
  }

  @Test
  void results_depend_on_what_lies_in_the_folder() throws Exception {
    var none = Typefaces.of(folder);
    assertThat(none.fingerprint()).isZero();
    Files.copy(BLOCKS, folder.resolve("blocks.ttf"));
    assertThat(Typefaces.of(folder).fingerprint())
        .isPositive()
        .isEqualTo(Typefaces.of(folder).fingerprint());
  }

  @Test
  void every_file_that_is_no_font_is_named() throws Exception {
    Files.writeString(folder.resolve("one.ttf"), "not a font");
    Files.writeString(folder.resolve("two.otf"), "nor this");
    assertThatThrownBy(() -> Typefaces.of(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one.ttf: expected a font, but ")
        .hasMessageContaining("two.otf: expected a font, but ");
    assertThatThrownBy(() -> Typefaces.of(folder.resolve("nowhere")))
        .hasMessageStartingWith("there is no folder of fonts ");
  }

  @Test
  void kinds_of_fonts_are_on_every_machine() {
    for (var kind : new String[] {"", "sans-serif", "Serif", "monospace", Typefaces.STANDARD}) {
      assertThat(Typefaces.installed().missing(kind)).isEmpty();
    }
  }
}

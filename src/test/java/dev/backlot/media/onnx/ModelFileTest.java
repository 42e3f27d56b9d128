package dev.backlot.media.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  /** Of the three letters a, b, c: the example of FIPS 180-2. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path folder;

  @Test
  void a_file_with_the_known_hash_is_read() throws Exception {
    var file = Files.writeString(folder.resolve("abc.onnx"), "abc");
    assertThat(ModelFile.at(file, "letters", ABC).read()).asString().isEqualTo("abc");
  }

  @Test
  void a_file_that_was_changed_is_refused() throws Exception {
    var file = Files.writeString(folder.resolve("abc.onnx"), "abd");
    assertThatThrownBy(() -> ModelFile.at(file, "letters", ABC).read())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "expected %s with SHA-256 %s, but it has a52d159f".formatted(file, ABC));
  }

  @Test
  void a_class_path_without_the_file_says_so() {
    assertThatThrownBy(() -> ModelFile.bundled("letters", "/models/none.onnx", ABC).read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the class path lacks /models/none.onnx");
  }
}

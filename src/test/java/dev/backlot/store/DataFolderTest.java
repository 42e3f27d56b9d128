package dev.backlot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void a_second_holder_is_refused_in_words_that_say_what_to_do() throws IOException {
    try (var first = DataFolder.open(folder)) {
      assertThatThrownBy(() -> DataFolder.open(first.root()).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              "the data folder " + folder + " is in use by another Backlot process")
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data");
    }
  }

  @Test
  void a_folder_that_was_let_go_is_free_again() throws IOException {
    DataFolder.open(folder).close();

    try (var again = DataFolder.open(folder)) {
      assertThat(again.root()).isEqualTo(folder);
    }
  }

  @Test
  void a_folder_is_created_with_its_parents() throws IOException {
    try (var opened = DataFolder.open(folder.resolve("a/b"))) {
      assertThat(opened.root()).isDirectory();
    }
  }

  @Test
  void a_folder_that_cannot_be_created_is_refused_in_words() throws IOException {
    var file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> DataFolder.open(file.resolve("data")).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot create the data folder " + file);
  }
}

package dev.backlot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {
  @TempDir Path folder;

  @Test
  void a_key_is_made_once_and_for_its_owner_only() throws Exception {
    var file = folder.resolve("admin.key");
    var key = AdminKey.of(file);

    assertThat(key).matches("bk_[A-Za-z0-9_-]{43}");
    assertThat(AdminKey.of(file)).isEqualTo(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("admin.key");
    assertThat(AdminKey.of(folder.resolve("other.key"))).isNotEqualTo(key);
  }

  @Test
  void a_file_with_something_else_is_not_taken_for_a_key() throws Exception {
    var file = folder.resolve("admin.key");
    Files.writeString(file, "secret");
    assertThatThrownBy(() -> AdminKey.of(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("delete it");
  }
}

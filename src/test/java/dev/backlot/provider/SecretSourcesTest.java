package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.model.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets come from files and variables, each tenant's own. */
class SecretSourcesTest {
  private static final String KEY = Seal.newKey();
  private static final TenantId OTHER = new TenantId("studio");

  @TempDir Path folder;

  private SecretSources sources() throws IOException {
    return SecretSources.of(
        name -> name.startsWith("BACKLOT_SECRET_") || name.equals("PATH") ? "from " + name : null,
        folder);
  }

  private Optional<String> find(TenantId tenant, String name) throws IOException {
    return sources().find(tenant, new SecretName(name)).map(Secret::value);
  }

  @Test
  void a_file_comes_first_and_its_line_break_is_no_part_of_it() throws IOException {
    Files.writeString(folder.resolve("API"), "from a file\n");
    assertThat(find(TenantId.DEFAULT, "API")).contains("from a file");
    assertThat(find(TenantId.DEFAULT, "MAIL")).contains("from BACKLOT_SECRET_MAIL");
    Files.writeString(folder.resolve("API"), "rotated");
    assertThat(find(TenantId.DEFAULT, "API")).contains("rotated");
  }

  @Test
  void workflows_do_not_read_the_servers_environment_but_the_operators_file_does()
      throws IOException {
    assertThat(find(TenantId.DEFAULT, "PATH")).contains("from BACKLOT_SECRET_PATH");
    assertThat(sources().named("PATH")).contains("from PATH");
  }

  @Test
  void another_tenant_has_its_own_files_alone() throws IOException {
    Files.writeString(folder.resolve("API"), "the operator's");
    assertThat(find(OTHER, "API")).isEmpty();
    assertThat(find(OTHER, "MAIL")).isEmpty();
    Files.writeString(Files.createDirectory(folder.resolve("studio")).resolve("API"), "its own");
    assertThat(find(OTHER, "API")).contains("its own");
  }

  @Test
  void a_sealed_file_is_a_secret_where_its_key_is() throws IOException {
    var sealed = new SecretFolder(folder, Map.of(SecretFolder.KEY, KEY)::get);
    sealed.put(TenantId.DEFAULT, new SecretName("API"), "sealed value");
    sealed.put(OTHER, new SecretName("API"), "its own");

    var here = SecretSources.of(Map.of(SecretFolder.KEY, KEY)::get, folder);
    assertThat(here.find(TenantId.DEFAULT, new SecretName("API")).map(Secret::value))
        .contains("sealed value");
    assertThat(here.find(OTHER, new SecretName("API")).map(Secret::value)).contains("its own");
    assertThat(here.named("API")).contains("sealed value");
    assertThat(here.open()).isEmpty();
    assertThat(Files.readString(folder.resolve("API.jwe"))).doesNotContain("sealed value");

    assertThat(find(TenantId.DEFAULT, "API")).contains("from BACKLOT_SECRET_API");
    var elsewhere = SecretSources.of(Map.of(SecretFolder.KEY, Seal.newKey())::get, folder);
    assertThat(elsewhere.find(TenantId.DEFAULT, new SecretName("API"))).isEmpty();
  }

  @Test
  void a_sealed_file_opens_in_its_own_place_alone() throws IOException {
    var keyFile = Files.writeString(folder.resolve("key"), KEY + "\n");
    var sealed =
        new SecretFolder(
            folder.resolve("in"), Map.of(SecretFolder.KEY_FILE, keyFile.toString())::get);
    var name = new SecretName("API");
    sealed.put(OTHER, name, "theirs");
    Files.copy(folder.resolve("in/studio/API.jwe"), folder.resolve("in/API.jwe"));

    assertThat(sealed.opens(OTHER, name)).isTrue();
    assertThat(sealed.opens(TenantId.DEFAULT, name)).isFalse();
    assertThat(sealed.sealed(OTHER)).containsExactly("API");
    assertThat(sealed.remove(OTHER, name)).isTrue();
    assertThat(sealed.remove(OTHER, name)).isFalse();
    assertThat(sealed.sealed(OTHER)).isEmpty();
  }

  @Test
  void nothing_is_sealed_without_a_key() {
    var sealed = new SecretFolder(folder, _ -> null);
    assertThatThrownBy(() -> sealed.put(OTHER, new SecretName("API"), "x"))
        .hasMessageContaining("BACKLOT_SECRETS_KEY")
        .hasMessageContaining("backlot secret key");
    var wrong = new SecretFolder(folder, Map.of(SecretFolder.KEY, "c2hvcnQ=")::get);
    assertThatThrownBy(() -> wrong.put(OTHER, new SecretName("API"), "x"))
        .hasMessageContaining("32 bytes");
  }

  @Test
  void what_everybody_may_read_is_told() throws IOException {
    var open = Files.writeString(folder.resolve("OPEN"), "value");
    var shut = Files.writeString(folder.resolve("SHUT"), "value");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(sources().open()).containsExactly(open);
  }

  @Test
  void names_cannot_leave_the_folder_and_are_not_repeated_when_they_are_values() {
    assertThat(SecretName.parse("../etc/passwd")).isEmpty();
    assertThatThrownBy(() -> new SecretName("hunter2!"))
        .hasMessage("expected the name of a secret");
  }
}

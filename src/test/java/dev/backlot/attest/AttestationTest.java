package dev.backlot.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements are true to the letter, and nobody can change one. */
class AttestationTest {
  private static final String HASH = "ab".repeat(32);

  @TempDir Path folder;

  private SigningKey key() {
    var key = new SigningKey();
    key.keepIn(folder);
    return key;
  }

  private String statement() throws IOException {
    return Attestation.of(key(), "shoe.png", HASH, Json.object().put("workflow", "catalog"));
  }

  @Test
  void a_statement_says_what_was_said_and_by_whom() throws IOException {
    var read = Attestation.read(statement());

    assertThat(read.name()).isEqualTo("shoe.png");
    assertThat(read.sha256()).isEqualTo(HASH);
    assertThat(read.made().path("workflow").asString("")).isEqualTo("catalog");
    var published = Files.readString(folder.resolve(SigningKey.PUBLIC_FILE));
    assertThat(read.by().id()).isEqualTo(VerifyingKey.parse(published).id());
  }

  @Test
  void the_key_is_made_once_and_only_its_owner_can_read_it() throws IOException {
    var first = Attestation.read(statement()).by().id();
    assertThat(Attestation.read(statement()).by().id()).isEqualTo(first);
    assertThat(Files.getPosixFilePermissions(folder.resolve("signing-key.pem")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void a_changed_statement_is_refused() throws IOException {
    var envelope = Json.MAPPER.readTree(statement());
    var payload =
        new String(
            Base64.getDecoder().decode(envelope.path("payload").asString("")),
            StandardCharsets.UTF_8);
    var other = payload.replace("catalog", "another");
    assertThat(other).isNotEqualTo(payload);
    var changed =
        statement()
            .replace(
                envelope.path("payload").asString(""),
                Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> Attestation.read(changed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void what_is_no_statement_is_refused_in_words() {
    assertThatThrownBy(() -> Attestation.read("{}")).hasMessageContaining("DSSE envelope");
    assertThatThrownBy(() -> Attestation.read("oops")).hasMessageContaining("in JSON");
    assertThatThrownBy(() -> VerifyingKey.parse("oops")).hasMessageContaining("BEGIN PUBLIC KEY");
  }
}

package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.MailServer;
import dev.backlot.fixture.ObjectServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the guide to publishing tells people to type works, against a real store and a real mail
 * server.
 */
@Timeout(180)
class PublishingGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_publish_once_and_bring_everything_home() throws Exception {
    try (var store = new ObjectServer(folder.resolve("objects"));
        var mail = new MailServer()) {
      var output =
          GuideScript.run(
              Path.of("docs/publishing.md"),
              List.of(
                  Path.of("examples/publish"),
                  Path.of("examples/alt-text"),
                  Path.of("examples/catalog/photos")),
              folder,
              Map.of(
                  "127.0.0.1:9000", store.url().replace("http://", ""),
                  "port: 1025", "port: " + mail.port(),
                  "8090", GuideScript.freePort(),
                  "8092", GuideScript.freePort()));
      assertThat(store.keys())
          .containsExactly(
              "autumn/dandelion-seedhead-resized.webp", "autumn/dog-beagle-resized.webp");
      assertThat(mail.received())
          .extracting(one -> String.valueOf(one.getContent()).lines().findFirst().orElse(""))
          .containsExactly(
              "2 photos are in the shop, 2 of them new:",
              "2 photos are in the shop, 0 of them new:");
      assertThat(output)
          .contains(
              "secret S3_ACCESS_KEY",
              "2 files fetched, 0 were there",
              "0 files fetched, 2 were there")
          .doesNotContain("wJalrXUtnFEMI");
      assertThat(Files.readString(folder.resolve("alt-texts.csv")))
          .contains("output.alt", "FAKE words about: Write the alternative text");
      try (var zip = new ZipFile(folder.resolve("home/results.zip").toFile())) {
        assertThat(zip.stream().map(entry -> entry.getName()))
            .containsExactly("items.csv", "camera-folding.jpg", "camera-twin-lens.jpg");
      }
    }
  }
}

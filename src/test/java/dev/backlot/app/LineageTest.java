package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.media.Photos;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is told of pictures that models of this machine made. */
@Timeout(120)
class LineageTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String WORKFLOW =
      """
      name: cut
      inputs: {photo: {type: image, required: true}}
      intermediates: keep
      steps:
        small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 120}}
        cut: {uses: image.remove-background, with: {image: "${{ steps.small.image }}"}}
        drawn: {uses: image.enlarge, with: {image: "${{ steps.cut.image }}", method: model}}
        blown: {uses: image.enlarge, with: {image: "${{ steps.cut.image }}"}}
      """;

  @TempDir Path folder;

  private record Client(WholeServer server) {
    JsonNode ask(String method, String path, String type, BodyPublisher body)
        throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .header("Authorization", "Bearer " + server.adminKey())
              .header("Content-Type", type)
              .method(method, body)
              .build();
      return Json.MAPPER.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
      return ask("GET", path, "application/json", BodyPublishers.noBody());
    }

    /** One photo through the workflow: the run as it ended. */
    JsonNode run() throws IOException, InterruptedException {
      ask("POST", "/v1/workflows", "application/yaml", BodyPublishers.ofString(WORKFLOW));
      ask("POST", "/v1/workflows/cut/versions/1/publish", "", BodyPublishers.noBody());
      var photo =
          ask(
                  "POST",
                  "/v1/assets?name=dog.jpg",
                  "image/jpeg",
                  BodyPublishers.ofFile(Photos.of("dog-beagle.jpg")))
              .path("asset")
              .stringValue();
      var order =
          "{\"workflow\": \"cut\", \"items\": [{\"inputs\": {\"photo\": \"%s\"}}]}"
              .formatted(photo);
      var batch =
          ask("POST", "/v1/batches", "application/json", BodyPublishers.ofString(order))
              .path("id")
              .stringValue();
      while (get("/v1/batches/" + batch).path("ended_at").isMissingNode()) {
        Thread.onSpinWait();
      }
      var id = get("/v1/batches/" + batch + "/items").at("/items/0/id").stringValue();
      return get("/v1/runs/" + id);
    }

    /** Of the step that made what a step gives out. */
    JsonNode maker(JsonNode run, String step) throws IOException, InterruptedException {
      var asset =
          run.path("steps")
              .valueStream()
              .filter(one -> one.path("step").stringValue().equals(step))
              .findFirst()
              .orElseThrow()
              .at("/outputs/image/asset")
              .stringValue();
      return get("/v1/assets/" + asset.substring("sha256:".length())).at("/made_by/0");
    }
  }

  @Test
  void a_picture_tells_the_model_of_this_machine_that_made_it() throws Exception {
    try (var server = new WholeServer(folder)) {
      var client = new Client(server);
      var run = client.run();
      assertThat(run.path("status").stringValue()).as(run.toString()).isEqualTo("succeeded");
      assertThat(client.maker(run, "cut").path("model").stringValue()).isEqualTo("u2netp");
      assertThat(client.maker(run, "drawn").path("model").stringValue()).isEqualTo("ESRGAN Slim");
      for (var step : new String[] {"small", "blown"}) {
        var maker = client.maker(run, step);
        assertThat(maker.path("uses").stringValue()).startsWith("image.");
        assertThat(maker.has("model")).as(maker.toString()).isFalse();
      }
    }
  }
}

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
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real pictures are found by what they look like, on a whole server. */
@Timeout(120)
class LooksTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private static JsonNode ask(
      WholeServer server, String key, String method, String path, BodyPublisher body)
      throws IOException, InterruptedException {
    var type = path.equals("/v1/workflows") ? "application/yaml" : "application/json";
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", path.startsWith("/v1/assets") ? "image/jpeg" : type)
            .method(method, body)
            .build();
    return Json.MAPPER.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  private static JsonNode get(WholeServer server, String path)
      throws IOException, InterruptedException {
    return ask(server, server.adminKey(), "GET", path, BodyPublishers.noBody());
  }

  /** Asks until it is so. */
  private static JsonNode until(WholeServer server, String path, Predicate<JsonNode> so)
      throws IOException, InterruptedException {
    var answer = get(server, path);
    while (!so.test(answer)) {
      answer = get(server, path);
    }
    return answer;
  }

  private static String photo(WholeServer server, String name)
      throws IOException, InterruptedException {
    var file = BodyPublishers.ofFile(Photos.of(name));
    return ask(server, server.adminKey(), "POST", "/v1/assets?name=" + name, file)
        .path("asset")
        .stringValue();
  }

  @Test
  void near_duplicates_and_colours_are_found_among_real_pictures() throws Exception {
    try (var server = new WholeServer(folder)) {
      var key = server.adminKey();
      var source =
          """
          name: small
          inputs: {photo: image, width: integer}
          steps:
            small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: "${{ inputs.width }}", quality: 60}}
          outputs: {picture: "${{ steps.small.image }}"}
          """;
      ask(server, key, "POST", "/v1/workflows", BodyPublishers.ofString(source));
      var publish = "/v1/workflows/small/versions/1/publish";
      ask(server, key, "POST", publish, BodyPublishers.noBody());
      var dog = photo(server, "dog-beagle.jpg");
      var sky = photo(server, "airplane-blue-sky.jpg");
      var items =
          List.of(item(dog, 400), item(sky, 400), item(dog, 300), item(dog, 401)).toString();
      var order = "{\"workflow\": \"small\", \"items\": " + items + "}";
      var batch =
          ask(server, key, "POST", "/v1/batches", BodyPublishers.ofString(order))
              .path("id")
              .stringValue();

      var groups =
          until(
              server,
              "/v1/batches/" + batch + "/duplicates",
              found -> found.path("compared").intValue() == 4);
      assertThat(groups.path("groups").size()).isOne();
      assertThat(
              groups.at("/groups/0/pictures").valueStream().map(one -> one.path("item").intValue()))
          .containsExactly(1, 3, 4);
      assertThat(groups.path("without_look").intValue()).isZero();
      assertThat(
              get(server, "/v1/batches/" + batch + "/duplicates?output=other")
                  .path("compared")
                  .intValue())
          .isZero();

      var like = get(server, "/v1/assets?like=" + dog);
      assertThat(like.path("items").size()).isEqualTo(3);
      assertThat(like.at("/items/0/distance").intValue()).isBetween(0, 8);
      assertThat(like.path("not_compared").intValue()).isZero();

      var colours = get(server, "/v1/assets/" + sky).path("colours");
      var blue = colours.at("/0/colour").stringValue().substring(1);
      var ofColour = get(server, "/v1/assets?colour=" + blue).path("items");
      assertThat(ofColour.valueStream().map(one -> one.path("asset").stringValue())).contains(sky);
      assertThat(ofColour.at("/0/colour_distance").doubleValue()).isLessThan(3);
      assertThat(get(server, "/v1/assets?colour=ff00ff").path("items").size()).isZero();
      strangersSeeNothing(server, dog, batch);
    }
  }

  private static String item(String photo, int width) {
    return "{\"inputs\": {\"photo\": \"%s\", \"width\": %d}}".formatted(photo, width);
  }

  private static void strangersSeeNothing(WholeServer server, String asset, String batch)
      throws Exception {
    var stranger = server.key("{\"name\": \"other\", \"tenant\": \"other\", \"role\": \"admin\"}");
    for (var path : List.of("/v1/assets?like=" + asset, "/v1/batches/" + batch + "/duplicates")) {
      assertThat(
              ask(server, stranger, "GET", path, BodyPublishers.noBody()).path("detail").asString())
          .contains("there is no");
    }
    assertThat(
            ask(server, stranger, "GET", "/v1/assets?colour=ffffff", BodyPublishers.noBody())
                .path("items")
                .size())
        .isZero();
  }
}

package dev.backlot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.backlot.app.WholeServer;
import dev.backlot.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What has happened before a story begins, told to the server through its API. */
final class Scene {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path PHOTOS = Path.of("examples/catalog/photos");

  /** Words that are checked: what is too long for a label fails. */
  static final String LABELS =
      """
      name: labels
      description: Checks the words of a label
      inputs: {word: {type: text, max: 80}}
      steps:
        length:
          uses: check
          with: {that: [{expect: "size(inputs.word) < 8", message: "'${{ inputs.word }}' has ${{ size(inputs.word) }} letters, more than 7"}]}
        say: {uses: transform, needs: length, with: {value: "${{ inputs.word }}!"}}
      outputs: {label: "${{ steps.say.value }}"}
      """;

  /** Pictures from a provider, each seen by a person. */
  static final String POSTERS =
      """
      name: posters
      description: A poster from words, approved by a person
      inputs: {prompt: {type: text, max: 200}}
      steps:
        paint:
          uses: image.generate
          with: {provider: fake, model: backlot/pictures, prompt: "${{ inputs.prompt }} ${{ notes.review }}", width: 320, height: 320}
        review:
          gate: {title: Is this what was asked for?, show: "${{ steps.paint.image }}", regenerate: paint}
        small: {uses: image.resize, needs: review, with: {image: "${{ steps.paint.image }}", width: 160}}
      outputs: {poster: "${{ steps.small.image }}"}
      """;

  /** A picture of a ComfyUI server. */
  static final String GRAPH =
      """
      name: graph
      steps:
        paint:
          uses: comfyui.run
          with:
            provider: graphs
            model: graph
            graph: {"3": {class_type: KSampler, inputs: {}}, "9": {class_type: SaveImage, inputs: {}}}
      outputs: {picture: "${{ steps.paint.file }}"}
      """;

  /** Photos scaled, if they are large enough, with a picture before and after. */
  static final String SHOP =
      """
      name: shop
      description: A shop picture of each photo
      inputs:
        photo: image
        width: {type: integer, min: 16, max: 2000, default: 480}
      steps:
        facts: {uses: image.inspect, with: {image: "${{ inputs.photo }}"}}
        quality:
          uses: check
          with: {that: [{expect: steps.facts.width >= 1100, message: "the photo is only ${{ steps.facts.width }} pixels wide"}]}
        scale: {uses: image.resize, needs: quality, with: {image: "${{ inputs.photo }}", width: "${{ inputs.width }}"}}
      outputs: {picture: "${{ steps.scale.image }}"}
      """;

  /** Long names and long words without a blank, as real work has them. */
  static final String LONG =
      """
      name: shop-cutouts-of-the-autumn-collection
      description: Cut out, and judged by the brand team
      inputs:
        photo_of_the_product: image
        width: {type: integer, default: 480}
      steps:
        measure_the_picture:
          uses: check
          with:
            that:
              - {expect: inputs.width >= 100, message: "/archive/2026/autumn/collection/products/bags/originals/${{ inputs.width }}-pixels-are-too-narrow-for-the-catalogue.jpg"}
              - {expect: inputs.width <= 2000, message: "wider than the catalogue prints it"}
        remove_background: {uses: image.resize, needs: measure_the_picture, with: {image: "${{ inputs.photo_of_the_product }}", width: "${{ inputs.width }}"}}
        approved_by_the_brand_team:
          gate: {title: Is the product whole and its edge clean?, show: "${{ steps.remove_background.image }}", on-reject: fail}
      outputs: {picture: "${{ steps.remove_background.image }}"}
      """;

  /** Three ways to tone a photo, of which a person keeps one or two. */
  static final String PICKS =
      """
      name: picks
      inputs: {photo: image}
      steps:
        small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 200}}
        grey: {uses: image.grayscale, with: {image: "${{ steps.small.image }}"}}
        brown: {uses: image.sepia, with: {image: "${{ steps.small.image }}"}}
        pick:
          gate:
            title: Which ones?
            show: ["${{ steps.small.image }}", "${{ steps.grey.image }}", "${{ steps.brown.image }}"]
            select: {min: 1, max: 2}
      outputs: {kept: "${{ steps.pick.selected }}"}
      """;

  private final WholeServer server;

  Scene(WholeServer server) {
    this.server = server;
  }

  JsonNode ask(String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("Authorization", "Bearer " + server.adminKey())
            .header("Content-Type", type)
            .method(method, body)
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return Json.MAPPER.readTree(answer.body());
  }

  void publish(String source) throws IOException, InterruptedException {
    var saved = ask("POST", "/v1/workflows", "application/yaml", BodyPublishers.ofString(source));
    var path =
        "/v1/workflows/%s/versions/%d/publish"
            .formatted(saved.path("name").stringValue(), saved.path("version").intValue());
    ask("POST", path, "application/json", BodyPublishers.noBody());
  }

  /** Keys of three who work here, each of another role. */
  void team() throws IOException, InterruptedException {
    for (var role : List.of("viewer", "operator", "editor")) {
      var key =
          Json.object()
              .put("name", "for the " + role)
              .put("user", role + "@example.org")
              .put("role", role)
              .put("expires_after_minutes", 60 * 24 * 90);
      ask("POST", "/v1/keys", "application/json", BodyPublishers.ofString(Json.text(key)));
    }
  }

  /** What a tenant may have. */
  void quota(String tenant, String limits) throws IOException, InterruptedException {
    ask("PUT", "/v1/limits/tenants/" + tenant, "application/json", BodyPublishers.ofString(limits));
  }

  /** The asset of a photo of the example. */
  String photo(String name) throws IOException, InterruptedException {
    return ask(
            "POST",
            "/v1/assets?name=" + name,
            "image/jpeg",
            BodyPublishers.ofFile(PHOTOS.resolve(name)))
        .path("asset")
        .stringValue();
  }

  /** Starts a batch and answers its id. */
  String batch(String json) throws IOException, InterruptedException {
    return ask("POST", "/v1/batches", "application/json", BodyPublishers.ofString(json))
        .path("id")
        .stringValue();
  }

  /** Six labels, of which three are too long. */
  String labels() throws IOException, InterruptedException {
    publish(LABELS);
    return batch(
        """
        {"workflow": "labels", "name": "autumn labels", "items": [
          {"name": "a", "inputs": {"word": "shoe"}}, {"name": "b", "inputs": {"word": "sandals in red"}},
          {"name": "c", "inputs": {"word": "boot"}}, {"name": "d", "inputs": {"word": "wellingtons"}},
          {"name": "e", "inputs": {"word": "clog"}}, {"name": "f", "inputs": {"word": "moccasins"}}]}
        """);
  }

  /** Posters that wait to be seen. */
  String posters(int count) throws IOException, InterruptedException {
    publish(POSTERS);
    var items =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                at ->
                    "{\"name\": \"poster-%d\", \"inputs\": {\"prompt\": \"a lighthouse at %d o'clock\"}}"
                        .formatted(at, at))
            .collect(Collectors.joining(","));
    return batch(
        "{\"workflow\": \"posters\", \"name\": \"lighthouse posters\", \"budget\": 5, \"items\": ["
            + items
            + "]}");
  }

  /** One photo of which some versions are to be kept. */
  String picks() throws IOException, InterruptedException {
    publish(PICKS);
    return batch(
        "{\"workflow\": \"picks\", \"items\": [{\"name\": \"beagle\", \"inputs\": {\"photo\": \"%s\"}}]}"
            .formatted(photo("dog-beagle.jpg")));
  }

  /** Four items with long names, of which two fail at one step in two ways and two wait. */
  String unwieldy() throws IOException, InterruptedException {
    return judged(480, 50, 3000, 240);
  }

  /** One item for each width, which a person approves or rejects. */
  String judged(int... widths) throws IOException, InterruptedException {
    publish(LONG);
    var photo = photo("bag-duffel.jpg");
    var items =
        IntStream.of(widths)
            .mapToObj(
                width ->
                    "{\"name\": \"2026-11-27_bag_duffel_front_view_retouched_final_v%d\", \"inputs\": {\"photo_of_the_product\": \"%s\", \"width\": %d}}"
                        .formatted(width, photo, width))
            .collect(Collectors.joining(","));
    return batch(
        "{\"workflow\": \"shop-cutouts-of-the-autumn-collection\", \"name\":"
            + " \"autumn_2026_product_photographs_of_all_bags_and_cameras\", \"items\": ["
            + items
            + "]}");
  }

  /** What somebody else says to an item that waits. */
  void decide(String batch, String item, String decision) throws IOException, InterruptedException {
    for (var gate : get("/v1/gates?limit=200&batch=" + batch).get("items")) {
      if (!gate.get("name").asString().equals(item)) continue;
      ask(
          "POST",
          "/v1/runs/" + gate.get("run").asString() + "/steps/review/decision",
          "application/json",
          BodyPublishers.ofString(Json.text(Json.object().put("decision", decision))));
      return;
    }
    throw new AssertionError(item + " does not wait");
  }

  /** Says no to all that waits in a batch. */
  void rejectAll(String batch) throws IOException, InterruptedException {
    var order = Json.object().put("action", "reject").put("batch", batch).put("note", "too dark");
    ask("POST", "/v1/bulk-actions", "application/json", BodyPublishers.ofString(Json.text(order)));
  }

  /** Thirteen photos, of which two are too small. */
  String shop() throws IOException, InterruptedException {
    publish(SHOP);
    var items = new StringBuilder();
    for (var name :
        new String[] {
          "airplane-blue-sky", "bag-duffel", "camera-folding", "camera-twin-lens", "car-sports",
          "cow-in-mist", "dog-beagle", "fig-in-red-bowl", "dandelion-seedhead",
              "bulb-white-on-white",
          "cat-whiskers", "toy-astronaut-adobergb", "lamp-lattice-exif6-displayp3"
        }) {
      items
          .append(items.isEmpty() ? "" : ",")
          .append(
              "{\"name\": \"%s\", \"inputs\": {\"photo\": \"%s\"}}"
                  .formatted(name, photo(name + ".jpg")));
    }
    return batch(
        "{\"workflow\": \"shop\", \"name\": \"shop pictures\", \"items\": [" + items + "]}");
  }

  /** Two photos in several sizes each; the workflow is there already. */
  String twins() throws IOException, InterruptedException {
    var dog = photo("dog-beagle.jpg");
    var fig = photo("fig-in-red-bowl.jpg");
    var items =
        String.join(
            ",",
            sized(dog, 480),
            sized(dog, 479),
            sized(fig, 480),
            sized(dog, 300),
            sized(fig, 200));
    return batch("{\"workflow\": \"shop\", \"name\": \"sizes\", \"items\": [" + items + "]}");
  }

  private static String sized(String photo, int width) {
    return "{\"inputs\": {\"photo\": \"%s\", \"width\": %d}}".formatted(photo, width);
  }

  /** Looks at the batch until it says so. */
  void until(Page page, String batch, String says) {
    page.navigate(server.url() + "/console/batches/" + batch);
    PlaywrightAssertions.assertThat(page.locator(".legend")).containsText(says);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return ask("GET", path, "application/json", BodyPublishers.noBody());
  }

  String firstItem(String batch) throws IOException, InterruptedException {
    return get("/v1/batches/" + batch + "/items").at("/items/0/id").stringValue();
  }

  String firstFailed(String batch) throws IOException, InterruptedException {
    return get("/v1/batches/" + batch + "/items?status=failed").at("/items/0/id").stringValue();
  }

  /** Signs in with a key, as a person does. */
  void signIn(Page page, String key) {
    page.navigate(server.url() + "/");
    page.getByLabel("Key").fill(key);
    page.getByLabel("Key").press("Enter");
    page.getByRole(AriaRole.NAVIGATION).first().waitFor();
  }
}

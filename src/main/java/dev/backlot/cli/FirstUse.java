package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the first person on a server does: hands it a photo, and looks at the batch in a browser.
 */
record FirstUse(Platform platform, Path data, Path photo) {
  private static final String WORKFLOW =
      """
      name: first
      inputs:
        photo: {type: image, required: true}
      steps:
        facts: {uses: image.inspect, with: {image: "${{ inputs.photo }}"}}
        small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 64}}
      outputs: {small: "${{ steps.small.image }}"}
      """;

  private static final List<String> LOOKED_AT =
      List.of(
          "/console/batches/ID",
          "/v1/me",
          "/v1/batches?limit=20",
          "/v1/batches/ID",
          "/v1/batches/ID/items?limit=100&after=0",
          "/v1/batches/ID/steps",
          "/v1/batches/ID/failures",
          "/v1/batches/ID/items.csv",
          "/v1/workflows",
          "/v1/workflows/first",
          "/v1/gates?limit=50",
          "/v1/costs",
          "/v1/providers",
          "/v1/steps");

  /**
   * Does it once.
   *
   * @throws IOException with words for people, where the server cannot be asked
   */
  void make() throws IOException, InterruptedException {
    var file = Files.writeString(data.resolve("first.yaml"), WORKFLOW).toString();
    String[] submit = {"submit", file, photo.toString(), "--watch", "--data", data.toString()};
    BacklotCommand.commandLine(platform, submit).execute(submit);
    var server = new LocalServer(platform, data);
    var batch = server.get("/v1/batches").path("items").path(0).path("id").asString("");
    for (var path : LOOKED_AT) {
      look(server, path.replace("ID", batch));
    }
    var item = server.get("/v1/batches/" + batch + "/items").path("items").path(0);
    look(server, "/v1/runs/" + item.path("id").asString(""));
    thumbnail(server, item);
  }

  private static void thumbnail(LocalServer server, JsonNode item)
      throws IOException, InterruptedException {
    var picture = item.path("outputs").path("small").path("asset").asString("");
    if (!picture.isEmpty()) {
      look(server, "/v1/assets/" + picture + "/thumbnail");
    }
  }

  /** A server that was built without npm has no console, and says no to its pages. */
  private static void look(LocalServer server, String path)
      throws IOException, InterruptedException {
    try {
      server.ask("GET", path, Optional.empty());
    } catch (LocalServer.RefusedException _) {
      // what is not there needs no class
    }
  }
}

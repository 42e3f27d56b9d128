package dev.backlot.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.regex.Pattern;

/** A batch that has ended and whose items each show one of some hundred different pictures. */
final class PictureSheet {
  private static final int PICTURES = 300;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern ASSET = Pattern.compile("\"asset\":\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([a-z_]+)\"");
  private static final String WORKFLOW =
      """
      name: sheet
      inputs:
        photo: {type: image, required: true}
      steps:
        same: {uses: transform, with: {value: "${{ inputs.photo }}"}}
      outputs: {photo: "${{ steps.same.value }}"}
      """;

  private final Served server;
  private final int items;

  PictureSheet(Served server, int items) {
    this.server = server;
    this.items = items;
  }

  String batch() throws IOException, InterruptedException {
    server.send("POST", "/v1/workflows", "application/yaml", WORKFLOW);
    server.json("POST", "/v1/workflows/sheet/versions/1/publish", "");
    server.send("DELETE", "/v1/limits/resources/step:transform", "", "");
    var pictures = new ArrayList<String>();
    for (int i = 0; i < PICTURES; i++) {
      var photo = Catalogue.photo(i);
      pictures.add(Served.found(ASSET, server.upload("/v1/assets?name=" + i + ".jpg", photo)));
    }
    var lines = new StringBuilder();
    for (int i = 0; i < items; i++) {
      var picture = pictures.get(i % PICTURES);
      lines.append("{\"inputs\": {\"photo\": \"").append(picture).append("\"}}\n");
    }
    var batch =
        Served.found(
            ID,
            server.send(
                "POST",
                "/v1/batches?workflow=sheet&concurrency=64&reuse=false",
                "application/x-ndjson",
                lines.toString()));
    while (!Served.found(STATUS, server.get("/v1/batches/" + batch)).equals("succeeded")) {
      Thread.sleep(Duration.ofMillis(500));
    }
    return batch;
  }
}

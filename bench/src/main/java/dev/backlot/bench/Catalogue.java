package dev.backlot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Ten thousand photos through five steps on a server with a heap of 512 MB, its pictures made in
 * processes of their own; then up to 500 of them with and without those processes, what they cost,
 * and a chain of steps with and without the files between them. {@code BACKLOT_CATALOGUE_ITEMS}
 * says how many.
 */
final class Catalogue {
  private static final int ITEMS =
      Optional.ofNullable(System.getenv("BACKLOT_CATALOGUE_ITEMS"))
          .map(Integer::parseInt)
          .orElse(10_000);
  private static final String HEAP = "-Xmx512m";

  /**
   * CPU is that of living processes: no worker may be replaced meanwhile, as it is after 5,000
   * jobs.
   */
  private static final int FEW_MAX = 500;

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern ASSET = Pattern.compile("\"asset\":\"([^\"]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([a-z_]+)\"");
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final String WORKFLOW =
      """
      name: catalogue
      inputs:
        photo: {type: image, required: true}
      steps:
        look: {uses: image.hash, with: {image: "${{ inputs.photo }}"}}
        shop: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 1000, height: 1000, fit: pad, format: png}}
        sharp: {uses: image.sharpen, with: {image: "${{ steps.shop.image }}"}}
        web: {uses: image.convert, with: {image: "${{ steps.sharp.image }}", format: webp, quality: 80}}
        out: {uses: publish.folder, with: {files: ["${{ steps.web.image }}"], names: ["${{ steps.look.phash }}"]}}
      """;

  /** Steps on one picture that nothing looks at in between. */
  private static final String CHAIN =
      """
      name: catalogue
      inputs:
        photo: {type: image, required: true}
      steps:
        small: {uses: image.resize, with: {image: "${{ inputs.photo }}", width: 1000}}
        sharp: {uses: image.sharpen, with: {image: "${{ steps.small.image }}"}}
        framed: {uses: image.border, with: {image: "${{ steps.sharp.image }}", width: 20}}
        web: {uses: image.convert, with: {image: "${{ steps.framed.image }}", format: webp, quality: 80}}
      outputs:
        web: ${{ steps.web.image }}
      """;

  private Catalogue() {}

  static void run(Path folder, History history) throws Exception {
    var all = measure(folder.resolve("all"), WORKFLOW, ITEMS, List.of("--workers", "2"));
    history.record("5 steps over " + words(ITEMS) + " photos, " + HEAP, "photos/s", all.rate());
    history.record(
        "5 steps over " + words(ITEMS) + " photos, peak memory of all processes",
        "MB",
        all.peakMb());
    int few = Math.clamp(ITEMS / 2, 10, FEW_MAX);
    var within = measure(folder.resolve("within"), WORKFLOW, few, List.of("--workers", "0"));
    var apart = measure(folder.resolve("apart"), WORKFLOW, few, List.of("--workers", "2"));
    history.record("5 steps over a photo, in the server, CPU", "ms", within.cpuMs());
    history.record("5 steps over a photo, in worker processes, CPU", "ms", apart.cpuMs());
    var kept = measure(folder.resolve("kept"), "intermediates: keep\n" + CHAIN, few, List.of());
    var joined = measure(folder.resolve("joined"), CHAIN, few, List.of());
    history.record("a chain of 4 steps over a photo, each with a file, CPU", "ms", kept.cpuMs());
    history.record("a chain of 4 steps over a photo, done at once, CPU", "ms", joined.cpuMs());
  }

  private static String words(int number) {
    return "%,d".formatted(number);
  }

  private record Measured(double rate, double cpuMs, double peakMb) {}

  private static Measured measure(Path folder, String workflow, int items, List<String> options)
      throws Exception {
    Files.createDirectories(folder);
    try (var server = Served.on(folder.resolve("data"), HEAP, options)) {
      server.send("POST", "/v1/workflows", "application/yaml", workflow);
      server.json("POST", "/v1/workflows/catalogue/versions/1/publish", "");
      var lines = new StringBuilder();
      for (int i = 0; i < items; i++) {
        var id =
            Served.found(ASSET, server.upload("/v1/assets?name=photo-" + i + ".jpg", photo(i)));
        lines.append("{\"inputs\": {\"photo\": \"").append(id).append("\"}}\n");
      }
      var before = server.cpu();
      long start = System.nanoTime();
      var batch =
          Served.found(
              ID,
              server.send(
                  "POST",
                  "/v1/batches?workflow=catalogue&reuse=false",
                  "application/x-ndjson",
                  lines.toString()));
      long peak = watch(server, batch);
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpu = server.cpu().minus(before).toMillis() / (double) items;
      return new Measured(items / seconds, cpu, peak / 1024.0);
    }
  }

  /** Waits for the end; answers the most memory seen, in KB. */
  private static long watch(Served server, String batch) throws Exception {
    var peak = new AtomicLong();
    while (true) {
      long now = server.processes().map(Catalogue::rss).sum();
      peak.accumulateAndGet(now, Math::max);
      var status = Served.found(STATUS, server.get("/v1/batches/" + batch));
      if (status.equals("succeeded")) {
        return peak.get();
      }
      if (!status.equals("running") && !status.equals("accepted") && !status.equals("pending")) {
        throw new IllegalStateException("the batch is " + status);
      }
      Thread.sleep(Duration.ofMillis(500));
    }
  }

  private static long rss(long pid) {
    try {
      var found = RSS.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return found.find() ? Long.parseLong(found.group(1)) : 0;
    } catch (IOException _) {
      return 0; // it has just ended
    }
  }

  /** A sample photo with its number in a comment, so that each is a file of its own. */
  static byte[] photo(int number) throws IOException {
    try (var files = Files.list(Path.of("examples/catalog/photos"))) {
      var photos = files.filter(path -> path.toString().endsWith(".jpg")).sorted().toList();
      var photo = Files.readAllBytes(photos.get(number % photos.size()));
      var words =
          "number %08d".formatted(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      var marked = new java.io.ByteArrayOutputStream(photo.length + words.length + 4);
      marked.write(photo, 0, 2);
      marked.write(0xff);
      marked.write(0xfe);
      marked.write(0);
      marked.write(words.length + 2);
      marked.write(words);
      marked.write(photo, 2, photo.length - 2);
      return marked.toByteArray();
    }
  }
}

package dev.backlot.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The page of a batch of 100,000 items in Chromium while it runs: time to the first items, script
 * time a second, the frames while it is scrolled, and memory; and a sheet of as many pictures
 * ({@link Scrolling}). {@code BACKLOT_CONSOLE_MINUTES} says how long it is watched, {@code
 * BACKLOT_CONSOLE_ITEMS} how many items there are.
 */
final class Console {
  private static final int ITEMS = number("BACKLOT_CONSOLE_ITEMS", 100_000);
  private static final double MINUTES = number("BACKLOT_CONSOLE_MINUTES", 10);
  private static final int OPENINGS = 7;
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  /**
   * Notes when something of each kind was first on the page, since the navigation began. It watches
   * from within: whoever asks from outside is answered after the page has loaded.
   */
  private static final String WATCH =
      """
      const kinds = {data: '.legend li', figures: '.facts', items: '.cell:not([aria-busy]), .line:not([aria-busy])'}
      window.seen = {}
      new MutationObserver(() => {
        for (const [kind, selector] of Object.entries(kinds))
          if (!window.seen[kind] && document.querySelector(selector)) window.seen[kind] = performance.now()
      }).observe(document, {childList: true, subtree: true, attributes: true})
      """;

  private final Served server;
  private final History history;

  private Console(Served server, History history) {
    this.server = server;
    this.history = history;
  }

  private static int number(String variable, int usual) {
    return Optional.ofNullable(System.getenv(variable)).map(Integer::parseInt).orElse(usual);
  }

  static void run(Path folder, History history) throws Exception {
    try (var server = Served.on(folder.resolve("data"))) {
      new Console(server, history).measure();
    }
  }

  private void measure() throws Exception {
    var batch = start();
    try (var playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var browser =
            playwright
                .chromium()
                .launch(
                    new LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run")))) {
      visit(browser, batch);
      var page = page(browser);
      open(page, batch);
      var devtools = page.context().newCDPSession(page);
      devtools.send("Performance.enable");
      double script = metric(devtools, "ScriptDuration");
      double start = metric(devtools, "Timestamp");
      page.waitForTimeout(MINUTES * 60_000);
      double seconds = metric(devtools, "Timestamp") - start;
      record(
          "script time a second while it runs",
          "ms",
          (metric(devtools, "ScriptDuration") - script) * 1e3 / seconds);
      var late = visits(browser, batch);
      record(
          "first visit to first data, on a server that has run " + MINUTES + " minutes",
          "ms",
          median(late.data));
      var scrolling = new Scrolling(page, devtools);
      record("longest frame, dragging the bar through all", "ms", scrolling.drag());
      devtools.send("HeapProfiler.collectGarbage");
      record("heap after " + MINUTES + " minutes", "MB", metric(devtools, "JSHeapUsedSize") / 1e6);
      server.send("POST", "/v1/batches/" + batch + "/cancel", "", "");
      var pictures = new PictureSheet(server, ITEMS).batch();
      look(page, pictures, new Opened(), 0);
      var first = scrolling.wheel();
      record("a sheet never seen before, cells empty when seen", "%", first.emptyPercent());
      var wheel = scrolling.wheel();
      frames("a sheet of pictures by the wheel", wheel.answered());
      record("a sheet of pictures by the wheel, cells empty when seen", "%", wheel.emptyPercent());
      frames("a sheet of pictures by the wheel, drawn", scrolling.drawn());
      record("a sheet of pictures, longest frame, dragging the bar", "ms", scrolling.drag());
      record("a page of boxes by the wheel, for comparison", "frames/s", scrolling.plain().rate());
    }
  }

  private void frames(String name, Scrolling.Frames frames) throws IOException {
    record(name, "frames/s", frames.rate());
    record(name + ", 99 of 100 frames within", "ms", frames.p99());
  }

  private void record(String name, String unit, double value) throws IOException {
    history.record("console, batch of %,d items: %s".formatted(ITEMS, name), unit, value);
  }

  private Page page(Browser browser) {
    var page = browser.newPage();
    page.addInitScript("sessionStorage.setItem('backlot.key', '" + server.key() + "')");
    page.addInitScript(WATCH);
    return page;
  }

  /**
   * Browsers that have nothing of the page yet; the first of them is the server's first visitor.
   */
  private void visit(Browser browser, String batch) throws IOException {
    var opened = visits(browser, batch);
    record("the server's first visitor, to first data", "ms", opened.data[0]);
    record("first visit to first data", "ms", median(opened.data));
    record("first visit to all figures", "ms", median(opened.figures));
  }

  private Opened visits(Browser browser, String batch) {
    var opened = new Opened();
    for (int i = 0; i <= OPENINGS; i++) {
      var page = page(browser);
      look(page, batch, opened, i);
      page.context().close();
    }
    return opened;
  }

  private void open(Page page, String batch) throws IOException {
    var opened = new Opened();
    for (int i = 0; i <= OPENINGS; i++) {
      look(page, batch, opened, i);
    }
    record("to first data", "ms", median(opened.data));
    record("to all figures", "ms", median(opened.figures));
    record("to first items", "ms", median(opened.items));
  }

  /**
   * How long it took from the start of the navigation until it was shown how the batch's items
   * stand, the rest of its figures, and its first items.
   */
  private static final class Opened {
    final double[] data = new double[OPENINGS + 1];
    final double[] figures = new double[OPENINGS + 1];
    final double[] items = new double[OPENINGS + 1];
  }

  private void look(Page page, String batch, Opened opened, int time) {
    page.navigate(server.url() + "/console/batches/" + batch);
    opened.data[time] = seen(page, "data");
    opened.figures[time] = seen(page, "figures");
    opened.items[time] = seen(page, "items");
  }

  private static double seen(Page page, String kind) {
    return ((Number) page.waitForFunction("() => window.seen." + kind).jsonValue()).doubleValue();
  }

  /** Of all but the first. */
  private static double median(double[] millis) {
    var warm = Arrays.copyOfRange(millis, 1, millis.length);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }

  /** A batch that goes on for as long as it is watched. */
  private String start() throws IOException, InterruptedException {
    server.send(
        "POST",
        "/v1/workflows",
        "application/yaml",
        """
        name: quick
        inputs: {n: integer}
        steps:
          a: {uses: transform, with: {value: "${{ inputs.n }}"}}
          b: {uses: transform, with: {value: "${{ steps.a.value }}"}}
        outputs: {n: "${{ steps.b.value }}"}
        """);
    server.send("POST", "/v1/workflows/quick/versions/1/publish", "application/json", "");
    server.send(
        "PUT",
        "/v1/limits/resources/step:transform",
        "application/json",
        "{\"rate\": {\"starts\": 200, \"per_ms\": 1000, \"burst\": 50}}");
    var lines =
        IntStream.range(0, ITEMS)
            .mapToObj(n -> "{\"inputs\":{\"n\":" + n + "}}")
            .collect(Collectors.joining("\n"));
    return Served.found(
        ID,
        server.send(
            "POST", "/v1/batches?workflow=quick&concurrency=64", "application/x-ndjson", lines));
  }

  private static double metric(CDPSession devtools, String name) {
    for (var one : devtools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      var metric = one.getAsJsonObject();
      if (metric.get("name").getAsString().equals(name)) {
        return metric.get("value").getAsDouble();
      }
    }
    throw new IllegalStateException("Chromium does not tell " + name);
  }

  private static Path chromium() {
    return Stream.of(
            System.getenv("BACKLOT_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/google-chrome")
        .filter(name -> name != null && Files.isExecutable(Path.of(name)))
        .map(Path::of)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected Chromium: apt-get install chromium, or name one in"
                        + " BACKLOT_CHROMIUM"));
  }
}

package dev.backlot.console;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The browser of this machine, without a window; nothing is downloaded. */
final class Chromium implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;
  private static final List<String> USUAL =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  private final Playwright playwright;
  private final Browser browser;

  /** What a story may ask for and be refused, and what a server that is away does not answer. */
  private static final Pattern EXPECTED =
      Pattern.compile("status of (400|401|403|404|409) |net::ERR_|Failed to fetch");

  /** What went wrong in pages: scripts that threw, and every other error in a browser's log. */
  final List<String> complaints = new ArrayList<>();

  Chromium() {
    var executable = executable();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  private static Path executable() {
    return Stream.concat(
            Optional.ofNullable(System.getenv("BACKLOT_CHROMIUM")).stream(), USUAL.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the tests of the console need Chromium: apt-get install chromium, or name a"
                        + " browser in BACKLOT_CHROMIUM; looked at "
                        + USUAL));
  }

  Page page() {
    return page(ColorScheme.LIGHT, 1280, 860);
  }

  Page page(ColorScheme colours, int width, int height) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setColorScheme(colours)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(width, height));
    context.setDefaultTimeout(PATIENCE_MS);
    // nobody is there to choose a file in the browser's own dialog
    context.addInitScript("delete window.showSaveFilePicker");
    var page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !EXPECTED.matcher(message.text()).find()) {
            complaints.add(message.text());
          }
        });
    return page;
  }

  /**
   * A page as on a machine so many times slower: what follows a key a moment later follows later.
   */
  void slowDown(Page page, int times) {
    var rate = new JsonObject();
    rate.addProperty("rate", times);
    page.context().newCDPSession(page).send("Emulation.setCPUThrottlingRate", rate);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}

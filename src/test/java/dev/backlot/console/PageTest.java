package dev.backlot.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ScreenshotType;
import dev.backlot.app.WholeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page in light and dark, wide and narrow: accessible, within its width, and photographed.
 */
@Timeout(300)
class PageTest {
  private static final Path AXE = Path.of("web/node_modules/axe-core/axe.min.js");
  private static final String LONG = "2026-11-27_bag_duffel_front_view_retouched_final_";
  private static final Path PHOTOGRAPHS = Path.of("target/console-photographs");

  /** What axe finds, of any weight; contrast too. */
  private static final String RULES =
      """
      () => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
        .flatMap(one => one.nodes.map(node => one.id + ': ' + node.target.join(' ') + ' ' + node.failureSummary)))
      """;

  /**
   * A page has all it shows once nothing has been on its way for a while: one thing may be asked
   * for after another has come.
   */
  private static final String STANDS =
      """
      () => new Promise(resume => {
        let since = performance.now()
        const look = now => {
          if (/Loading|Counting/.test(document.body.innerText) || document.querySelector('[aria-busy=true]')) since = now
          if (now - since > 200) resume()
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      })
      """;

  private static final String TOO_WIDE =
      "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

  /** What a page is like once somebody did something there. */
  private record State(String at, Consumer<Page> reach) {}

  private static final Map<String, State> STATES =
      Map.of(
          "editor-step",
          new State(
              "editor",
              page -> page.getByLabel("Steps of the graph").getByText("review").first().click()),
          "editor-keys",
          new State(
              "editor",
              page -> {
                assertThat(page.getByText("No mistakes")).isVisible();
                page.keyboard().press("?");
              }),
          "review-reject",
          new State(
              "review",
              page -> {
                assertThat(page.locator(".desk")).isVisible();
                page.keyboard().press("r");
              }),
          "review-sheet-marked",
          new State("review-sheet", page -> page.getByText("Mark all").click()),
          "batch-retry",
          new State("batch-failed", PageTest::retry),
          "batch-leave",
          new State("batch-failed", page -> page.getByText("Leave them as they are").click()),
          "item-log",
          new State("item-failed", page -> page.getByText("Log").first().click()),
          "item-again",
          new State("item-failed", PageTest::again),
          "new-run-chosen",
          new State("new-run", PageTest::choose));

  @TempDir Path folder;

  @Test
  void every_page_is_accessible_and_fits_in_light_and_dark_wide_and_narrow() throws Exception {
    Files.createDirectories(PHOTOGRAPHS);
    var wrong = new LinkedHashMap<String, Object>();
    try (var server = new WholeServer(folder);
        var chromium = new Chromium()) {
      var scene = new Scene(server);
      var first = chromium.page();
      scene.signIn(first, server.adminKey());
      var places = places(scene, first);
      first.context().close();
      var page = chromium.page();
      page.navigate(server.url() + "/");
      photograph(page, "sign-in", wrong);
      scene.signIn(page, server.adminKey());
      for (var place : places.entrySet()) {
        page.navigate(server.url() + place.getValue());
        photograph(page, place.getKey(), wrong);
      }
      for (var state : STATES.entrySet()) {
        page.navigate(server.url() + places.get(state.getValue().at()));
        state.getValue().reach().accept(page);
        photograph(page, state.getKey(), wrong);
      }
      Assertions.assertThat(chromium.complaints).isEmpty();
    }
    Assertions.assertThat(wrong).isEmpty();
  }

  private static void retry(Page page) {
    page.getByText("Retry 2 failed").click();
    assertThat(page.getByText("Retry 2 items")).isVisible();
  }

  private static void again(Page page) {
    page.getByText("Another file or other inputs").click();
    page.locator("dialog input[type=file]").setInputFiles(photo("again", Integer.MAX_VALUE));
    assertThat(page.locator("dialog .thumb img")).isVisible();
    assertThat(page.getByText("Run 1 item again")).isVisible();
  }

  /** A photo, one that is damaged, and what is none, all with long names. */
  private static void choose(Page page) {
    var notes = "for the photographer".getBytes(StandardCharsets.UTF_8);
    page.locator("input[type=file]")
        .first()
        .setInputFiles(
            new FilePayload[] {
              photo("whole", Integer.MAX_VALUE),
              photo("damaged", 4_000),
              new FilePayload(LONG + "notes.txt", "text/plain", notes)
            });
    assertThat(page.getByText("1 file ready, 2 left out")).isVisible();
    assertThat(page.getByText("cannot be read, may be damaged")).isVisible();
  }

  private static FilePayload photo(String name, int bytes) {
    try {
      var whole = Files.readAllBytes(Path.of("examples/catalog/photos/bag-duffel.jpg"));
      var part = Arrays.copyOf(whole, Math.min(bytes, whole.length));
      return new FilePayload(LONG + name + ".jpg", "image/jpeg", part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> places(Scene scene, Page page) throws Exception {
    var places = new LinkedHashMap<String, String>();
    var shop = scene.shop();
    var twins = scene.twins();
    var unwieldy = scene.unwieldy();
    var posters = scene.posters(8);
    scene.team();
    scene.quota("studio", "{\"items\": 500, \"batches\": 20, \"budget_month\": 250}");
    scene.publish(
        Scene.SHOP
            .replace("default: 480", "default: 600")
            .replace("scale:", "shop:")
            .replace("steps.scale", "steps.shop"));
    scene.until(page, shop, "11 succeeded");
    scene.until(page, unwieldy, "2 failed");
    scene.until(page, unwieldy, "2 waiting");
    page.navigate(page.url().replaceFirst("[^/]*$", twins + "?view=alike"));
    assertThat(page.getByText("5 pictures compared", new Page.GetByTextOptions().setExact(true)))
        .isVisible();
    scene.until(page, posters, "8 waiting");
    places.put("home", "/");
    places.put("batch", "/console/batches/" + shop);
    places.put("batch-figures", "/console/batches/" + posters + "?panel=figures");
    places.put("batch-alike", "/console/batches/" + twins + "?view=alike");
    places.put("batch-list", "/console/batches/" + shop + "?view=list");
    places.put("batch-failed", "/console/batches/" + unwieldy);
    places.put("batch-graph", "/console/batches/" + unwieldy + "?shown=graph");
    places.put("batch-waiting", "/console/batches/" + posters);
    places.put("item", "/console/runs/" + scene.firstItem(shop));
    places.put("item-failed", "/console/runs/" + scene.firstFailed(unwieldy));
    places.put("item-graph", "/console/runs/" + scene.firstFailed(unwieldy) + "?shown=graph");
    places.put("review", "/console/review?batch=" + posters);
    places.put("review-sheet", "/console/review?view=sheet&batch=" + posters);
    places.put("assets", "/console/assets?type=image");
    places.put("assets-colour", "/console/assets?colour=8a5a32");
    places.put("asset", "/console/asset/" + scene.photo("dog-beagle.jpg"));
    places.put("editor", "/console/workflows/posters/edit");
    places.put("editor-graph", "/console/workflows/posters/edit?shown=graph");
    places.put("providers", "/console/settings?tab=providers");
    places.put("workflows", "/console/workflows");
    places.put("workflow", "/console/workflows/shop-cutouts-of-the-autumn-collection");
    places.put("compared", "/console/workflows/shop?version=2&against=1");
    places.put("app", "/console/workflows/shop/app");
    places.put("new-run", "/console/workflows/shop-cutouts-of-the-autumn-collection/run");
    places.put("keys", "/console/settings?tab=keys");
    places.put("members", "/console/settings?tab=members");
    places.put("webhooks", "/console/settings?tab=webhooks");
    places.put("prices", "/console/settings?tab=prices");
    places.put("limits", "/console/settings?tab=limits");
    places.put("doctor", "/console/settings?tab=doctor");
    places.put("nothing", "/console/batches/no-such-batch");
    return places;
  }

  private static void photograph(Page page, String name, Map<String, Object> wrong)
      throws IOException {
    for (int width : new int[] {1280, 390}) {
      page.setViewportSize(width, 860);
      page.evaluate(STANDS);
      for (var colours : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        look(page, name + "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width, wrong);
      }
    }
    page.setViewportSize(1280, 860);
  }

  private static void look(Page page, String picture, Map<String, Object> wrong)
      throws IOException {
    assertThat(page.locator("h1, h2").first()).isVisible();
    assertThat(page.getByText("Loading")).hasCount(0);
    assertThat(page.locator(".thumb:not(.none):not(:has(img)), [aria-busy=true]")).hasCount(0);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(PHOTOGRAPHS.resolve(picture + ".jpg"))
            .setType(ScreenshotType.JPEG)
            .setQuality(84));
    // the server is there all the time
    Assertions.assertThat(page.locator(".connection.lost, .connection.back").count())
        .as(picture)
        .isZero();
    page.evaluate(Files.readString(AXE));
    var found = (List<?>) page.evaluate(RULES);
    if (!found.isEmpty()) {
      wrong.put(picture, found);
    }
    int tooWide = ((Number) page.evaluate(TOO_WIDE)).intValue();
    if (tooWide > 0) {
      wrong.put(picture + " is wider than its window", tooWide);
    }
  }
}

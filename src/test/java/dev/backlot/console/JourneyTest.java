package dev.backlot.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import dev.backlot.app.WholeServer;
import dev.backlot.fixture.FreePort;
import dev.backlot.model.Money;
import dev.backlot.provider.fake.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people do in the console, from beginning to end. */
@Timeout(180)
@SuppressWarnings("NullAway.Init")
class JourneyTest {
  private static Chromium chromium;

  @TempDir Path folder;
  private WholeServer server;
  private Scene scene;
  private Page page;
  @RegisterExtension final LastSeen lastSeen = new LastSeen(() -> page);

  @BeforeAll
  static void startBrowser() {
    chromium = new Chromium();
  }

  @AfterAll
  static void stopBrowser() {
    chromium.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = new WholeServer(folder, FreePort.find());
    scene = new Scene(server);
    page = chromium.page();
  }

  @AfterEach
  void stop() throws Exception {
    page.context().close();
    server.close();
    Assertions.assertThat(chromium.complaints).isEmpty();
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name)));
  }

  /** The names in a ZIP, each entry read to its end. */
  private static List<String> names(Download download) throws IOException {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(Files.newInputStream(download.path()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Assertions.assertThat(zip.readAllBytes()).as(entry.getName()).isNotEmpty();
        names.add(entry.getName());
      }
    }
    return names;
  }

  private Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  private Locator head() {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Batch"));
  }

  @Test
  void a_first_visit_ends_with_a_finished_reviewed_and_downloaded_batch() throws Exception {
    page.navigate(server.signIn());
    assertThat(heading("Nothing has been run here yet")).isVisible();
    // with photos of one's own a sample is a workflow like any other, before it has ever run
    button("Use my own… Ten sizes").click();
    assertThat(heading("New run")).isVisible();
    assertThat(page.getByText("sample-social v1")).isVisible();
    // it keeps its name, and says what comes out
    assertThat(heading("New run: Ten sizes for social channels")).isVisible();
    assertThat(page.locator(".outcomes")).containsText("instagram-story 1080 × 1920");
    page.goBack();
    button("Run it on 3 photos").last().click();

    assertThat(heading("Pictures that a person approves")).isVisible();
    assertThat(head()).containsText("3 waiting");
    // how each item stands can be read
    assertThat(page.locator(".cell.waiting")).hasCount(3);
    var cut =
        "all => all.filter(one => [one, ...one.children].some(it => it.scrollWidth > it.clientWidth"
            + " && it.clientWidth > 0)).length";
    Assertions.assertThat(page.locator(".cell .status").evaluateAll(cut)).isEqualTo(0);
    // how long people take, nobody can tell
    assertThat(head()).not().containsText("left, about");
    page.getByText("Review 3 waiting").click();
    for (int left = 3; left > 0; left--) {
      assertThat(page.getByText("1 of " + left + " waiting")).isVisible();
      button("Approve A").click();
    }
    page.getByText("To the batch").click();
    assertThat(head()).containsText("3 succeeded");
    assertThat(page.locator(".cell .shot > .thumb img")).hasCount(3);
    button("Download").click();
    var zip = names(page.waitForDownload(() -> button("Files as ZIP").click()));
    Assertions.assertThat(zip).contains("items.csv").hasSize(4);
    Assertions.assertThat(zip).anyMatch(name -> name.startsWith("camera-folding."));
    assertThat(page.getByText(Pattern.compile("^Saved .*[.]zip"))).isVisible();
    button("Close").click();

    page.getByRole(AriaRole.LISTITEM)
        .filter(new Locator.FilterOptions().setHasText("camera"))
        .click();
    assertThat(page.getByLabel("How much of the picture before")).hasCount(1);
    assertThat(page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("After")))
        .isVisible();
    button("Difference").click();
    assertThat(page).hasURL(Pattern.compile("compare=difference"));
    page.reload();
    assertThat(button("Difference")).hasAttribute("aria-pressed", "true");
    assertThat(page.locator("img.difference")).isVisible();

    // the graph and the list beside it tell how each step stands
    assertThat(page.locator(".graph .node.succeeded")).hasCount(3);
    assertThat(page.getByLabel("Steps of the graph")).containsText("review");
    // the samples stay within reach
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Home")).click();
    page.getByText("Samples to try").click();
    assertThat(heading("Samples")).isInViewport();
    page.goBack();
    button("New run").click();
    page.getByText("All workflows and samples").click();
    assertThat(heading("Samples")).isVisible();
    assertThat(button("Run it on 3 photos")).hasCount(3);
    // the link works once; a second visitor needs a key
    var other = chromium.page();
    other.navigate(server.signIn());
    assertThat(other.getByRole(AriaRole.ALERT)).containsText("this link was used");
    other.context().close();
  }

  /** As on a slow line: the first figures do not wait for the script of the page. */
  private void reloadSlowly() {
    var script = Pattern.compile("/first-[^/]*\\.js$");
    var held = new ArrayList<Route>();
    page.route(script, held::add);
    page.navigate(page.url(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
    assertThat(heading("autumn labels")).isVisible();
    assertThat(page.locator(".legend")).containsText("3 succeeded3 failed");
    assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
    page.unroute(script);
    held.forEach(Route::resume);
    assertThat(page.getByRole(AriaRole.NAVIGATION).first()).isVisible();
    assertThat(page.locator("main")).hasCount(1);
  }

  @Test
  void a_failing_batch_is_looked_at_and_redriven() throws Exception {
    var batch = scene.labels();
    scene.signIn(page, server.adminKey());
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("3 failed")))
        .click();

    // three messages that differ in a word and a number are one class
    assertThat(heading("Why 3 items failed")).isVisible();
    assertThat(page.locator(".failures li")).hasCount(1);
    assertThat(page.locator(".failures li")).containsText("3 ×");
    page.setViewportSize(1280, 400);
    assertThat(page.locator("#items")).not().isInViewport();
    button("Show").click();
    assertThat(page).hasURL(Pattern.compile("like=2$"));
    // what came of it is below, and is gone to
    assertThat(page.locator("#items")).isInViewport();
    assertThat(page.locator("#items")).isFocused();
    page.setViewportSize(1280, 860);
    assertThat(page.locator(".items [role=listitem]")).hasCount(3);
    reloadSlowly();
    assertThat(page.locator(".items [role=listitem]")).hasCount(3);

    // the graph tells how all items stand at each step, and the figures how long that takes
    assertThat(page.locator(".stepsof .node.failed")).containsText("3 of 6, 3 failed");
    button("Figures").click();
    assertThat(page).hasURL(Pattern.compile("panel=figures"));
    assertThat(page.getByText("Time per step")).isVisible();
    assertThat(page.getByText("Items a second")).isVisible();

    // an answer that the page does not understand breaks one part of it, and that part says so
    var steps = Pattern.compile("/v1/batches/[^/]+/steps");
    page.route(
        steps, route -> route.fulfill(new Route.FulfillOptions().setStatus(200).setBody("{}")));
    page.reload();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The part about steps cannot be shown");
    assertThat(page.locator(".items [role=listitem]")).hasCount(3);
    page.unroute(steps);
    // the browser's log told so too, and that was meant
    Assertions.assertThat(chromium.complaints.removeIf(one -> one.contains("every_ms"))).isTrue();
    button("Reload the page").click();
    assertThat(page.getByText("Items a second")).isVisible();

    // with other words: exactly which items, and what it costs, is told before
    button("Run again with changes").click();
    var edit = page.getByRole(AriaRole.DIALOG);
    assertThat(edit).isVisible();
    page.goBack();
    assertThat(edit).isHidden();
    page.goForward();
    assertThat(edit).isVisible();
    page.reload();
    assertThat(edit).containsText("3 × ");
    edit.getByLabel("word").fill("mule");
    edit.getByText("Which 3 items, and which steps").click();
    assertThat(edit).containsText("b, d, f");
    assertThat(page).hasURL(Pattern.compile("open=edit&shown=which"));
    button("Run 3 items again").click();
    page.waitForURL(Pattern.compile("/console/batches/(?!" + batch + ")"));
    assertThat(head()).containsText("3 succeeded");
    page.goBack();
    assertThat(edit).isHidden();

    // Back from an item is where one was in the list; a link to a question asks it and does nothing
    page.setViewportSize(900, 400);
    var last = page.locator(".items [role=listitem]").last();
    last.scrollIntoViewIfNeeded();
    var down = page.evaluate("scrollY");
    Assertions.assertThat(down).isNotEqualTo(0);
    last.click();
    var item = new Page.GetByRoleOptions().setName("Item").setExact(true);
    assertThat(page.getByRole(AriaRole.REGION, item)).isVisible();
    Assertions.assertThat(page.evaluate("scrollY")).isEqualTo(0);
    page.goBack();
    page.waitForFunction("down => Math.abs(scrollY - down) < 2", down);
    page.navigate(server.url() + "/console/batches/" + batch + "?open=only:2");
    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Retry these");
    dialog.getByText("Not now").click();
    assertThat(page).not().hasURL(Pattern.compile("open="));
    page.navigate(server.url() + "/console/batches/" + batch + "?open=cancel");
    assertThat(heading("Why 3 items failed")).isVisible();
    assertThat(dialog).isHidden();

    button("Retry 3 failed").click();
    assertThat(dialog).containsText("cost");
    dialog
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Retry 3 items"))
        .click();
    page.waitForURL(Pattern.compile("/console/batches/(?!" + batch + ")"));
    assertThat(head()).containsText("takes up an earlier batch");
    assertThat(head()).containsText("3 failed");
    // each has a name of its own, and the first one knows of both
    assertThat(heading("autumn labels (3)")).isVisible();
    page.getByText("an earlier batch").click();
    assertThat(head())
        .containsText("3 taken up in autumn labels (3), 3 taken up in autumn labels (2)");
    // what a later one has mended waits for nobody; what failed in it again does
    page.navigate(server.url() + "/");
    var waits = page.locator("section[aria-labelledby=waits] li");
    assertThat(waits).hasCount(1);
    assertThat(waits).containsText("autumn labels (3)");
  }

  @Test
  void failures_that_are_left_as_they_are_wait_for_nobody_until_they_are_taken_up_again()
      throws Exception {
    var batch = server.url() + "/console/batches/" + scene.labels();
    scene.signIn(page, server.adminKey());
    page.navigate(batch);
    button("Leave them as they are").click();
    page.reload();
    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Leave 3 items as they are?");
    dialog.getByLabel("Why").fill("no <b>better</b> words");
    dialog.getByText("Leave them", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(dialog).isHidden();
    assertThat(page.locator(".failures")).containsText("Left as they are by admin");
    assertThat(page.locator(".failures q")).hasText("no <b>better</b> words");
    assertThat(head()).containsText("done, 3 left as they are");
    button("Retry 3 failed").click();
    assertThat(dialog).containsText("Retry 3 items");
    page.goBack();

    var waits = page.locator("section[aria-labelledby=waits]");
    page.navigate(server.url() + "/");
    assertThat(waits).containsText("Nothing. All is well.");

    page.navigate(batch);
    button("Take up again").click();
    assertThat(button("Leave them as they are")).isVisible();
    page.navigate(server.url() + "/");
    assertThat(waits).containsText("3 failed");
  }

  @Test
  void two_ways_to_fail_at_one_step_are_told_apart_and_what_waits_shows_what_is_judged()
      throws Exception {
    var batch = scene.unwieldy();
    scene.signIn(page, server.adminKey());
    scene.until(page, batch, "2 waiting");
    assertThat(head()).containsText("waiting for people");
    assertThat(page.locator(".failures li")).hasCount(2);
    // a result to judge lies over the photo that it was made from
    var inset = page.locator(".cell.waiting .inset");
    assertThat(inset).hasCount(2);
    // what it covers is looked at too
    assertThat(inset.first()).hasCSS("opacity", "1");
    page.locator(".cell.waiting").first().hover();
    assertThat(inset.first()).hasCSS("opacity", "0");
    for (var way : List.of("too-narrow", "wider than")) {
      page.locator(".failures li")
          .filter(new Locator.FilterOptions().setHasText(way))
          .getByText("Show")
          .click();
      assertThat(page.locator(".items [role=listitem]")).hasCount(1);
      assertThat(page.getByLabel("Which items")).containsText(way);
    }
    page.reload();
    assertThat(page.locator(".items [role=listitem]")).hasCount(1);

    // what somebody says no to is a state of its own
    page.getByText("Review 2 waiting").click();
    assertThat(page.getByText("1 of 2 waiting")).isVisible();
    page.keyboard().press("r");
    assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
    page.goBack();
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    page.keyboard().press("r");
    page.keyboard().type("the strap is cut off");
    page.keyboard().press("Enter");
    assertThat(page.getByText("1 of 1 waiting")).isVisible();
    assertThat(page.locator(".told")).containsText("Rejected 2026-11-27_bag_duffel_front");
    page.getByLabel("Back to the batch").click();
    assertThat(heading("Why 2 items failed and 1 was rejected")).isVisible();
    var which = page.getByLabel("Which items");
    which.getByText("rejected 1").click();
    assertThat(page.locator(".items [role=listitem]")).hasCount(1);
    assertThat(page.locator(".cell.rejected")).hasCount(1);
    page.reload();
    assertThat(page.locator(".cell.rejected")).hasCount(1);
    var gate = page.locator(".stepsof .node.gate");
    assertThat(gate).containsText("0 of 4, 1 rejected, 1 waiting, 2 not done");
    which.getByText("failed 2").click();
    assertThat(page.locator(".items [role=listitem]")).hasCount(2);
    button("Cancel").click();
    button("Cancel the batch").click();
    assertThat(gate).hasClass(Pattern.compile("\\brejected\\b"));
    button("Run again with changes").click();
    // what somebody rejected did not break
    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("Why they failed");
    dialog.getByLabel("Items").selectOption("rejected");
    assertThat(dialog).not().containsText("Why they failed");
  }

  @Test
  void what_people_rejected_has_failed_nowhere() throws Exception {
    var batch = scene.judged(480, 240);
    scene.signIn(page, server.adminKey());
    scene.until(page, batch, "2 waiting");
    scene.rejectAll(batch);
    assertThat(head().locator(".status").first()).hasText("2 rejected");
    var gate = page.locator(".stepsof .node.gate");
    assertThat(gate).containsText("0 of 2, 2 rejected");
    assertThat(gate).hasClass(Pattern.compile("\\brejected\\b"));
    page.getByLabel("Steps of the graph").getByText("approved_by_the_brand_team").click();
    page.getByText("Items that were rejected here").click();
    assertThat(page.locator(".cell.rejected")).hasCount(2);

    page.locator(".items [role=listitem]").first().click();
    assertThat(page.locator(".flow .node.gate")).containsText("rejected");
    assertThat(page.locator("section > .steps > .step.rejected")).containsText("rejected");
    assertThat(page.locator(".steps .step.failed, .node.failed")).hasCount(0);

    // nobody has to look after it
    page.navigate(server.url() + "/");
    var waits = page.locator("section[aria-labelledby=waits]");
    assertThat(waits).containsText("Nothing. All is well.");
    var row = page.locator("section[aria-labelledby=ended] tbody tr");
    assertThat(row.locator(".status")).hasText("2 rejected");
    assertThat(row.locator("td[data-label=Failed]")).hasText("0");
  }

  /**
   * What has to be read or touched and is too small for it; what is made smaller counts as seen.
   */
  private static final String TOO_SMALL =
      """
      () => {
        const scale = node => new DOMMatrix(getComputedStyle(node.closest('.react-flow__viewport') ?? node).transform).a
        const said = node => [...node.childNodes].some(one => one.nodeType === 3 && one.textContent.trim())
        const texts = [...document.querySelectorAll('.flow *, .middle *')].filter(said)
          .filter(node => node.getBoundingClientRect().width > 1 && parseFloat(getComputedStyle(node).fontSize) * scale(node) < 12)
        const touched = [...document.querySelectorAll('.steplist button, .drawn summary, .react-flow__handle.connectable')]
          .filter(node => node.getBoundingClientRect().height < 24)
        return [...texts, ...touched].map(node => node.outerHTML.slice(0, 100))
      }
      """;

  @Test
  void on_a_phone_steps_are_a_list_and_their_graph_is_as_large_as_its_words_need()
      throws Exception {
    var batch = scene.judged(480);
    scene.signIn(page, server.adminKey());
    scene.until(page, batch, "1 waiting");
    page.setViewportSize(390, 844);
    var graph = page.locator(".graph");
    for (var place : List.of("batches/" + batch, "runs/" + scene.firstItem(batch))) {
      page.navigate(server.url() + "/console/" + place);
      assertThat(page.getByLabel("Steps of the graph").locator("li")).hasCount(3);
      assertThat(graph).hasCount(0);
      page.getByText("As a graph").click();
      assertThat(graph.locator(".node")).hasCount(3);
      Assertions.assertThat((List<?>) page.evaluate(TOO_SMALL)).as(place).isEmpty();
      // all of it is there, and the page is scrolled
      Assertions.assertThat(
              page.evaluate(
                  "() => { const box = document.querySelector('.drawn"
                      + " .scroll').getBoundingClientRect(); return"
                      + " [...document.querySelectorAll('.node')].map(one =>"
                      + " one.getBoundingClientRect()).every(one => one.left >= box.left &&"
                      + " one.right <= box.right && one.top >= box.top && one.bottom <= box.bottom)"
                      + " }"))
          .isEqualTo(true);
      page.reload();
      assertThat(graph.locator(".node")).hasCount(3);
    }
    page.navigate(
        server.url() + "/console/workflows/shop-cutouts-of-the-autumn-collection/edit?shown=graph");
    assertThat(graph.locator(".node")).hasCount(3);
    Assertions.assertThat((List<?>) page.evaluate(TOO_SMALL)).isEmpty();
    graph.locator(".node").getByText("remove_background").click();
    assertThat(page).hasURL(Pattern.compile("node=remove_background"));

    // whoever turns the device sees both
    page.setViewportSize(1280, 860);
    assertThat(page.getByText("As a graph")).hasCount(0);
    assertThat(graph.locator(".node")).hasCount(3);
  }

  @Test
  void a_damaged_photo_is_replaced_and_its_item_done_again() throws Exception {
    scene.publish(Scene.SHOP);
    var photo = Path.of("examples/catalog/photos/dog-beagle.jpg");
    var damaged = folder.resolve("Größe 42 – Tasche.jpg");
    Files.write(damaged, Arrays.copyOf(Files.readAllBytes(photo), 4_000));
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/workflows/shop/run");
    page.locator("input[type=file]").first().setInputFiles(damaged);
    assertThat(page.locator(".tiles")).containsText("cannot be read, may be damaged");
    // it stays out of what is started, unless somebody wants it tried
    assertThat(page.getByText("0 files ready, 1 left out")).isVisible();
    assertThat(button("Start 0 items")).isDisabled();
    button("Take it nevertheless").click();
    assertThat(button("Leave it out again")).isVisible();
    button("Start 1 item").click();
    assertThat(head()).containsText("1 failed");
    page.locator(".items [role=listitem]").getByText("Größe 42 - Tasche").click();

    var item = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Item"));
    assertThat(item.getByRole(AriaRole.LINK).first()).hasText("shop");
    button("Another file or other inputs").click();
    var dialog = page.getByRole(AriaRole.DIALOG);
    dialog.locator("input[type=file]").setInputFiles(photo);
    assertThat(dialog.locator(".thumb img")).isVisible();
    button("Run 1 item again").click();
    assertThat(heading("shop (2)")).isVisible();
    assertThat(head()).containsText("1 succeeded");

    // its page tells when what was done, with what, and what happened
    page.locator(".items [role=listitem]").click();
    var timeline = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Timeline"));
    assertThat(timeline.getByLabel(Pattern.compile("attempt 1 "))).hasCount(3);
    button("succeeded scale").click();
    assertThat(page.locator(".details")).containsText("Inputs");
    assertThat(page.locator(".details .list").first()).containsText("480");
    page.locator(".details").getByText("Log").click();
    assertThat(page.locator(".log")).containsText("It succeeded");
    page.reload();
    assertThat(page.locator(".log")).containsText("It succeeded");
  }

  @Test
  void a_step_that_takes_long_shows_how_far_it_is() throws Exception {
    var takes = Duration.ofMinutes(2);
    var settings = new FakeProvider.Settings(0, 1, takes, Set.of(), Money.NONE, "whsec_c2VjcmV0");
    try (var slow = FakeProvider.start(settings, InstantSource.system());
        var graphs =
            WholeServer.with(
                folder.resolve("graphs"),
                "{name: graphs, kind: comfyui, url: \"%s/comfyui\", secret: FAKE_TOKEN, prices: {\"*\": {call: 0}}}"
                    .formatted(slow.url()))) {
      var there = new Scene(graphs);
      there.publish(Scene.GRAPH);
      var batch = there.batch("{\"workflow\": \"graph\", \"items\": [{}]}");
      there.signIn(page, graphs.adminKey());
      page.navigate(graphs.url() + "/console/runs/" + there.firstItem(batch));

      var bars = page.getByRole(AriaRole.PROGRESSBAR);
      assertThat(bars.first()).isVisible();
      assertThat(bars.first()).hasAccessibleName("How far paint is");
      assertThat(page.locator(".steps .step .headway"))
          .containsText(Pattern.compile("\\d+ %, KSampler \\d+ of 20"));
      assertThat(page.getByLabel("Steps of the graph")).containsText("KSampler");
      button("Cancel this item").click();
      assertThat(bars).hasCount(0);
    }
  }

  @Test
  void thirty_pictures_are_reviewed_by_keyboard_alone() throws Exception {
    var batch = scene.posters(30);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/review?batch=" + batch);
    assertThat(page.getByText("1 of 30 waiting")).isVisible();
    // the picture has the window, and it is said what it belongs to
    assertThat(page.locator(".top")).isHidden();
    assertThat(page.locator(".asks")).containsText("lighthouse posters · posters v1 · poster-1");

    // looked into: a pixel for a pixel, and whole again
    var zoom = page.getByLabel("Zoom", new Page.GetByLabelOptions().setExact(true));
    assertThat(zoom).containsText("fit");
    page.keyboard().press("-");
    assertThat(zoom).containsText("200 %");
    page.keyboard().press("-");
    assertThat(zoom).containsText("100 %");
    assertThat(page.locator(".sheet")).hasCSS("width", "320px");
    // a refresh changes nothing of what is seen
    assertThat(page).hasURL(Pattern.compile("zoom=1$"));
    page.reload();
    assertThat(zoom).containsText("100 %");
    page.keyboard().press("0");
    assertThat(zoom).containsText("fit");
    assertThat(page).not().hasURL(Pattern.compile("zoom"));

    page.keyboard().press("a");
    assertThat(page.getByText("1 of 29 waiting")).isVisible();
    assertThat(page.getByText("Approved poster-1.")).isVisible();
    // it can be taken back until it is sent
    page.keyboard().press("u");
    assertThat(page.getByText("1 of 30 waiting")).isVisible();
    assertThat(page.getByText("Taken back: poster-1.")).isVisible();
    page.keyboard().press("a");
    assertThat(page.getByText("1 of 29 waiting")).isVisible();
    page.keyboard().press("ArrowRight");
    assertThat(page.getByText("2 of 29 waiting")).isVisible();
    page.keyboard().press("r");
    page.keyboard().type("the light is off");
    page.keyboard().press("Enter");
    assertThat(page.getByText("of 28 waiting")).isVisible();
    page.keyboard().press("g");
    page.keyboard().type("more fog");
    page.keyboard().press("Enter");
    assertThat(page.getByText("of 27 waiting")).isVisible();
    // the new version of that poster comes back by itself, with what it was asked for and the old
    // one
    assertThat(page.getByText("of 28 waiting")).isVisible();
    page.keyboard().press("s");
    page.getByLabel("Look at poster-4").focus();
    page.keyboard().press("Enter");
    var earlier = page.getByLabel("Earlier versions");
    assertThat(earlier).containsText("more fog");
    assertThat(page.locator(".asks")).containsText("version 2");
    button("Version 1").click();
    assertThat(page.locator(".tag.left")).hasText("Version 1");
    for (int left = 28; left > 0; left--) {
      assertThat(page.getByText("of " + left + " waiting")).isVisible();
      page.keyboard().press("a");
    }
    assertThat(heading("Nothing waits for you")).isVisible();
    assertThat(page.getByText("30 pictures decided.")).isVisible();
    // whoever leaves within the moment in which it can be taken back loses no decision
    button("Sign out").click();
    assertThat(page.getByLabel("Key")).isVisible();
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/batches/" + batch);
    assertThat(head()).containsText("30 succeeded");
  }

  @Test
  void a_key_pressed_before_the_address_has_followed_decides_what_is_behind() throws Exception {
    var batch = scene.posters(6);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/review?batch=" + batch);
    assertThat(page.getByText("1 of 6 waiting")).isVisible();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    assertThat(page.getByText("3 of 6 waiting")).isVisible();

    page.evaluate(
        """
        async () => {
          for (let times = 0; times < 3; times++) {
            document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))
            await Promise.resolve()
          }
        }
        """);
    assertThat(page.locator(".waits")).hasText("3 of 3 waiting");
    assertThat(page.getByLabel("What waits").getByRole(AriaRole.BUTTON)).hasCount(3);
    for (var left : List.of("poster-1", "poster-2", "poster-6")) {
      assertThat(page.getByLabel("What waits").getByLabel(left)).isVisible();
    }
  }

  @Test
  void what_is_asked_of_a_picture_is_never_asked_of_the_next() throws Exception {
    scene.posters(8);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/review");
    assertThat(page.getByText("1 of 8 waiting")).isVisible();
    chromium.slowDown(page, 8);
    for (int at = 1; at < 8; at += 2) {
      page.keyboard().press("r");
      page.keyboard().type("the light is off");
      page.keyboard().press("Enter");
      page.keyboard().press("g");
      page.keyboard().type("more fog");
      page.keyboard().press("Enter");
      assertThat(page.locator(".said"))
          .hasText("Asked for another of poster-%d.".formatted(at + 1));
      assertThat(page.locator("dialog")).hasCount(0);
    }
    // what was asked for comes back, and nothing else
    assertThat(page.getByText("of 4 waiting")).isVisible();
    assertThat(page.locator(".asks")).containsText("version 2");
  }

  @Test
  void a_picture_that_somebody_else_decides_stays_until_one_moves_on() throws Exception {
    var batch = scene.posters(4);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/review?batch=" + batch);
    assertThat(page.getByText("1 of 4 waiting")).isVisible();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".asks")).containsText("poster-2");

    page.keyboard().press("r");
    page.keyboard().type("ask");
    scene.decide(batch, "poster-2", "approve");
    assertThat(page.getByText("poster-2 waits no longer: admin approved it.")).isVisible();
    // whoever writes a note meanwhile writes on, and none of its letters is a key
    page.keyboard().type(" ana for fog");
    assertThat(page.getByLabel("Why? (may be empty)")).hasValue("ask ana for fog");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    page.keyboard().press("a");
    assertThat(page.locator(".waits")).hasText("3 waiting");
    assertThat(page.locator(".asks")).containsText("poster-2");
    assertThat(button("Approve A")).isHidden();

    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".asks")).containsText("poster-3");
    assertThat(page.locator(".waits")).hasText("2 of 3 waiting");
    assertThat(page.getByText("waits no longer")).isHidden();
    page.keyboard().press("a");
    assertThat(page.locator(".waits")).hasText("2 of 2 waiting");
  }

  @Test
  void a_version_that_a_colleague_asked_for_comes_when_one_moves_on() throws Exception {
    var batch = scene.posters(3);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/review?batch=" + batch);
    assertThat(page.getByText("1 of 3 waiting")).isVisible();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".asks")).containsText("poster-2");

    scene.decide(batch, "poster-2", "regenerate");
    assertThat(page.getByText("poster-2 waits no longer: admin asked for another one."))
        .isVisible();
    assertThat(page.locator(".waits")).hasText("3 waiting");
    assertThat(page.locator(".asks")).not().containsText("version 2");
    page.keyboard().press("a");
    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".asks")).containsText("poster-2 · review · version 2");
    assertThat(page.locator(".waits")).hasText("2 of 3 waiting");
  }

  @Test
  void a_rejection_on_the_sheet_is_about_what_it_was_asked_about() throws Exception {
    var batch = scene.posters(3);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/review?view=sheet&batch=" + batch);
    var waiting = page.getByRole(AriaRole.STATUS).getByText("3 waiting");
    assertThat(waiting).isVisible();
    page.getByLabel("Mark poster-2").check();
    page.keyboard().press("r");
    page.keyboard().type("too");
    scene.decide(batch, "poster-2", "approve");
    assertThat(waiting).isHidden();
    // none of what is written on is a key, and it stays about the same picture
    page.keyboard().type(" dark and grey");
    assertThat(page.getByLabel("Why? (may be empty)")).hasValue("too dark and grey");
    assertThat(heading("Reject poster-2")).isVisible();
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(page.getByText("was not decided")).isVisible();
    for (var left : List.of("poster-1", "poster-3")) {
      assertThat(page.getByLabel("Look at " + left)).isVisible();
    }
    assertThat(page.getByText("2 waiting")).isVisible();
  }

  @Test
  void the_page_finds_the_server_again_after_a_restart() throws Exception {
    var batch = scene.posters(2);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/batches/" + batch);
    assertThat(head()).containsText("2 waiting");
    assertThat(page.getByText("live", new Page.GetByTextOptions().setExact(true))).isVisible();

    int port = URI.create(server.url()).getPort();
    server.close();
    assertThat(page.getByText("Connection lost. Trying again…")).isVisible();
    server = new WholeServer(folder, port);
    scene = new Scene(server);
    assertThat(page.getByText("Connection lost. Trying again…")).isHidden();

    var all = "{\"action\": \"approve\", \"batch\": \"%s\"}".formatted(batch);
    scene.ask("POST", "/v1/bulk-actions", "application/json", BodyPublishers.ofString(all));
    assertThat(head()).containsText("2 succeeded");
  }

  @Test
  void a_viewer_sees_no_button_that_he_may_not_press() throws Exception {
    var failed = scene.labels();
    var waiting = scene.posters(2);
    scene.signIn(page, server.key("{\"name\": \"look\", \"role\": \"viewer\"}"));

    page.navigate(server.url() + "/console/batches/" + failed);
    assertThat(head()).containsText("3 failed");
    assertThat(page.locator(".failures li")).hasCount(1);
    assertThat(page.getByText(Pattern.compile("^Retry"))).hasCount(0);
    assertThat(button("(Pause|Resume|Cancel|Leave)")).hasCount(0);
    assertThat(page.locator("input, select")).hasCount(0);
    page.navigate(server.url() + "/console/batches/" + failed + "?open=retry");
    assertThat(page.locator(".failures li")).hasCount(1);
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);

    page.navigate(server.url() + "/console/review?batch=" + waiting);
    assertThat(page.getByText("1 of 2 waiting")).isVisible();
    assertThat(button("(Approve|Reject|Once more)")).hasCount(0);
    page.keyboard().press("a");
    assertThat(page.getByText("1 of 2 waiting")).isVisible();

    page.navigate(server.url() + "/console/workflows/labels");
    assertThat(page.getByLabel("The workflow file")).not().isEditable();
    assertThat(button("(New workflow|Save|Put to use)")).hasCount(0);
    assertThat(page.getByText("New run")).hasCount(0);
    page.navigate(server.url() + "/console/workflows/labels/run");
    assertThat(heading("Your key may not do this")).isVisible();
    page.navigate(server.url() + "/console/settings?tab=keys");
    assertThat(heading("Your key may not see this")).isVisible();

    // a new tab is signed in by the one that is, and whoever leaves one leaves both
    var second = page.context().newPage();
    second.navigate(server.url() + "/console/workflows/labels");
    assertThat(second.getByLabel("The workflow file")).isVisible();
    second.getByText("Sign out").click();
    assertThat(second.getByLabel("Key")).isVisible();
    assertThat(page.getByText("You signed out in another tab.")).isVisible();
  }

  @Test
  void two_tenants_see_nothing_of_each_other() throws Exception {
    var mine = scene.labels();
    var item = scene.firstItem(mine);
    var photo = scene.photo("dog-beagle.jpg");
    var stranger =
        server.key(
            "{\"name\": \"theirs\", \"user\": \"mallory\", \"role\": \"admin\", \"tenant\":"
                + " \"other\"}");
    scene.signIn(page, stranger);

    assertThat(heading("Nothing has been run here yet")).isVisible();
    for (var place : List.of("/console/batches/" + mine, "/console/runs/" + item)) {
      page.navigate(server.url() + place);
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no such");
    }
    page.navigate(server.url() + "/console/asset/" + photo);
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no such asset");
    page.navigate(server.url() + "/console/assets");
    assertThat(heading("There is no file yet")).isVisible();
    page.navigate(server.url() + "/console/workflows");
    assertThat(heading("There is no workflow yet")).isVisible();
    page.navigate(server.url() + "/console/review");
    assertThat(heading("Nothing waits for you")).isVisible();
    page.navigate(server.url() + "/console/settings?tab=providers");
    assertThat(page.getByText("image.generate")).isVisible();
    assertThat(button("Test the key")).hasCount(0);
    // nor what the operator of the machine sees
    page.navigate(server.url() + "/console/settings?tab=doctor");
    assertThat(heading("Your key may not see this")).isVisible();
    page.navigate(server.url() + "/");
    button("Run it on 3 photos").last().click();
    assertThat(head()).containsText("3 waiting");

    var first = chromium.page();
    scene.signIn(first, server.adminKey());
    assertThat(first.getByText("autumn labels").first()).isVisible();
    assertThat(first.getByText("Pictures that a person approves")).hasCount(0);
    first.navigate(server.url() + "/console/settings?tab=providers");
    first.getByText("Test the key").click();
    assertThat(first.getByText("the key is good")).isVisible();
    // what work costs is seen, and what a tenant may have is set
    first.navigate(server.url() + "/console/settings?tab=prices");
    assertThat(first.getByLabel("Prices")).containsText("0.04 USD");
    first.navigate(server.url() + "/console/settings?tab=limits");
    var limits = first.getByLabel("Limits of a team");
    limits.getByLabel("Team").fill("Other!");
    limits.getByLabel("Budget a month").fill("5");
    limits.getByText("Set it").click();
    assertThat(first.getByRole(AriaRole.ALERT)).containsText("tenant");
    limits.getByLabel("Team").fill("other");
    limits.getByText("Set it").click();
    var tenants = first.getByLabel("Teams", new Page.GetByLabelOptions().setExact(true));
    assertThat(tenants).containsText("5.00 USD");
    tenants.getByText("Change").click();
    limits.getByLabel("Open batches").fill("1");
    limits.getByText("Change it").click();
    assertThat(tenants).containsText("1 of 1");
    first.context().close();
  }

  private static final String SCROLLED =
      """
      () => [...document.querySelectorAll('.pane')].map(one =>
        [one.scrollLeft / (one.scrollWidth - one.clientWidth), one.scrollTop / (one.scrollHeight - one.clientHeight)]
          .map(part => part.toFixed(1)).join(' ')).join(', ')
      """;

  @Test
  void two_pictures_beside_each_other_are_looked_into_as_one_and_the_next_item_is_near()
      throws Exception {
    scene.publish(Scene.SHOP);
    var photo = scene.photo("dog-beagle.jpg");
    var item = "{\"name\": \"%s\", \"inputs\": {\"photo\": \"%s\"}}";
    var batch =
        scene.batch(
            "{\"workflow\": \"shop\", \"items\": [%s, %s]}"
                .formatted(item.formatted("one", photo), item.formatted("two", photo)));
    scene.signIn(page, server.adminKey());
    scene.until(page, batch, "2 succeeded");
    page.getByRole(AriaRole.LISTITEM).filter(new Locator.FilterOptions().setHasText("one")).click();
    button("Side by side").click();
    assertThat(page.locator(".pane img")).hasCount(2);
    // closer to the middle of each, not to the line between them
    page.keyboard().press("+");
    page.keyboard().press("+");
    page.keyboard().press("+");
    page.waitForFunction(
        "() => document.querySelector('.pane').scrollWidth >"
            + " document.querySelector('.pane').clientWidth");
    Assertions.assertThat(page.evaluate(SCROLLED)).isEqualTo("0.5 0.5, 0.5 0.5");
    var pane = page.locator(".pane").last().boundingBox();
    page.mouse().move(pane.x + pane.width / 2, pane.y + pane.height / 2);
    page.mouse().down();
    page.mouse().move(pane.x + 2, pane.y + 2);
    page.mouse().up();
    page.waitForFunction("() => (" + SCROLLED + ")() !== '0.5 0.5, 0.5 0.5'");
    Assertions.assertThat(page.evaluate(SCROLLED).toString()).matches("(\\S+ \\S+), \\1");

    // a slider that is looked into is dragged too; its line moves by itself and stays in sight
    button("Slider").click();
    var window = page.locator(".viewport").boundingBox();
    var left = page.evaluate("() => document.querySelector('.viewport').scrollLeft");
    page.mouse().move(window.x + 60, window.y + 60);
    page.mouse().down();
    page.mouse().move(window.x + window.width - 60, window.y + 60);
    page.mouse().up();
    page.waitForFunction("left => document.querySelector('.viewport').scrollLeft < left", left);
    var line = page.locator(".compare .line").boundingBox();
    Assertions.assertThat(line.x).isBetween(window.x, window.x + window.width);

    // as it is looked at, so is the next one
    page.keyboard().press("j");
    assertThat(heading("two")).isVisible();
    assertThat(page).hasURL(Pattern.compile("zoom="));
    page.getByLabel("Other items of the batch").getByText("Previous").click();
    assertThat(heading("one")).isVisible();
    page.goBack();
    assertThat(head()).containsText("2 succeeded");
  }

  @Test
  void a_colleague_is_added_and_comes_in_with_what_was_sent() throws Exception {
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/settings?tab=members");
    button("Add a colleague").click();
    var dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("looks at everything, and changes nothing");
    dialog.getByLabel("Who it is").fill("anna@example.org");
    dialog.getByLabel("viewer").check();
    dialog.getByText("Make their key").click();
    var handed = dialog.locator(".handed code");
    assertThat(handed.first()).hasText(server.url() + "/");
    var key = handed.last().textContent();
    button("I have it").click();
    assertThat(page.getByLabel("Members")).containsText("anna@example.org");

    var hers = chromium.page();
    scene.signIn(hers, key);
    assertThat(hers.locator(".who")).hasText("anna@example.org · viewer");
    hers.context().close();
  }

  @Test
  void files_that_are_chosen_become_a_batch() throws Exception {
    scene.publish(Scene.SHOP);
    scene.signIn(page, server.adminKey());
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Workflows").setExact(true))
        .click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("shop")).click();
    page.getByText("New run").click();
    page.locator("input[type=file]")
        .first()
        .setInputFiles(
            new Path[] {
              Path.of("examples/catalog/photos/dog-beagle.jpg"),
              Path.of("examples/catalog/photos/camera-folding.jpg"),
              Files.writeString(folder.resolve("notes.txt"), "not a photo")
            });
    // what is no picture is left out and told; what is wrong with an item, by the name of its file
    assertThat(page.getByText("2 files ready, 1 left out")).isVisible();
    assertThat(page.locator(".tiles .off")).containsText("not a picture");
    page.getByLabel("width").fill("5");
    button("Dry run").click();
    assertThat(page.getByText("dog-beagle.jpg: width")).isVisible();
    page.getByLabel("width").fill("200");
    assertThat(page.getByText("dog-beagle.jpg: width")).hasCount(0);
    button("Dry run").click();
    assertThat(page.getByText("2 items go through their steps: 6 steps are run")).isVisible();
    button("Leave out notes.txt").click();
    assertThat(page.getByText("left out")).hasCount(0);
    button("Start 2 items").click();
    assertThat(head()).containsText("2 succeeded");

    // for whoever wants one picture only, the workflow is a form with one button
    page.navigate(server.url() + "/console/workflows/shop");
    page.getByText("As an app").click();
    assertThat(page.getByText("needs photo")).isVisible();
    page.getByLabel("photo").setInputFiles(Path.of("examples/catalog/photos/dog-beagle.jpg"));
    button("Run").click();
    assertThat(page.locator(".made img")).hasCount(1);
    page.reload();
    assertThat(page.locator(".made img")).hasCount(1);
  }

  @Test
  void a_new_workflow_takes_the_place_of_no_other_without_a_word() throws Exception {
    scene.publish(Scene.LABELS.replace("name: labels", "name: my-workflow"));
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/workflows");
    page.getByText("New workflow").click();
    var name = page.locator(".side").getByLabel(Pattern.compile("^name"));
    assertThat(name).hasValue("my-workflow-2");
    // whoever gives it that name all the same is asked
    page.getByLabel("The workflow file")
        .fill(Scene.LABELS.replace("name: labels", "name: my-workflow"));
    button("Save as draft").click();
    var asked = page.getByText("There is already a workflow called my-workflow");
    assertThat(asked).isVisible();
    button("Another name").click();
    assertThat(asked).isHidden();
    assertThat(name).isFocused();
    page.keyboard().type("mine");
    button("Save as draft").click();
    assertThat(page.getByText("Saved", new Page.GetByTextOptions().setExact(true))).isVisible();
    assertThat(page).hasURL(Pattern.compile("workflows/mine/edit"));
  }

  @Test
  void the_editor_builds_a_workflow_from_nothing_and_runs_it() throws Exception {
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/workflows");
    page.getByText("New workflow").click();
    assertThat(page.getByText("Add an input and a step to begin")).isVisible();
    assertThat(page.locator(".status.failed")).hasCount(0);
    // a name is made of what is typed
    page.locator(".side").getByLabel(Pattern.compile("^name")).fill("Small and grey");
    assertThat(page.getByLabel("The workflow file")).hasValue("name: small-and-grey\n");
    button("Add an input").click();
    // a step is found by what it is wanted for
    page.getByLabel("Search steps").fill("white square");
    button("image.resize").click();
    // the picture is bound by itself; a mistake is told at the field and at the step
    var side = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Step resize"));
    assertThat(side.locator("input.bound")).hasValue("${{ inputs.photo }}");
    var width = side.getByLabel("width", new Locator.GetByLabelOptions().setExact(true));
    var behind = side.getByLabel("height", new Locator.GetByLabelOptions().setExact(true));
    var place = behind.boundingBox().y;
    width.fill("-5");
    assertThat(side.locator(".param.wrong .mistake")).hasCount(1);
    // a mistake that comes moves no field from under the pointer
    Assertions.assertThat(behind.boundingBox().y).isEqualTo(place);
    side.getByLabel("Pick the colour of background").fill("#ff8800");
    assertThat(page.getByLabel("The workflow file"))
        .hasValue(Pattern.compile("background: [\"']#ff8800"));
    page.keyboard().press("Control+z");
    assertThat(page.locator(".graph .node.wrong")).hasCount(1);
    page.keyboard().press("Control+z");
    assertThat(side.locator(".param.wrong")).hasCount(0);
    width.fill("200");

    page.getByLabel("Search steps").fill("grayscale");
    button("image.grayscale").click();
    // it goes on with what the step before it made
    assertThat(page.locator(".side input.bound")).hasValue("${{ steps.resize.image }}");
    page.getByLabel("Step", new Page.GetByLabelOptions().setExact(true)).fill("grey");
    page.keyboard().press("Enter");
    assertThat(page.locator(".graph .react-flow__edge")).hasCount(1);

    // what is written in the file is drawn too
    var file = page.getByLabel("The workflow file");
    Assertions.assertThat(file.inputValue()).contains("grey:", "image: ${{ steps.resize.image }}");
    file.fill(
        file.inputValue().replace("resize:", "small:").replace("steps.resize", "steps.small"));
    assertThat(page.getByLabel("Steps of the graph")).containsText("small");
    // which step is looked at is a place of its own, that Back and a refresh know
    assertThat(page).hasURL(Pattern.compile("node=grey"));
    button("← The workflow").click();
    assertThat(page).not().hasURL(Pattern.compile("node"));
    page.goBack();
    page.reload();
    assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Step grey")))
        .isVisible();
    button("← The workflow").click();
    // nothing was given out yet, which is no mistake but seldom meant
    assertThat(page.getByText("1 notice")).isVisible();
    page.locator(".side .notice").getByText("Give out image of grey").click();
    assertThat(page.locator(".notice")).hasCount(0);
    assertThat(file).hasValue(Pattern.compile("image: \\$\\{\\{ steps\\.grey\\.image }}"));
    assertThat(page.getByText("No mistakes")).isVisible();

    // what was not tried is not published; a try shows each picture on its way
    assertThat(button("Put to use")).isDisabled();
    button("try it below").click();
    page.locator(".trial input[type=file]")
        .setInputFiles(Path.of("examples/catalog/photos/dog-beagle.jpg"));
    button("Try it").click();
    assertThat(page.locator(".graph .node.succeeded .thumb img")).hasCount(2);
    // what came out stands beside the button, and is called after what went in
    page.locator(".trial .out a:has(img)").click();
    assertThat(heading("dog-beagle")).isVisible();
    page.goBack();
    // whoever leaves finds all again, what was tried as well; to save it takes nothing away
    page.getByText("look closer").click();
    assertThat(page.locator(".editing")).hasCount(0);
    page.goBack();
    assertThat(page.getByText("Brought back what you had not saved.")).isVisible();
    assertThat(page.locator(".graph .node.succeeded .thumb img")).hasCount(2);
    button("Save as draft").click();
    assertThat(page.getByText("Saved", new Page.GetByTextOptions().setExact(true))).isVisible();
    assertThat(page.getByText("Brought back")).hasCount(0);
    assertThat(page.locator(".graph .node.succeeded .thumb img")).hasCount(2);
    assertThat(page.locator(".trial .given .thumb img")).isVisible();
    page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Put to use").setExact(true))
        .click();

    page.getByText("New run").click();
    page.locator("input[type=file]")
        .first()
        .setInputFiles(Path.of("examples/catalog/photos/dog-beagle.jpg"));
    button("Start 1 item").click();
    assertThat(head()).containsText("1 succeeded");
  }

  @Test
  void a_try_that_waits_at_a_gate_is_decided_in_the_editor() throws Exception {
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/editor");
    var file = page.getByLabel("The workflow file");
    var asked =
        """
        name: asked
        steps:
          say: {uses: transform, with: {value: hello}}
          shrink: {uses: image.resize, with: {image: "${{ steps.say.value }}"}}
          ask: {gate: {title: Good?, show: "${{ steps.say.value }}"}, needs: say}
        outputs: {said: "${{ steps.say.value }}"}
        """;
    file.fill(asked);
    // neither side of the box is given; what has mistakes waits in this browser, in other tabs too
    assertThat(page.locator(".problems")).containsText("expected a width, a height or both");
    assertThat(page.getByText("It is kept in this browser")).isVisible();
    var other = page.context().newPage();
    other.navigate(server.url() + "/console/editor");
    assertThat(other.getByText("Brought back what you had not saved.")).isVisible();
    other.close();

    file.fill(asked.replaceAll(" *shrink.*\n", ""));
    assertThat(button("Put to use")).isDisabled();
    button("Try it").click();
    assertThat(page.getByText("It waits at ask for a decision")).isVisible();
    assertThat(button("Put to use")).isDisabled();
    page.locator(".trial").getByText("Approve").click();
    button("Put to use").click();
    assertThat(page.getByText("version 1").first()).isVisible();
  }

  @Test
  void a_table_becomes_a_batch_and_its_pictures_have_a_lineage() throws Exception {
    scene.publish(Scene.SHOP);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/workflows/shop/run");
    page.locator("input[type=file]")
        .first()
        .setInputFiles(
            new Path[] {
              Path.of("examples/catalog/photos/dog-beagle.jpg"),
              Path.of("examples/catalog/photos/camera-folding.jpg")
            });
    assertThat(page.getByText("2 files ready")).isVisible();
    var table = folder.resolve("shop.csv");
    Files.writeString(
        table, "name,Photo,pixels\nbeagle,dog-beagle.jpg,120\ncamera,camera-folding,240\n");
    page.locator("input[accept]").setInputFiles(table);
    assertThat(page.getByText("2 lines read")).isVisible();
    page.getByLabel("width from").selectOption("pixels");
    page.getByLabel("Items that go first").fill("1");
    page.getByText("curl").click();
    assertThat(page.locator(".curl code")).containsText("\"canary\":{\"items\":1");
    button("Start 2 items").click();
    assertThat(head()).containsText("2 succeeded");

    button("Alike").click();
    assertThat(page.getByText("2 pictures compared")).isVisible();
    assertThat(heading("No two pictures look alike")).isVisible();

    page.navigate(server.url() + "/console/assets");
    page.getByLabel("Kind").selectOption("image");
    assertThat(page.locator(".assets li")).hasCount(4);
    page.getByLabel("At step").fill("scale");
    assertThat(page.locator(".assets li")).hasCount(2);
    assertThat(page).hasURL(Pattern.compile("type=image&step=scale"));
    page.locator(".assets a")
        .filter(new Locator.FilterOptions().setHasText("resized"))
        .first()
        .click();
    assertThat(page.getByText(Pattern.compile("^(120|240) × "))).isVisible();
    var from = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Made from"));
    assertThat(from.locator("li")).containsText("at scale");
    from.getByLabel(Pattern.compile("^Asset")).click();
    assertThat(page.getByText("Nothing: it was given.")).isVisible();
    page.reload();
    assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Went into")))
        .containsText("at scale");
    button("Closer").click();
    assertThat(page.getByText("100 %")).isVisible();

    // what looks like it, in another size, and what has its colours
    var looks =
        page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Looks like this"));
    assertThat(looks.locator(".assets li")).hasCount(1);
    looks.getByLabel("Main colours").getByRole(AriaRole.LINK).first().click();
    assertThat(page).hasURL(Pattern.compile("colour=[0-9a-f]{6}"));
    assertThat(page.locator(".assets li").first()).isVisible();
    page.getByLabel("Of this colour").fill("#ff00ff");
    assertThat(heading("No file is like that")).isVisible();
    button("any").click();
    assertThat(page).not().hasURL(Pattern.compile("colour"));
  }

  @Test
  void several_are_decided_on_a_sheet_and_some_of_several_kept() throws Exception {
    var posters = scene.posters(3);
    scene.signIn(page, server.adminKey());
    page.navigate(server.url() + "/console/review?view=sheet&batch=" + posters);
    assertThat(page.locator(".reviewsheet li")).hasCount(3);
    button("Mark all").click();
    page.getByLabel("Mark poster-2").uncheck();
    assertThat(page).hasURL(Pattern.compile("marked=review@[0-9a-f]{8}:1,3$"));
    page.reload();
    assertThat(page.getByLabel("Mark poster-2")).not().isChecked();
    button("Approve 2 marked").click();
    assertThat(page).not().hasURL(Pattern.compile("marked"));
    assertThat(page.locator(".reviewsheet li")).hasCount(1);
    button("Undo 2").click();
    assertThat(page.locator(".reviewsheet li")).hasCount(3);
    assertThat(page.getByText("Taken back: 2 pictures.")).isVisible();
    // by keys: two marked on the way, the third with a word why not
    page.getByLabel("Look at poster-1").focus();
    page.keyboard().press("Shift+ArrowRight");
    assertThat(button("Approve 2 marked")).isEnabled();
    page.keyboard().press("a");
    assertThat(page.locator(".reviewsheet li")).hasCount(1);
    page.keyboard().press("r");
    page.keyboard().type("too dark");
    page.keyboard().press("Enter");
    page.getByText("To the batch").click();
    assertThat(head()).containsText("3 succeeded");

    var picks = scene.picks();
    // from the menu: it ends where what was decided went
    page.navigate(server.url() + "/console/review");
    assertThat(page.getByText("keep 1 to 2 of 3")).isVisible();
    assertThat(button("Keep 0")).isDisabled();
    // its gate names no step that may run again
    assertThat(button("Once more")).hasCount(0);
    page.keyboard().press("1");
    button("Candidate 3").click();
    assertThat(page).hasURL(Pattern.compile("keep=1,3"));
    page.reload();
    assertThat(button("Keep 2")).isEnabled();
    page.keyboard().press("a");
    var decided = page.getByLabel("Batches just decided").getByRole(AriaRole.LINK);
    assertThat(decided).hasCount(2);
    decided.first().click();
    assertThat(page).hasURL(Pattern.compile(picks + "$"));
    assertThat(head()).containsText("1 succeeded");
    page.getByRole(AriaRole.LISTITEM)
        .filter(new Locator.FilterOptions().setHasText("beagle"))
        .click();
    assertThat(page.getByLabel("Which picture").getByRole(AriaRole.BUTTON)).hasCount(2);
  }
}

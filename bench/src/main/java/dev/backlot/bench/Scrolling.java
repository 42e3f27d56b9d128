package dev.backlot.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser.StartTracingOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How smoothly a long page moves under the wheel, and when its bar is dragged. */
final class Scrolling {
  private static final int DRAGS = 200;

  /** As fast as somebody looks through pictures: some seven rows a second. */
  private static final int WHEEL_PX_A_SECOND = 1_500;

  private static final int WHEEL_SECONDS = 10;

  /** Frames between steps of the scroll bar from top to bottom; answers the longest, in ms. */
  private static final String DRAG =
      """
      async steps => {
        let longest = 0, last = performance.now()
        for (let at = 1; at <= steps; at++) {
          window.scrollTo(0, document.body.scrollHeight * at / steps)
          await new Promise(requestAnimationFrame)
          const now = performance.now()
          longest = Math.max(longest, now - last)
          last = now
        }
        return longest
      }
      """;

  /**
   * Notes the time of each frame, and at one in ten how many cells were within the window and not
   * here yet: to look costs time too.
   */
  private static final String RECORD =
      """
      () => {
        const told = window.frames_ = {times: [], cells: 0, empty: 0, over: false}
        const note = now => {
          told.times.push(now)
          if (told.times.length % 10 === 0) for (const cell of document.querySelectorAll('.cell')) {
            const box = cell.getBoundingClientRect()
            if (box.bottom < 0 || box.top > window.innerHeight) continue
            told.cells++
            if (!cell.querySelector('img')) told.empty++
          }
          if (!told.over) requestAnimationFrame(note)
        }
        requestAnimationFrame(note)
      }
      """;

  /** What a browser on this machine can do at best: boxes that are all there already. */
  private static final String PLAIN =
      """
      () => {
        const box = '<div style="width:190px;height:200px;margin:4px;border:1px solid;float:left">item</div>'
        document.body.innerHTML = box.repeat(1500)
      }
      """;

  private static final String STOP =
      "() => { const told = window.frames_; told.over = true; return told }";

  /** Of Chromium's trace, what its own timeline of frames is drawn from. */
  private static final String FRAMES = "disabled-by-default-devtools.timeline.frame";

  private static final String DRAWN = "DrawFrame";

  private final Page page;
  private final CDPSession devtools;

  Scrolling(Page page, CDPSession devtools) {
    this.page = page;
    this.devtools = devtools;
  }

  /** The longest frame while the bar is dragged from top to bottom within 200 steps, in ms. */
  double drag() {
    return ((Number) page.evaluate(DRAG, DRAGS)).doubleValue();
  }

  /**
   * What was seen while the wheel turned.
   *
   * @param answered when the page's own thread came to its turn: how soon the page answers
   * @param emptyPercent how many of the cells within the window had no picture yet, over all frames
   */
  record Wheel(Frames answered, double emptyPercent) {}

  /**
   * Frames of one thread; a browser paints at most 60 a second.
   *
   * @param rate frames a second
   * @param p99 99 of 100 came within this many ms of the one before
   */
  record Frames(double rate, double p99) {
    static Frames at(double[] millis) {
      var between = new double[millis.length - 1];
      for (int i = 0; i < between.length; i++) {
        between[i] = millis[i + 1] - millis[i];
      }
      Arrays.sort(between);
      double seconds = (millis[millis.length - 1] - millis[0]) / 1e3;
      return new Frames(between.length / seconds, between[between.length * 99 / 100]);
    }
  }

  Wheel wheel() {
    top();
    page.evaluate(RECORD);
    turn();
    return told((Map<?, ?>) page.evaluate(STOP));
  }

  /**
   * The frames that people see: a browser moves what is drawn already on a thread of its own. By
   * itself, since to trace it slows down the page.
   */
  Frames drawn() {
    top();
    var browser = page.context().browser();
    browser.startTracing(page, new StartTracingOptions().setCategories(List.of(FRAMES)));
    turn();
    return Frames.at(drawn(browser.stopTracing()));
  }

  private void top() {
    page.evaluate("window.scrollTo(0, 0)");
    page.waitForTimeout(1_000);
  }

  private void turn() {
    var gesture = new JsonObject();
    var view = page.viewportSize();
    gesture.addProperty("x", view.width / 2);
    gesture.addProperty("y", view.height / 2);
    gesture.addProperty("yDistance", -WHEEL_PX_A_SECOND * WHEEL_SECONDS);
    gesture.addProperty("speed", WHEEL_PX_A_SECOND);
    gesture.addProperty("gestureSourceType", "mouse");
    devtools.send("Input.synthesizeScrollGesture", gesture);
  }

  /** When each frame was drawn, in ms. */
  private static double[] drawn(byte[] trace) {
    return JsonParser.parseString(new String(trace, StandardCharsets.UTF_8))
        .getAsJsonObject()
        .getAsJsonArray("traceEvents")
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .filter(event -> DRAWN.equals(event.get("name").getAsString()))
        .mapToDouble(event -> event.get("ts").getAsDouble() / 1e3)
        .sorted()
        .toArray();
  }

  /** The frames a second of a page on which nothing happens, for comparison. */
  Frames plain() {
    page.navigate("about:blank");
    page.evaluate(PLAIN);
    return wheel().answered();
  }

  private static Wheel told(Map<?, ?> frames) {
    var answered =
        ((List<?>) frames.get("times"))
            .stream().mapToDouble(time -> ((Number) time).doubleValue()).toArray();
    double cells = ((Number) frames.get("cells")).doubleValue();
    double empty = ((Number) frames.get("empty")).doubleValue();
    return new Wheel(Frames.at(answered), empty * 100 / cells);
  }
}

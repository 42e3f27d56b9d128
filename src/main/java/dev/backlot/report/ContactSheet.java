package dev.backlot.report;

import dev.backlot.model.Asset;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepState;
import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import java.io.IOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code index.html}: every item before and after in one self-contained page, failures first.
 * Beyond {@value #PICTURES_MAX} items the page keeps its rows and leaves the pictures out, and says
 * so.
 */
final class ContactSheet implements AutoCloseable {
  static final int PICTURES_MAX = 400;

  private static final int BEFORE_SIDE = 280;
  private static final int AFTER_SIDE = 360;
  private static final int RESULTS_SHOWN = 4;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Runs runs;
  private final Caller caller;
  private final Thumbnailer thumbnailer;
  private final BatchRecord batch;
  private final Path failedFile;
  private final Path otherFile;
  private final Writer failedCards;
  private final Writer otherCards;
  private int cards;

  ContactSheet(Runs runs, Caller caller, Thumbnailer thumbnailer, BatchRecord batch, Path folder)
      throws IOException {
    this.runs = runs;
    this.caller = caller;
    this.thumbnailer = thumbnailer;
    this.batch = batch;
    this.failedFile = folder.resolve(".failed-cards.part");
    this.otherFile = folder.resolve(".other-cards.part");
    this.failedCards = Files.newBufferedWriter(failedFile);
    this.otherCards = Files.newBufferedWriter(otherFile);
  }

  /** Adds a card; cards are on disk until the page is put together, failures first. */
  void add(ItemResult item) throws IOException {
    boolean pictures = cards < PICTURES_MAX;
    var html = new StringBuilder();
    html.append("<article class=\"card ")
        .append(item.status().word())
        .append("\" data-status=\"")
        .append(item.status().word())
        .append("\">");
    html.append("<header><h2>")
        .append(escape(item.name()))
        .append("</h2><span class=\"badge\">")
        .append(badge(item.status()))
        .append("</span></header>");
    if (pictures) {
      html.append("<div class=\"pictures\">");
      item.before().ifPresent(asset -> html.append(before(asset)));
      item.files().stream().limit(RESULTS_SHOWN).forEach(file -> html.append(after(file)));
      html.append("</div>");
    }
    item.view()
        .run()
        .failure()
        .ifPresent(
            failure ->
                html.append("<p class=\"error\"><b>")
                    .append(escape(item.view().run().failedStep().map(Object::toString).orElse("")))
                    .append("</b> ")
                    .append(escape(failure.line()))
                    .append("</p>"));
    html.append(timings(item)).append("</article>\n");
    cards++;
    var writer = item.status() == RunStatus.FAILED ? failedCards : otherCards;
    writer.write(html.toString());
  }

  private String before(Asset asset) {
    var picture = picture(asset, BEFORE_SIDE);
    return "<figure class=\"before\"><div class=\"frame\">%s</div><figcaption><b>before</b> %s</figcaption></figure>"
        .formatted(
            picture
                .map(source -> "<img alt=\"the photo as it came in\" src=\"" + source + "\">")
                .orElse("<div class=\"none\">no preview</div>"),
            facts(asset));
  }

  private String after(ItemResult.OutputFile file) {
    var image =
        picture(file.asset(), AFTER_SIDE)
            .map(source -> "<img alt=\"" + escape(file.output()) + "\" src=\"" + source + "\">")
            .orElse("<div class=\"none\">no preview</div>");
    var linked =
        file.path().map(path -> "<a href=\"" + url(path) + "\">" + image + "</a>").orElse(image);
    return "<figure><div class=\"frame\">%s</div><figcaption><b>%s</b> %s</figcaption></figure>"
        .formatted(linked, escape(file.output()), facts(file.asset()));
  }

  private Optional<String> picture(Asset asset, int side) {
    if (!asset.mediaType().startsWith("image/")) {
      return Optional.empty();
    }
    return runs.assets()
        .file(caller, asset.id())
        .flatMap(file -> thumbnailer.thumbnail(file, side))
        .map(thumbnail -> "data:" + thumbnail.mediaType() + ";base64," + thumbnail.base64());
  }

  private static String facts(Asset asset) {
    var size = asset.width() > 0 ? asset.width() + "×" + asset.height() + " " : "";
    var kind =
        asset.mediaType().substring(asset.mediaType().indexOf('/') + 1).toUpperCase(Locale.ROOT);
    return size + "<br>" + escape(kind) + " · " + bytes(asset.bytes()).replace(" ", "&nbsp;");
  }

  private static String timings(ItemResult item) {
    var html = new StringBuilder("<ol class=\"steps\">");
    item.steps()
        .forEach(
            (id, step) ->
                html.append("<li class=\"")
                    .append(step.phase().word())
                    .append(step.reused() ? " reused" : "")
                    .append("\">")
                    .append(escape(id.toString()))
                    .append(" <i>")
                    .append(timing(step))
                    .append("</i></li>"));
    html.append("</ol>");
    return html.toString();
  }

  private static String timing(StepState step) {
    if (step.reused()) {
      return "reused";
    }
    var tries = step.attempt() > 1 ? ", attempt " + step.attempt() : "";
    return switch (step.phase()) {
      case SUCCEEDED, FAILED ->
          ItemResult.duration(step).map(ContactSheet::time).orElse("") + tries;
      default -> step.phase().word();
    };
  }

  private static String badge(RunStatus status) {
    return switch (status) {
      case SUCCEEDED -> "✓ done";
      case FAILED -> "✗ failed";
      default -> status.word();
    };
  }

  void write(Path file) throws IOException {
    failedCards.close();
    otherCards.close();
    var template = template();
    int body = template.indexOf("<!--cards-->");
    try (var out = Files.newOutputStream(file)) {
      out.write(fill(template.substring(0, body)).getBytes(StandardCharsets.UTF_8));
      Files.copy(failedFile, out);
      Files.copy(otherFile, out);
      out.write(fill(template.substring(body)).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    failedCards.close();
    otherCards.close();
    Files.deleteIfExists(failedFile);
    Files.deleteIfExists(otherFile);
  }

  private String fill(String template) {
    var state = batch.state();
    var counts = state.counts();
    var timing = BatchTiming.of(batch, runs.now());
    var note =
        cards > PICTURES_MAX
            ? "Pictures are shown for the first " + PICTURES_MAX + " items; the others are listed."
            : "";
    return template
        .replace("{{title}}", escape(batch.origin().name()))
        .replace(
            "{{workflow}}",
            escape(batch.origin().workflow()) + " version " + batch.origin().version())
        .replace("{{created}}", TIME.format(state.createdAt().orElse(batch.id().createdAt())))
        .replace("{{elapsed}}", time(timing.elapsed()))
        .replace("{{status}}", outcome(state.status()))
        .replace("{{total}}", Integer.toString(counts.total()))
        .replace("{{succeeded}}", Integer.toString(counts.succeeded()))
        .replace("{{failed}}", Integer.toString(counts.failed()))
        .replace(
            "{{other}}", Integer.toString(counts.total() - counts.succeeded() - counts.failed()))
        .replace("{{batch}}", batch.id().toString())
        .replace("{{note}}", note);
  }

  private static String outcome(BatchStatus status) {
    return switch (status) {
      case SUCCEEDED -> "all done";
      case FAILED -> "finished with failures";
      default -> status.word();
    };
  }

  private static String template() throws IOException {
    try (var in = ContactSheet.class.getResourceAsStream("/report/contact-sheet.html")) {
      if (in == null) {
        throw new IOException("the program lacks its own file contact-sheet.html");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String url(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String time(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  private static String bytes(long bytes) {
    return bytes < 1_000_000
        ? Math.max(1, bytes / 1000) + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}

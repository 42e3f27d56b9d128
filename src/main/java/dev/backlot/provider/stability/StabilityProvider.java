package dev.backlot.provider.stability;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.AtOnceProvider;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.Multipart;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Seeds;
import dev.backlot.provider.Shape;
import dev.backlot.provider.Task;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stability AI's Stable Image API (v2beta), by its public reference as stored in November 2026:
 * forms to {@code /generate/core}, {@code /generate/ultra} and {@code /generate/sd3}, {@code
 * /upscale/fast} and {@code /upscale/conservative}, {@code /edit/inpaint}, {@code /edit/erase},
 * {@code /edit/outpaint} and {@code /edit/remove-background}, below an address that ends with
 * {@code /v2beta/stable-image}. The picture comes with the answer.
 *
 * <p>{@code /upscale/creative} alone answers with the id of a job, which {@code GET
 * /v2beta/results/ID} tells: 202 while it goes on, 200 with the picture for 24 hours.
 *
 * <p>It takes no size in pixels, only one of nine shapes: the nearest to what is asked for.
 */
public final class StabilityProvider extends AtOnceProvider {
  /** The word for this adapter in the providers file. */
  public static final String KIND = "stability";

  private static final long INLINE_MAX = 10 << 20;
  private static final String WORDS_ALONE = "core";
  private static final String INPAINT = "inpaint";
  private static final String ERASE = "erase";
  private static final String OUTPAINT = "outpaint";
  private static final String CREATIVE = "creative";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final String BLIND =
      "the model core starts from words alone; ultra takes a picture";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern SD3 = Pattern.compile("sd3[\\w.-]{0,50}");
  private static final List<String> SHAPES =
      List.of("1:1", "16:9", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21");

  public StabilityProvider(ProviderSettings settings, ProviderHttp http) {
    super(settings, http);
  }

  @Override
  public Set<String> tasks() {
    return Set.of(
        Task.GenerateImage.KIND,
        Task.Upscale.KIND,
        Task.CutOut.KIND,
        Task.Erase.KIND,
        Task.Expand.KIND);
  }

  @Override
  protected Pictures taken(String task, String model) {
    return task.equals(Task.GenerateImage.KIND) && model.equals(WORDS_ALONE)
        ? new Pictures.None(BLIND)
        : new Pictures.UpTo(INLINE_MAX, 1, model.equals(INPAINT) || task.equals(Task.Erase.KIND));
  }

  @Override
  public KeyTest testKey() throws InterruptedException {
    return http.testKeyBeside("/v1/user/balance");
  }

  @Override
  public Submitted submit(Task task, String key) throws InterruptedException {
    return switch (task) {
      case Task.GenerateImage image -> generated(image, key);
      case Task.Upscale upscale -> upscaled(upscale, key);
      case Task.Erase erase -> erased(erase, key);
      case Task.Expand expand -> outpainted(expand, key);
      case Task.CutOut cutOut ->
          cutOut.model().equals("remove-background")
              ? asked(
                  "/edit/remove-background", form(key, cutOut.options(), cutOut.image()), task, key)
              : refused("model", "expected remove-background, but '" + cutOut.model() + "'");
      default -> unable(task);
    };
  }

  private Submitted generated(Task.GenerateImage task, String key) throws InterruptedException {
    if (task.model().equals(INPAINT)) {
      return inpainted(task, key);
    }
    if (task.mask().isPresent()) {
      return refused("mask", "the model inpaint takes one, " + task.model() + " does not");
    }
    boolean sd3 = SD3.matcher(task.model()).matches();
    if (!sd3 && !task.model().equals(WORDS_ALONE) && !task.model().equals("ultra")) {
      return refused(
          "model",
          "expected core, ultra, inpaint or one such as sd3.5-large, but '" + task.model() + "'");
    }
    if (task.image().isPresent() && task.model().equals(WORDS_ALONE)) {
      return refused("image", BLIND);
    }
    var size = Shape.refuse(task);
    if (size.isPresent()) {
      return new Submitted.Refused(size.get());
    }
    var form = new Multipart(key).field("prompt", task.prompt());
    task.negativePrompt().ifPresent(text -> form.field("negative_prompt", text));
    task.seed().ifPresent(seed -> form.field("seed", Integer.toString(seed)));
    if (sd3) {
      form.field("model", task.model());
    }
    if (task.image().isPresent()) {
      picture(form, task.image().get());
      if (sd3) {
        form.field("mode", "image-to-image");
      }
      if (!task.options().has("strength")) {
        form.field("strength", "0.5");
      }
    } else {
      Shape.nearest(SHAPES, task).ifPresent(shape -> form.field("aspect_ratio", shape));
    }
    more(form, task.options());
    return asked("/generate/" + (sd3 ? "sd3" : task.model()), form, task, key);
  }

  /** Without a mask the transparent parts of the picture are it. */
  private Submitted inpainted(Task.GenerateImage task, String key) throws InterruptedException {
    if (task.image().isEmpty()) {
      return refused("image", "the model inpaint changes a picture; expected one");
    }
    if (task.width().isPresent() || task.height().isPresent()) {
      return refused("width", "the model inpaint keeps the size of the picture; leave it out");
    }
    var form = new Multipart(key).field("prompt", task.prompt());
    task.negativePrompt().ifPresent(text -> form.field("negative_prompt", text));
    task.seed().ifPresent(seed -> form.field("seed", Integer.toString(seed)));
    picture(form, task.image().get());
    task.mask().ifPresent(mask -> mask(form, mask));
    more(form, task.options());
    return asked("/edit/inpaint", form, task, key);
  }

  private Submitted erased(Task.Erase task, String key) throws InterruptedException {
    if (!task.model().equals(ERASE)) {
      return refused("model", "expected erase, but '" + task.model() + "'");
    }
    var form = form(key, task.options(), task.image());
    mask(form, task.mask());
    return asked("/edit/erase", form, task, key);
  }

  private Submitted outpainted(Task.Expand task, String key) throws InterruptedException {
    if (!task.model().equals(OUTPAINT)) {
      return refused("model", "expected outpaint, but '" + task.model() + "'");
    }
    var form = form(key, task.options(), task.image());
    var margins = task.margins();
    form.field("left", Integer.toString(margins.left()))
        .field("up", Integer.toString(margins.top()))
        .field("right", Integer.toString(margins.right()))
        .field("down", Integer.toString(margins.bottom()));
    task.prompt().ifPresent(text -> form.field("prompt", text));
    return asked("/edit/outpaint", form, task, key);
  }

  private Submitted upscaled(Task.Upscale task, String key) throws InterruptedException {
    boolean fast = task.model().equals("fast");
    if (task.model().equals(CREATIVE)) {
      return reimagined(task, key);
    }
    if (!fast && !task.model().equals("conservative")) {
      return refused(
          "model", "expected fast, conservative or creative, but '" + task.model() + "'");
    }
    if (task.scale().filter(times -> times != 4).isPresent() && fast) {
      return refused("scale", "the model fast makes pictures 4 times as wide, nothing else");
    }
    return asked("/upscale/" + task.model(), form(key, task.options(), task.image()), task, key);
  }

  private Submitted reimagined(Task.Upscale task, String key) throws InterruptedException {
    if (task.options().path("prompt").asString("").isBlank()) {
      return refused("options", "the model creative wants a 'prompt' that says what it shows");
    }
    if (task.scale().isPresent()) {
      return refused(
          "scale", "the model creative makes pictures of about 4 megapixels; leave it out");
    }
    var form = form(key, task.options(), task.image());
    var reply = http.work("/upscale/creative", form, Map.of(), PATIENCE);
    if (!(reply instanceof Reply.Answered answer) || answer.status() / 100 != 2) {
      return submitted(reply, task, key);
    }
    var id = Json.orEmpty(answer.text()).path("id").asString("");
    return ID.matcher(id).matches()
        ? new Submitted.Accepted(id)
        : new Submitted.Unknown(name() + " answered without an id");
  }

  /** Of a job that was not done at once. */
  @Override
  public Polled poll(Job job) throws InterruptedException {
    if (!job.model().equals(CREATIVE) || !ID.matcher(job.requestId()).matches()) {
      return super.poll(job);
    }
    return switch (http.getBeside("/v2beta/results/" + job.requestId(), PATIENCE)) {
      case Reply.Unsent(var why) -> new Polled.Unknown(why);
      case Reply.Lost(var why) -> new Polled.Unknown(why);
      case Reply.Answered answer when answer.status() == 202 -> new Polled.Pending();
      case Reply.Answered answer when answer.status() == 404 ->
          new Polled.Gone(name() + " knows no result " + job.requestId() + ", or no longer");
      case Reply.Answered answer when answer.status() == 200 ->
          end(Json.orEmpty(answer.text()), charged(job.model()).ofResult(BigDecimal.ZERO));
      case Reply.Answered answer ->
          new Polled.Unknown(
              new Failure.Transient(name() + " answered " + answer.status(), answer.retryAfter()));
    };
  }

  private static Multipart form(String key, ObjectNode options, String image) {
    var form = new Multipart(key);
    picture(form, image);
    more(form, options);
    return form;
  }

  private static void picture(Multipart form, String image) {
    form.file("image", "image", DataUri.mediaType(image), DataUri.bytes(image));
  }

  private static void mask(Multipart form, String mask) {
    form.file("mask", "mask", DataUri.mediaType(mask), DataUri.bytes(mask));
  }

  private static void more(Multipart form, ObjectNode options) {
    options.forEachEntry((name, value) -> form.field(name, value.asString()));
  }

  private Submitted asked(String path, Multipart form, Task task, String key)
      throws InterruptedException {
    return submitted(http.work(path, form, Map.of(), PATIENCE), task, key);
  }

  @Override
  protected String detail(JsonNode answer) {
    var words = new StringBuilder(answer.path("name").asString(""));
    answer.path("errors").forEach(one -> words.append(' ').append(one.asString("")));
    return words.toString().strip();
  }

  @Override
  protected String id(JsonNode answer) {
    return answer.path("id").asString("");
  }

  @Override
  protected Polled end(JsonNode answer, Money cost) {
    var reason = answer.path("finish_reason").asString("");
    if (reason.equals("CONTENT_FILTERED")) {
      // it sends a blurred picture, and charges for it
      return new Polled.Failed(
          new Failure.Refused(name(), "its filter did not let the picture through"), cost);
    }
    // the results of jobs call it otherwise
    return DataUri.of(answer.path("image").asString(answer.path("result").asString("")))
        .<Polled>map(
            file -> new Polled.Done(List.of(file), "", cost, Seeds.of(answer.path("seed"))))
        .orElseGet(() -> empty(reason, cost));
  }
}

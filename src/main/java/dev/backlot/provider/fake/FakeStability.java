package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.backlot.json.Json;
import dev.backlot.provider.fake.FakeProvider.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;

/** Stability AI's Stable Image API. */
final class FakeStability implements FakeFormat {
  private static final String ROOT = "/v2beta/stable-image/";
  private static final String RESULTS = "/v2beta/results/";
  private static final String CREATIVE = ROOT + "upscale/creative";
  private static final String BALANCE = "/v1/user/balance";

  private final FakeStudio studio;

  FakeStability(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(ROOT) || path.startsWith(RESULTS) || path.equals(BALANCE);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.equals(BALANCE)) {
      return Reply.json(200, Json.object().put("credits", 1_000));
    }
    var form = FakeForm.of(exchange, body);
    if (path.startsWith(RESULTS)) {
      return result(path.substring(RESULTS.length()));
    }
    boolean generates = path.startsWith(ROOT + "generate/");
    if (!generates && form.text("image").isEmpty()) {
      return problem("image: required");
    }
    if (path.equals(ROOT + "edit/erase") && !form.has("mask")) {
      return problem("mask: required");
    }
    boolean wantsWords = generates || path.endsWith("/inpaint") || path.equals(CREATIVE);
    var refusal = FakeStudio.refuse(wantsWords ? form.text("prompt") : "a picture");
    if (refusal.isPresent()) {
      return problem("prompt: " + refusal.get());
    }
    var input = Json.object().put("prompt", form.text("prompt"));
    if (form.has("mask")) {
      input.put("masked", true);
    }
    var takes = path.equals(CREATIVE) ? studio.takes() : Duration.ZERO;
    var made = studio.make(path.substring(ROOT.length()), input, "", "", takes);
    if (made.isEmpty()) {
      return problem(FakeProvider.FULL);
    }
    if (path.equals(CREATIVE)) {
      return Reply.json(200, Json.object().put("id", made.get().id()));
    }
    var png = Base64.getEncoder().encodeToString(FakePicture.png(input));
    return Reply.json(
        200, Json.object().put("image", png).put("finish_reason", "SUCCESS").put("seed", 1));
  }

  /** Of a job that takes its time. */
  private Reply result(String id) throws IOException {
    var made = studio.ledger.find(id);
    if (made.isEmpty()) {
      return Reply.json(404, Json.object().put("id", id).put("name", "not_found"));
    }
    if (made.get().status(studio.now()).equals("processing")) {
      return Reply.json(202, Json.object().put("id", id).put("status", "in-progress"));
    }
    var png = Base64.getEncoder().encodeToString(FakePicture.png(made.get().input()));
    return Reply.json(
        200, Json.object().put("result", png).put("finish_reason", "SUCCESS").put("seed", 1));
  }

  private static Reply problem(String error) {
    var json = Json.object().put("id", "fake").put("name", "bad_request");
    json.putArray("errors").add(error);
    return Reply.json(400, json);
  }
}

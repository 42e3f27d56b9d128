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
  private static final String BALANCE = "/v1/user/balance";

  private final FakeStudio studio;

  FakeStability(FakeStudio studio) {
    this.studio = studio;
  }

  @Override
  public boolean takes(String path) {
    return path.startsWith(ROOT) || path.equals(BALANCE);
  }

  @Override
  public Reply answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.equals(BALANCE)) {
      return Reply.json(200, Json.object().put("credits", 1_000));
    }
    var form = FakeForm.of(exchange, body);
    boolean generates = path.startsWith(ROOT + "generate/");
    if (!generates && form.text("image").isEmpty()) {
      return problem("image: required");
    }
    var refusal = FakeStudio.refuse(generates ? form.text("prompt") : "a picture");
    if (refusal.isPresent()) {
      return problem("prompt: " + refusal.get());
    }
    var input = Json.object().put("prompt", form.text("prompt"));
    var made = studio.make(path.substring(ROOT.length()), input, "", "", Duration.ZERO);
    if (made.isEmpty()) {
      return problem(FakeProvider.FULL);
    }
    var png = Base64.getEncoder().encodeToString(FakePicture.png(input));
    return Reply.json(
        200, Json.object().put("image", png).put("finish_reason", "SUCCESS").put("seed", 1));
  }

  private static Reply problem(String error) {
    var json = Json.object().put("id", "fake").put("name", "bad_request");
    json.putArray("errors").add(error);
    return Reply.json(400, json);
  }
}

package dev.backlot.provider.fake;

import dev.backlot.json.Json;
import dev.backlot.model.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Every prediction that was made, oldest first; {@value #PREDICTIONS_MAX} at most. */
final class FakeLedger {
  static final int PREDICTIONS_MAX = 100_000;

  /** Longer ones carry pictures: nobody reads those. */
  private static final int INPUT_MAX = 2_000;

  private final List<String> order = new ArrayList<>();
  private final Map<String, FakePrediction> predictions = new HashMap<>();

  /** False when there is no more room. */
  synchronized boolean add(FakePrediction prediction) {
    if (order.size() >= PREDICTIONS_MAX) {
      return false;
    }
    order.add(prediction.id());
    predictions.put(prediction.id(), prediction);
    return true;
  }

  synchronized Optional<FakePrediction> find(String id) {
    return Optional.ofNullable(predictions.get(id));
  }

  synchronized Optional<FakePrediction> change(String id, UnaryOperator<FakePrediction> change) {
    return Optional.ofNullable(predictions.computeIfPresent(id, (_, was) -> change.apply(was)));
  }

  /**
   * Newest first, from the one before the given number; a negative number starts with the newest.
   */
  synchronized List<FakePrediction> page(int before, int most) {
    int from = before < 0 ? order.size() : Math.min(before, order.size());
    var page = new ArrayList<FakePrediction>();
    for (int i = from - 1; i >= Math.max(0, from - most); i--) {
      page.add(predictions.get(order.get(i)));
    }
    return page;
  }

  synchronized int size() {
    return order.size();
  }

  /** All of it, with what it cost. */
  synchronized ObjectNode json(Instant now, Money price) {
    var json = Json.object();
    var calls = json.putArray("calls");
    var total = Money.NONE;
    for (var id : order) {
      var prediction = predictions.get(id);
      if (prediction != null) {
        var cost = prediction.cost(now, price);
        total = total.plus(cost);
        var call = calls.addObject();
        if (Json.text(prediction.input()).length() <= INPUT_MAX) {
          call.set("input", prediction.input());
        }
        call.put("id", id)
            .put("key", prediction.key())
            .put("model", prediction.model())
            .put("prompt", prediction.prompt())
            .put("status", prediction.status(now))
            .put("cost", cost.amount());
      }
    }
    json.put("cost", total.amount());
    return json;
  }
}

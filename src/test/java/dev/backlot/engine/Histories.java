package dev.backlot.engine;

import static dev.backlot.engine.Graphs.step;
import static dev.backlot.engine.RunStory.id;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.RunCommand;
import dev.backlot.model.StepResult;
import dev.backlot.model.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The stories behind the recorded histories, by the name of their file. */
final class Histories {
  private static final Asset PHOTO =
      new Asset(new AssetId("0a".repeat(32)), "image/jpeg", 48_211, 1_200, 800, "cup.jpg");
  private static final RetryPolicy RETRY =
      new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofMinutes(1), 0);

  private Histories() {}

  static final Map<String, Supplier<RunStory>> STORIES =
      Map.of(
          "success", Histories::success,
          "retry", Histories::retry,
          "failure", Histories::failure,
          "cancel", Histories::cancel,
          "pause", Histories::pause,
          "skipped", Histories::skipped,
          "reused", Histories::reused);

  private static RunStory success() {
    var plan = Graphs.plan(Map.of("shop", Graphs.outputOf("b")), step("a"), step("b").needs("a"));
    return RunStory.of(plan)
        .start(Map.of("photo", new Value.Source("file:///photos/cup.jpg")))
        .after(Duration.ofMillis(12))
        .begin("inputs")
        .complete("inputs", Map.of("photo", Value.of(PHOTO)))
        .work("a")
        .after(Duration.ofMillis(800))
        .begin("b")
        .complete("b", Map.of("value", Value.of(PHOTO.named("shop.jpg"))));
  }

  private static RunStory retry() {
    var busy = new Failure.Transient("503", Optional.of(Duration.ofSeconds(5)));
    return RunStory.of(step("a").retry(RETRY))
        .start()
        .begin("a")
        .fail("a", busy)
        .after(Duration.ofSeconds(5))
        .retry("a")
        .begin("a")
        .fail("a", new Failure.Transient("lost connection"))
        .after(Duration.ofSeconds(4))
        .retry("a")
        .work("a");
  }

  private static RunStory failure() {
    return RunStory.of(step("a"), step("b"), step("c").needs("a", "b"), step("extra").tolerated())
        .start()
        .begin("extra")
        .fail("extra", new Failure.Defect("the step broke", "4f1c"))
        .begin("a")
        .begin("b")
        .fail("b", new Failure.Refused("check", "the photo is blurred"))
        .complete("a");
  }

  private static RunStory cancel() {
    return RunStory.of(step("a"), step("b"), step("c").needs("a"))
        .start()
        .begin("a")
        .cancel()
        .after(Duration.ofMillis(40))
        .fail("a", new Failure.Transient("the attempt was stopped"));
  }

  private static RunStory pause() {
    return RunStory.of(step("a"), step("b").needs("a"))
        .start()
        .begin("a")
        .pause()
        .complete("a")
        .after(Duration.ofHours(9))
        .resume()
        .work("b");
  }

  private static RunStory skipped() {
    return RunStory.of(step("a").when("false"), step("b").needs("a"), step("c")).start().work("c");
  }

  private static RunStory reused() {
    var outputs = Map.of("value", Value.of(PHOTO));
    return RunStory.of(step("a"))
        .start(Map.of("photo", Value.of(PHOTO)))
        .begin("a")
        .tell(
            new RunCommand.CompleteStep(
                id("a"),
                1,
                new StepResult(outputs, true, List.of(PHOTO.id()), Money.NONE, Optional.empty())));
  }
}

package dev.backlot.step.data;

import dev.backlot.provider.Secrets;
import dev.backlot.provider.WebClient;
import dev.backlot.step.Step;
import java.util.List;

/** Every step of this family. */
public final class DataSteps {
  private DataSteps() {}

  public static List<Step> all(WebClient web, Secrets secrets) {
    return List.of(
        new HttpRequestStep(web, secrets),
        new RecordUpdateStep(),
        new CsvStep(),
        new JsonLinesStep(),
        new LookupStep(),
        new ValidateStep());
  }
}

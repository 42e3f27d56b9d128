package dev.backlot.step.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.SecretSources;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that breaks with a secret in its hands does not drop it into the log. */
class OutwardStepTest {
  private static final String VALUE = "the-secret-value";

  @TempDir Path folder;

  /** Breaks, with or without the secret in its words. */
  private static final class Clumsy extends OutwardStep {
    Clumsy() {
      super(SecretSources.of(_ -> VALUE));
    }

    @Override
    public StepType type() {
      return new StepType(
          "test.clumsy",
          1,
          "for tests",
          List.of(Port.of("tells", PortType.BOOLEAN, "").defaultingTo(Value.of(false))),
          List.of(),
          StepType.Resource.IO,
          false);
    }

    @Override
    protected Outcome call(StepInput input, StepContext context, HeldSecrets held)
        throws UnusableException {
      var secret = held.secret("key", new Value.ObjectOf(Map.of("secret", Value.of("ANY"))));
      var cause = new IllegalArgumentException(input.flag("tells") ? "bad key " + secret : "bad");
      throw new UnsupportedOperationException("it broke", cause);
    }
  }

  @Test
  void a_defect_is_logged_without_the_value_and_otherwise_as_it_is() throws Exception {
    var logged = new ArrayList<Throwable>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord one) {
            if (one.getThrown() != null) {
              logged.add(one.getThrown());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger.getLogger("").addHandler(handler);
    try (var runtime = new TestRuntime(folder, new Clumsy())) {
      for (var tells : List.of("true", "false")) {
        var run = OneRun.of(runtime, "test.clumsy", "{tells: " + tells + "}", Map.of());
        assertThat(run.failure()).isInstanceOf(Failure.Defect.class);
      }
    } finally {
      Logger.getLogger("").removeHandler(handler);
    }
    assertThat(logged.getFirst())
        .hasNoCause()
        .hasMessage("test.clumsy broke: java.lang.UnsupportedOperationException: it broke");
    assertThat(logged.getLast())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasRootCauseMessage("bad");
  }
}

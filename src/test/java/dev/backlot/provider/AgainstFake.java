package dev.backlot.provider;

import dev.backlot.model.Money;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against the fake provider's server, with faults or without. */
public abstract class AgainstFake extends ProviderContract {
  private final Set<Fault> faults;
  protected FakeServer fake;
  private Provider provider;
  private int before;

  protected AgainstFake(Set<Fault> faults) {
    this.faults = faults;
  }

  /** The adapter, of {@link #fake}. */
  protected abstract Provider open() throws IOException;

  /** Whether our name for a call reaches the provider; else what it made since then counts. */
  protected boolean showsKeys() {
    return true;
  }

  @BeforeEach
  void start() throws IOException {
    fake = new FakeServer(faults);
    provider = open();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Override
  protected void slow() throws IOException {
    fake.close();
    fake = new FakeServer(faults, Duration.ofHours(1));
    provider = open();
  }

  @Override
  protected String status() {
    var calls = fake.calls().path("calls");
    return calls.path(calls.size() - 1).path("status").asString("none");
  }

  @Override
  protected Provider provider() {
    return provider;
  }

  @Override
  protected Money price() {
    return FakeServer.PRICE;
  }

  @Override
  protected int jobs(String key) {
    return showsKeys() ? fake.jobs(key) : fake.made() - before;
  }

  @Override
  protected Task task(String prompt) {
    before = fake.made();
    return super.task(prompt);
  }
}

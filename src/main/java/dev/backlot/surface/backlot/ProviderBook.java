package dev.backlot.surface.backlot;

import dev.backlot.model.CostRange;
import dev.backlot.model.Money;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who does work for money here, as far as everybody may know it. */
public interface ProviderBook {
  /** Of all prices; empty where nobody is named. */
  String currency();

  /** In the order of the operator's file. */
  List<Listed> all();

  /**
   * Asks a provider whether it takes the operator's key; empty when nobody is called so.
   *
   * @throws InterruptedException when nobody waits for the answer any more
   */
  Optional<Tested> test(String name) throws InterruptedException;

  /**
   * What came of it.
   *
   * @param result taken, refused or unknown
   * @param detail why, where it was not taken
   */
  record Tested(String result, Optional<String> detail) {}

  /**
   * One of them.
   *
   * @param up whether it is worth asking now
   * @param tasks the step types that it does
   * @param models which is taken when a step names none, by step type
   * @param price of one job, from the cheapest model to the dearest
   * @param prices of each model, as the operator's file lists them
   */
  record Listed(
      String name,
      boolean up,
      List<String> tasks,
      Map<String, String> models,
      CostRange price,
      List<ModelPrice> prices) {
    public Listed {
      tasks = List.copyOf(tasks);
      models = Map.copyOf(models);
      prices = List.copyOf(prices);
    }
  }

  /**
   * What a model costs.
   *
   * @param model empty for all that are not named
   * @param call for one result; empty where something else is charged
   * @param second for one second of work; empty where something else is charged
   * @param input for a million tokens that go in; empty where something else is charged
   * @param output for a million tokens that come out; empty where something else is charged
   * @param range what one job costs at least and at most
   */
  record ModelPrice(
      Optional<String> model,
      Optional<Money> call,
      Optional<Money> second,
      Optional<Money> input,
      Optional<Money> output,
      CostRange range) {}
}

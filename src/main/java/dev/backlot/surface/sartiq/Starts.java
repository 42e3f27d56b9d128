package dev.backlot.surface.sartiq;

import dev.backlot.http.Refusal;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Claim;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Webhooks;
import dev.backlot.runtime.Workflows;
import dev.backlot.store.DocumentRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes what clients define, starts it, and says who is told of its end. */
final class Starts {
  private static final int BATCH_NAME_MAX = 200;

  private final Runs runs;
  private final Webhooks webhooks;

  Starts(Runs runs, Webhooks webhooks) {
    this.runs = runs;
    this.webhooks = webhooks;
  }

  /** Refuses a receiver that could not be told, before anything is kept. */
  void check(Caller caller, DocumentRecord document, Definition definition) {
    definition.webhookUrl().ifPresent(url -> told(caller, url, document.id(), definition));
  }

  /** The client's graph as a published workflow of ours. */
  Definition published(Caller caller, Definition given, Compiler.Compiled compiled) {
    var definition =
        new Definition(
            given.name(),
            given.description(),
            given.config(),
            given.origin(),
            given.webhookUrl(),
            given.suppressSubtaskEvents(),
            compiled.tasks(),
            "",
            0);
    switch (runs.workflows().publish(caller, "steps", compiled.source())) {
      case Workflows.Saving.Saved(var saved) -> {
        return definition.published(saved.name(), saved.version());
      }
      case Workflows.Saving.Broken(var problems) -> {
        var mistakes = problems.stream().map(one -> Compiler.field(one, compiled.tasks())).toList();
        Problems.refuseIfAny(mistakes);
        throw Problems.conflict("the workflow cannot be used");
      }
      case Workflows.Saving.Refused(var why) -> throw Problems.conflict(why.line());
    }
  }

  void begin(
      Caller caller,
      DocumentRecord document,
      Definition definition,
      Map<String, Value> inputs,
      Optional<Claim> claim) {
    var told = definition.webhookUrl().map(url -> told(caller, url, document.id(), definition));
    var name = definition.name();
    var batch =
        NewBatch.of(
            name.length() <= BATCH_NAME_MAX ? name : name.substring(0, BATCH_NAME_MAX),
            definition.workflow(),
            definition.version(),
            BatchSettings.DEFAULT,
            new NewBatch.Companions(Optional.of(document), told));
    var items = List.of(new ItemInput(Optional.empty(), inputs));
    switch (runs.batches().create(caller, batch, items, claim)) {
      case Batches.Creation.Created(var created) ->
          told.ifPresent(one -> webhooks.adopt(one.of(created.id())));
      case Batches.Creation.OverQuota over -> throw Problems.overQuota(over);
      case Batches.Creation.Refused(var problems) ->
          Problems.refuseIfAny(
              problems.stream().map(one -> new Refusal.Field("steps", one.message())).toList());
    }
  }

  /** Who is told of the workflow's end, and of its steps if the client wants that. */
  private Webhooks.OnceFor told(Caller caller, String url, String id, Definition definition) {
    var events =
        definition.suppressSubtaskEvents()
            ? List.of("batch_finished")
            : List.of("batch_finished", "step");
    return switch (webhooks.once(caller, url, events, _ -> id)) {
      case Webhooks.Result.Done<Webhooks.OnceFor>(var once) -> once;
      case Webhooks.Result.Refused<Webhooks.OnceFor>(Failure.Refused why) ->
          throw Problems.overQuota(new Batches.Creation.OverQuota(why, Optional.empty()));
      case Webhooks.Result.Refused<Webhooks.OnceFor>(var why) ->
          throw Refusal.of(422, why.line(), List.of(new Refusal.Field("webhook_url", why.line())))
              .exception();
    };
  }

  /** Whoever was to be told of the end is not any more; somebody else may be instead. */
  void retell(Caller caller, DocumentRecord document, Definition definition) {
    var next = definition.webhookUrl().map(url -> told(caller, url, document.id(), definition));
    document.batch().ifPresent(batch -> webhooks.retell(caller, batch, next));
  }
}

package dev.backlot.surface.scenario;

import dev.backlot.http.Query;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Documents;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A tenant's jobs, those that were started in other dialects among them. */
final class Jobs {
  private static final int PAGE_MAX = 200;

  /** What clients may ask for; jobs of workflows alone are listed here. */
  private static final List<String> TYPES =
      List.of(
          "assets-download",
          "canvas-export",
          "caption",
          "caption-llava",
          "custom",
          "describe-style",
          "detection",
          "embed",
          "flux",
          "flux-model-training",
          "generate-prompt",
          "image-generation",
          "image-prompt-editing",
          "inference",
          "mesh-preview-rendering",
          "model-download",
          "model-import",
          "model-training",
          "musubi-model-training",
          "openai-image-generation",
          "patch-image",
          "pixelate",
          "reframe",
          "remove-background",
          "repaint",
          "restyle",
          "segment",
          "skybox-3d",
          "skybox-base-360",
          "skybox-hdri",
          "skybox-upscale-360",
          "splat",
          "texture",
          "translate",
          "upload",
          "upscale",
          "upscale-skybox",
          "upscale-texture",
          "vectorize",
          Definition.WORKFLOW_JOB);

  private final Runs runs;
  private final Documents documents;
  private final Elsewhere elsewhere;

  Jobs(Runs runs) {
    this.runs = runs;
    this.documents = runs.documents();
    this.elsewhere = new Elsewhere(runs);
  }

  Optional<DocumentRecord> find(Caller caller, String id) {
    return documents
        .get(caller, Definition.JOB, id)
        .or(
            () ->
                Ids.elsewhere(id)
                    .flatMap(batch -> runs.batches().get(caller, batch))
                    .filter(Elsewhere::fits)
                    .map(batch -> of(caller, batch))
                    .filter(job -> job.id().equals(id)));
  }

  /** What stands for a batch here. */
  private DocumentRecord of(Caller caller, BatchRecord batch) {
    return documents
        .of(caller, batch.id())
        .filter(document -> document.kind().equals(Definition.JOB))
        .orElseGet(() -> elsewhere.job(batch));
  }

  /** One page, newest first. */
  Pages.Page list(Caller caller, Query query) {
    var standings =
        query.read(
            "status",
            "one of canceled, failure, finalizing, in-progress, pending, queued, success,"
                + " warming-up",
            Statuses::parse);
    var types = types(query);
    boolean none =
        standings.filter(Set::isEmpty).isPresent()
            || (!types.isEmpty() && !types.contains(Definition.WORKFLOW_JOB));
    var all = standings.orElse(Set.of());
    var page =
        query.text("workflowId").isPresent()
            ? ofWorkflow(caller, query, all)
            : ofAll(caller, query, all);
    return none ? new Pages.Page(List.of(), Optional.empty()) : page;
  }

  /** Of either parameter: what one of them names will do. */
  private static List<String> types(Query query) {
    var types = new ArrayList<String>();
    query.read("type", "a type of job such as workflow", Jobs::type).ifPresent(types::add);
    query
        .read("types", "types of jobs such as workflow,inference", Jobs::several)
        .ifPresent(types::addAll);
    return types;
  }

  private static Optional<String> type(String word) {
    return Optional.of(word).filter(TYPES::contains);
  }

  private static Optional<List<String>> several(String text) {
    return Optional.of(List.of(text.split(",", -1))).filter(TYPES::containsAll);
  }

  private Pages.Page ofWorkflow(Caller caller, Query query, Set<BatchStanding> standings) {
    Map<String, String> tags = new HashMap<>();
    query.text("workflowId").ifPresent(id -> tags.put("workflow", id));
    query.text("authorId").ifPresent(id -> tags.put("author", id));
    var wanted = DocumentQuery.of(Definition.JOB).tagged(tags);
    var some = standings.isEmpty() ? wanted : wanted.standing(standings, Optional.empty());
    return Pages.of(documents, caller, some, query, PAGE_MAX);
  }

  private Pages.Page ofAll(Caller caller, Query query, Set<BatchStanding> standings) {
    int size = Pages.size(query, PAGE_MAX);
    var wanted =
        BatchQuery.ALL
            .ofOne()
            .by(query.text("authorId"))
            .standing(standings)
            .olderThan(query.text("paginationToken").map(token -> batch(caller, token)));
    var found = runs.batches().list(caller, wanted, 0, size + 1);
    var shown = found.stream().limit(size).map(batch -> of(caller, batch)).toList();
    return new Pages.Page(
        shown,
        found.size() > size ? Optional.of(Pages.token(shown.getLast().id())) : Optional.empty());
  }

  private BatchId batch(Caller caller, String token) {
    return Pages.id(token)
        .flatMap(id -> find(caller, id))
        .flatMap(DocumentRecord::batch)
        .orElseThrow(Pages::wrongToken);
  }
}

package dev.backlot.surface.scenario;

import dev.backlot.http.Query;
import dev.backlot.model.BatchStanding;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs are wanted.
 *
 * @param status this dialect's word; empty means any
 * @param types of jobs; empty means any
 * @param author who started them; empty means anybody
 * @param workflow whose runs; empty means any, also what was started in other dialects
 */
record JobFilter(
    Optional<String> status,
    Set<String> types,
    Optional<String> author,
    Optional<String> workflow) {
  /** What clients may ask for; some of them no job here ever is. */
  private static final Set<String> TYPES =
      Set.of(
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

  static JobFilter of(Query query) {
    var status =
        query.read(
            "status",
            "one of canceled, failure, finalizing, in-progress, pending, queued, success,"
                + " warming-up",
            word -> Statuses.parse(word).map(_ -> word));
    return new JobFilter(status, types(query), query.text("authorId"), query.text("workflowId"));
  }

  /** Of either parameter: what one of them names will do. */
  private static Set<String> types(Query query) {
    var types = new ArrayList<String>();
    query.read("type", "a type of job such as workflow", JobFilter::type).ifPresent(types::add);
    query
        .read("types", "types of jobs such as workflow,inference", JobFilter::several)
        .ifPresent(types::addAll);
    return new HashSet<>(types);
  }

  private static Optional<String> type(String word) {
    return Optional.of(word).filter(TYPES::contains);
  }

  private static Optional<List<String>> several(String text) {
    return Optional.of(List.of(text.split(",", -1))).filter(TYPES::containsAll);
  }

  boolean wantsType(String type) {
    return types.isEmpty() || types.contains(type);
  }

  boolean wantsRuns() {
    return wantsType(Definition.WORKFLOW_JOB);
  }

  /** Whether there may be jobs of nodes among them. */
  boolean wantsNodes() {
    return types.isEmpty() || types.stream().anyMatch(NodeJobs.TYPES::contains);
  }

  boolean wantsStatus(String word) {
    return status.isEmpty() || status.get().equals(word);
  }

  /** How the batches of all runs stand in which such jobs can be; empty when there are none. */
  Set<BatchStanding> standings() {
    if (status.isEmpty()) {
      return EnumSet.allOf(BatchStanding.class);
    }
    var standings = EnumSet.noneOf(BatchStanding.class);
    standings.addAll(Statuses.parse(status.get()).orElse(Set.of()));
    if (wantsNodes() && !standings.isEmpty()) {
      standings.addAll(Statuses.aroundNodes(status.get()));
    }
    return standings;
  }
}

package dev.backlot.surface.scenario;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.StepPath;
import dev.backlot.runtime.Batches;
import dev.backlot.store.DocumentRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a page of jobs, run by run, newest first: the jobs of a run's nodes come before the run's
 * own, as they are newer. Nodes have no rows of their own, so what is read for one page has limits:
 * when they are reached the page ends early, with a token for the rest.
 */
final class JobPages {
  /** The most runs that are looked into for one page. */
  static final int RUNS_MAX = 1_000;

  /** About as many events are read for one page; the last run may bring more. */
  private static final int EVENTS_MAX = 50_000;

  /** So many runs are read at once: few at first, as each may be long. */
  private static final int CHUNK_FIRST = 10;

  private static final int CHUNK_MAX = 50;

  private final Jobs jobs;
  private final Caller caller;
  private final JobFilter filter;
  private final int size;
  private final List<JobPage.Entry> found = new ArrayList<>();
  private int runsRead;
  private int eventsRead;

  JobPages(Jobs jobs, Caller caller, JobFilter filter, int size) {
    this.jobs = jobs;
    this.caller = caller;
    this.filter = filter;
    this.size = size;
  }

  JobPage read(Optional<Jobs.Start> start) {
    var last = start.map(Jobs.Start::run);
    start.ifPresent(at -> at.id().step().ifPresent(step -> resume(at.run(), step)));
    boolean more = true;
    for (int chunkMax = CHUNK_FIRST; more && !isDone(); chunkMax = CHUNK_MAX) {
      int wanted = Math.min(size + 1 - found.size(), chunkMax);
      var chunk = jobs.runs(caller, filter, last, wanted);
      more = chunk.size() == wanted;
      var standing = jobs.stand(caller, chunk.stream().filter(this::isWanted).toList());
      for (var run : chunk) {
        if (isDone()) {
          more = true;
          break;
        }
        runsRead++;
        item(standing, run).ifPresent(item -> take(run, item, Optional.empty()));
        last = Optional.of(run);
      }
    }
    return page(more ? last.map(DocumentRecord::id) : Optional.empty());
  }

  private boolean isDone() {
    return found.size() > size || runsRead >= RUNS_MAX || eventsRead >= EVENTS_MAX;
  }

  /**
   * As many as were asked for; then the next page begins behind the last of them.
   *
   * @param rest the run behind which the next page begins otherwise
   */
  private JobPage page(Optional<String> rest) {
    if (found.size() <= size) {
      return new JobPage(found, rest.map(Pages::token));
    }
    var shown = List.copyOf(found.subList(0, size));
    return new JobPage(shown, Optional.of(Pages.token(shown.getLast().id())));
  }

  private void resume(DocumentRecord run, StepPath before) {
    item(jobs.stand(caller, List.of(run)), run)
        .ifPresent(item -> take(run, item, Optional.of(before)));
  }

  private static Optional<Batches.OneItem> item(
      Map<BatchId, Batches.OneItem> standing, DocumentRecord run) {
    return run.batch().flatMap(id -> Optional.ofNullable(standing.get(id)));
  }

  /** Whether anything of the run may be wanted. */
  private boolean isWanted(DocumentRecord run) {
    return filter.wantsRuns() || mayHaveNodes(run);
  }

  private void take(DocumentRecord run, Batches.OneItem item, Optional<StepPath> before) {
    var view = item.run();
    eventsRead += view.events().size();
    if (mayHaveNodes(run)) {
      takeNodes(run, new NodeJobs(run, view), before);
    }
    var status = Statuses.of(BatchStanding.of(item.batch().state()), view.run().status());
    if (filter.wantsRuns() && filter.wantsStatus(status)) {
      found.add(new JobPage.Entry.OfRun(run, item.batch(), view));
    }
  }

  /** Whether the run's flow has nodes whose jobs are wanted. */
  private boolean mayHaveNodes(DocumentRecord run) {
    if (filter.types().isEmpty() || !filter.wantsNodes()) {
      return filter.wantsNodes();
    }
    return FlowNode.of(Definition.Job.of(run).flow()).stream()
        .anyMatch(node -> node.produces() && filter.wantsType(NodeJobs.typeOf(node)));
  }

  private void takeNodes(DocumentRecord run, NodeJobs nodes, Optional<StepPath> before) {
    nodes.newestFirst(before).stream()
        .filter(one -> filter.wantsType(one.type()) && filter.wantsStatus(one.status()))
        .limit(size + 1L - found.size())
        .forEach(one -> found.add(new JobPage.Entry.OfNode(run, nodes, one)));
  }
}

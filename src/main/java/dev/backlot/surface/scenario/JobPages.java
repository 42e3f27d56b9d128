package dev.backlot.surface.scenario;

import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.StepPath;
import dev.backlot.store.DocumentRecord;
import java.util.ArrayList;
import java.util.List;
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
    start.ifPresent(at -> at.id().step().ifPresent(step -> take(at.run(), Optional.of(step))));
    boolean more = true;
    while (more && !isDone()) {
      int wanted = Math.min(size + 1 - found.size(), CHUNK_MAX);
      var chunk = jobs.runs(caller, filter, last, wanted);
      more = chunk.size() == wanted;
      for (var run : chunk) {
        if (isDone()) {
          more = true;
          break;
        }
        take(run, Optional.empty());
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

  private void take(DocumentRecord run, Optional<StepPath> before) {
    runsRead++;
    boolean nodes = filter.wantsNodes() && mayHaveNodes(run);
    if (!nodes && !filter.wantsRuns()) {
      return;
    }
    var batch = jobs.batch(caller, run);
    var view = jobs.view(caller, run);
    if (batch.isEmpty() || view.isEmpty()) {
      return;
    }
    eventsRead += view.get().events().size();
    if (nodes) {
      takeNodes(run, new NodeJobs(run, view.get()), before);
    }
    var status = Statuses.of(BatchStanding.of(batch.get().state()), view.get().run().status());
    if (filter.wantsRuns() && filter.wantsStatus(status)) {
      found.add(new JobPage.Entry.OfRun(run, batch.get(), view.get()));
    }
  }

  /** Whether the run's flow has nodes whose jobs are wanted. */
  private boolean mayHaveNodes(DocumentRecord run) {
    return filter.types().isEmpty()
        || FlowNode.of(Definition.Job.of(run).flow()).stream()
            .anyMatch(node -> node.produces() && filter.wantsType(NodeJobs.typeOf(node)));
  }

  private void takeNodes(DocumentRecord run, NodeJobs nodes, Optional<StepPath> before) {
    nodes.newestFirst(before).stream()
        .filter(one -> filter.wantsType(one.type()) && filter.wantsStatus(one.status()))
        .limit(size + 1L - found.size())
        .forEach(one -> found.add(new JobPage.Entry.OfNode(run, nodes, one)));
  }
}

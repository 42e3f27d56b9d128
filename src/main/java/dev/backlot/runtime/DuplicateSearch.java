package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.Look;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.Views;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the pictures of a batch into groups, item by item: a picture joins the first group whose
 * first picture it looks like, or begins one. So nothing is in a group only because it resembles a
 * picture that resembles another one. Each is compared with the first of each group before it: at
 * most {@value #PICTURES_MAX} squared, halved, each of a few nanoseconds.
 */
final class DuplicateSearch {
  static final int PICTURES_MAX = 20_000;
  static final int GROUPS_MAX = 100;
  static final int MEMBERS_MAX = 50;
  private static final int PAGE = 500;

  private final Views views;
  private final TenantId tenant;
  private final int bitsMax;
  private final List<Leader> leaders = new ArrayList<>();
  private int read;
  private int seen;
  private int compared;
  private int withoutLook;
  private int unreadable;

  /** A group in the making. */
  private static final class Leader {
    private final long print;
    private final List<Duplicates.Member> members = new ArrayList<>();
    private int size;

    Leader(long print) {
      this.print = print;
    }

    void add(Duplicates.Member member) {
      size++;
      if (members.size() < MEMBERS_MAX) {
        members.add(member);
      }
    }
  }

  DuplicateSearch(Views views, TenantId tenant, int bitsMax) {
    this.views = views;
    this.tenant = tenant;
    this.bitsMax = bitsMax;
  }

  Duplicates of(BatchId batch, Optional<String> output) {
    var succeeded = RunFilter.of(RunStatus.SUCCEEDED);
    List<RunRecord> page;
    int after = 0;
    do {
      page = views.runs(tenant, batch, succeeded, after, PAGE);
      if (!page.isEmpty()) {
        add(page, output);
        read += page.size();
        after = page.getLast().id().item();
      }
    } while (page.size() == PAGE && seen < PICTURES_MAX);
    // items that were not read count as one picture each
    return result(
        page.size() < PAGE ? 0 : Math.toIntExact(views.countRuns(tenant, batch, succeeded) - read));
  }

  private void add(List<RunRecord> runs, Optional<String> output) {
    var wanted = runs.stream().flatMap(run -> pictures(run, output).stream()).distinct().toList();
    var prints = views.prints(tenant, wanted);
    for (var run : runs) {
      pictures(run, output).forEach(picture -> add(run, picture, prints));
    }
  }

  private static List<AssetId> pictures(RunRecord run, Optional<String> output) {
    return run.outputs().entrySet().stream()
        .filter(entry -> output.isEmpty() || entry.getKey().equals(output.get()))
        .map(entry -> pictures(entry.getValue()))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<AssetId> pictures(Value value) {
    return value.assets().stream()
        .filter(asset -> asset.mediaType().startsWith("image/"))
        .map(Asset::id)
        .toList();
  }

  private void add(RunRecord run, AssetId picture, Map<AssetId, Optional<Long>> prints) {
    seen++;
    var print = prints.get(picture);
    if (print == null) {
      withoutLook++;
    } else if (print.isEmpty()) {
      unreadable++;
    } else {
      compared++;
      join(run.id(), run.name(), picture, print.get());
    }
  }

  private void join(RunId run, String name, AssetId picture, long print) {
    for (var leader : leaders) {
      int bits = Look.distance(leader.print, print);
      if (bits <= bitsMax) {
        leader.add(new Duplicates.Member(run, name, picture, bits));
        return;
      }
    }
    var leader = new Leader(print);
    leader.add(new Duplicates.Member(run, name, picture, 0));
    leaders.add(leader);
  }

  private Duplicates result(int beyond) {
    var groups =
        leaders.stream()
            .filter(leader -> leader.size > 1)
            .map(leader -> new Duplicates.Group(List.copyOf(leader.members), leader.size))
            .sorted(Comparator.comparingInt(Duplicates.Group::size).reversed())
            .toList();
    int told = Math.min(GROUPS_MAX, groups.size());
    return new Duplicates(
        groups.subList(0, told), groups.size() - told, compared, withoutLook, unreadable + beyond);
  }
}

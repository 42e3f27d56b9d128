package dev.backlot.surface.sartiq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchId;
import dev.backlot.store.BatchStretch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Any page of two lists read as one, against the same page of one list. */
class NewestFirstTest {
  private static final long START = Instant.parse("2026-11-01T10:00:00Z").toEpochMilli();

  /**
   * A row of either list.
   *
   * @param place grows from row to row of its list
   */
  private record Row(boolean isOwn, long place, Instant at) {}

  /** Both lists, oldest first, and how many rows were looked for. */
  private static final class Lists implements NewestFirst.Own<Row>, NewestFirst.Others<Row> {
    final List<Row> own = new ArrayList<>();
    final List<Row> others = new ArrayList<>();
    long looked;

    /** In runs of one kind, many in the same millisecond. */
    static Lists random(Random random, int most) {
      var lists = new Lists();
      long time = START;
      while (lists.own.size() + lists.others.size() < most) {
        boolean isOwn = random.nextBoolean();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
          time += random.nextInt(3) / 2;
          lists.add(isOwn, time);
        }
      }
      return lists;
    }

    void add(boolean isOwn, long time) {
      var list = isOwn ? own : others;
      long place = isOwn ? list.size() : (time << 16) + list.size();
      list.add(new Row(isOwn, place, Instant.ofEpochMilli(time)));
    }

    NewestFirst<Row> asOne() {
      return new NewestFirst<>(
          new NewestFirst.Own<>() {
            @Override
            public long count() {
              return own.size();
            }

            @Override
            public List<Row> page(
                boolean oldestFirst, Optional<Row> behind, long skipped, int limit) {
              return Lists.this.page(oldestFirst, behind, skipped, limit);
            }
          },
          this,
          Row::at);
    }

    @Override
    public long count() {
      return others.size();
    }

    @Override
    public List<Row> page(boolean oldestFirst, Optional<Row> behind, long skipped, int limit) {
      return ordered(own, oldestFirst)
          .filter(
              row ->
                  behind.isEmpty()
                      || (oldestFirst
                          ? row.place() > behind.get().place()
                          : row.place() < behind.get().place()))
          .skip(skipped)
          .limit(limit)
          .toList();
    }

    @Override
    public List<Row> page(boolean oldestFirst, NewestFirst.Span span, int limit) {
      var page =
          ordered(others, oldestFirst)
              .filter(row -> row.place() >= span.since().number())
              .filter(row -> row.place() < span.before().number())
              .limit(limit)
              .toList();
      looked += page.size();
      return page;
    }

    @Override
    public BatchStretch stretch(boolean oldestFirst, NewestFirst.Span span, long most) {
      var found = page(oldestFirst, span, (int) most);
      return found.isEmpty()
          ? BatchStretch.NONE
          : new BatchStretch(found.size(), Optional.of(new BatchId(found.getLast().place())));
    }

    private static Stream<Row> ordered(List<Row> rows, boolean oldestFirst) {
      return (oldestFirst ? rows : rows.reversed()).stream();
    }

    /** Newest first; of the same time the own ones come first. */
    List<Row> all() {
      return Stream.concat(own.stream(), others.stream())
          .sorted(
              Comparator.comparing(Row::at)
                  .thenComparing(Row::isOwn)
                  .thenComparingLong(Row::place)
                  .reversed())
          .toList();
    }
  }

  @Test
  void any_page_is_that_of_one_list() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var lists = Lists.random(random, random.nextInt(60));
      var all = lists.all();
      int skipped = random.nextInt(all.size() + 3);
      int limit = random.nextInt(1, 12);

      assertThat(lists.asOne().page(skipped, limit))
          .as("-Dseed=%d round %d: %d after %d", seed, round, limit, skipped)
          .isEqualTo(all.stream().skip(skipped).limit(limit).toList());
    }
  }

  @Test
  void pages_to_the_end_show_each_row_once() {
    var lists = Lists.random(new Random(7), 500);
    var seen = new ArrayList<Row>();
    for (var page = lists.asOne().page(0, 9); !page.isEmpty(); ) {
      seen.addAll(page);
      page = lists.asOne().page(seen.size(), 9);
    }

    assertThat(seen).isEqualTo(lists.all());
  }

  @Test
  void an_end_is_shown_without_looking_for_what_stands_far_from_it() {
    var lists = new Lists();
    for (int i = 0; i < 1_000; i++) {
      lists.add(true, START + i);
    }
    for (int i = 0; i < 1_000; i++) {
      lists.add(false, START + 1_000 + i);
    }

    assertThat(lists.asOne().page(1_990, 10)).isEqualTo(lists.all().subList(1_990, 2_000));
    assertThat(lists.looked).isZero();
    assertThat(lists.asOne().page(0, 10)).isEqualTo(lists.all().subList(0, 10));
    assertThat(lists.looked).isEqualTo(10);
  }

  @Test
  void what_is_skipped_is_looked_for_once() {
    long seed = Long.getLong("seed", System.nanoTime());
    var lists = Lists.random(new Random(seed), 5_000);
    int skipped = lists.all().size() / 2;

    assertThat(lists.asOne().page(skipped, 10)).hasSize(10);
    assertThat(lists.looked).as("-Dseed=%d", seed).isLessThanOrEqualTo(skipped + 10L);
  }
}

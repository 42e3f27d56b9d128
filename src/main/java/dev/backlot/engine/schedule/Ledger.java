package dev.backlot.engine.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Weighted fair queueing: says of some members whose turn is due first, so that each gets turns in
 * proportion to its weight.
 *
 * <p>A virtual clock stands at {@code now}. A turn costs a member {@code TURN / weight} of its
 * time; a member's next turn is due one such cost after its last, and after {@code now} for who
 * comes in. While members of total weight W take turns, the clock goes on by {@code TURN / W} with
 * each, so it runs through one TURN while each member takes as many turns as its weight says.
 *
 * <p>That is also how waiting ages: what is due stays, while {@code now} goes on. A member of
 * weight w is overtaken only by those who come in before the clock has gone {@code TURN / w - TURN
 * / w'} on (w' being theirs), so its turn comes after about W / w turns of all, however many come
 * in after it.
 *
 * <p>Who was away saves no credit and loses no debt: it is due at the later of what it was due and
 * what a newcomer would be. All operations take O(log n).
 */
final class Ledger<K> {
  /** The cost of one turn of weight 1. Times wrap around; differences stay far below 2^62. */
  static final long TURN = 1L << 32;

  private static final int FORGOTTEN_AT_ONCE = 2;
  private static final Comparator<Account<?>> BY_START =
      (a, b) -> order(a.start() - b.start(), a.arrival - b.arrival);
  static final Comparator<Account<?>> BY_DUE =
      (a, b) -> order(a.due - b.due, a.arrival - b.arrival);

  private final Map<K, Account<K>> accounts = new HashMap<>();

  /** Those of nobody present whose debt is still worth remembering. */
  private final TreeSet<Account<K>> absent = new TreeSet<>(BY_START);

  private long now;
  private long rest;
  private long weight;
  private long arrivals;

  /** What is known of one member. */
  static final class Account<K> {
    final K key;
    private final List<Line<K>> lines = new ArrayList<>(2);
    private int weight;
    private long cost;
    private long due;
    private long arrival;

    private Account(K key, int weight) {
      this.key = key;
      weigh(weight);
    }

    private void weigh(int newWeight) {
      weight = newWeight;
      cost = TURN / newWeight;
    }

    private long start() {
      return due - cost;
    }
  }

  private static int order(long first, long second) {
    return first == 0 ? Long.signum(second) : Long.signum(first);
  }

  /** The later one. */
  private static long later(long a, long b) {
    return a - b >= 0 ? a : b;
  }

  /** Whether {@code a} is due before {@code b}, both present. */
  boolean isBefore(K a, K b) {
    return BY_DUE.compare(present(a), present(b)) < 0;
  }

  private Account<K> present(K key) {
    var account = accounts.get(key);
    if (account == null || account.lines.isEmpty()) {
      throw new IllegalStateException("expected a member that is present, but " + key);
    }
    return account;
  }

  /** Puts a member into a line; it has this weight from here on. */
  Account<K> enter(Line<K> line, K key, int itsWeight) {
    var known = accounts.get(key);
    var account = known == null ? new Account<>(key, itsWeight) : known;
    if (known == null) {
      account.due = now + account.cost;
      accounts.put(key, account);
    }
    if (account.lines.isEmpty()) {
      absent.remove(account);
      account.weigh(itsWeight);
      account.due = later(account.due, now + account.cost);
      account.arrival = arrivals++;
      weight += itsWeight;
    } else if (account.weight != itsWeight) {
      weigh(key, itsWeight);
    }
    account.lines.add(line);
    line.members.add(account);
    return account;
  }

  /** Takes a member out of a line; nothing happens when it is in none. */
  void leave(Line<K> line, K key) {
    var account = accounts.get(key);
    if (account == null || !account.lines.remove(line)) {
      return;
    }
    line.members.remove(account);
    if (account.lines.isEmpty()) {
      weight -= account.weight;
      if (account.start() - now > 0) {
        absent.add(account);
      } else {
        accounts.remove(key);
      }
    }
  }

  /** Whether the member stands in the line. */
  boolean isIn(Line<K> line, K key) {
    var account = accounts.get(key);
    return account != null && account.lines.contains(line);
  }

  /** Changes a member's weight at once: what it waited counts on. */
  void weigh(K key, int newWeight) {
    var account = accounts.get(key);
    if (account != null && !account.lines.isEmpty() && account.weight != newWeight) {
      weight += newWeight - account.weight;
      move(
          account,
          () -> {
            long start = account.start();
            account.weigh(newWeight);
            account.due = start + account.cost;
          });
    }
  }

  /** A member that is present takes a turn. */
  void charge(K key) {
    var account = present(key);
    rest += TURN;
    now += rest / weight;
    rest %= weight;
    // who goes on while others cannot carries the clock along, or it would owe them that time
    now = later(now, account.start());
    move(
        account,
        () -> {
          // who could not go on for long has at most one turn more than its share
          account.due = later(account.due + account.cost, now);
          account.arrival = arrivals++;
        });
    forgetSettled();
  }

  private void move(Account<K> account, Runnable change) {
    // a member that stands alone needs no other place
    account.lines.forEach(line -> line.remove(account));
    change.run();
    account.lines.forEach(line -> line.add(account));
  }

  /** Who is away and owes nothing any more comes back as a newcomer would. */
  private void forgetSettled() {
    for (int i = 0; i < FORGOTTEN_AT_ONCE && !absent.isEmpty(); i++) {
      var first = absent.first();
      if (first.start() - now > 0) {
        return;
      }
      absent.remove(first);
      accounts.remove(first.key);
    }
  }

  /** Forgets a member for good. */
  void forget(K key) {
    var account = accounts.get(key);
    if (account != null) {
      List.copyOf(account.lines).forEach(line -> leave(line, key));
      absent.remove(account);
      accounts.remove(key);
    }
  }

  boolean isEmpty() {
    return accounts.isEmpty();
  }

  /** Some of a ledger's members, in the order in which they are due. */
  static final class Line<K> {
    private final TreeSet<Account<K>> members = new TreeSet<>(BY_DUE);

    @Nullable Account<K> first() {
      return members.isEmpty() ? null : members.first();
    }

    boolean isEmpty() {
      return members.isEmpty();
    }

    private void remove(Account<K> account) {
      if (members.size() > 1) {
        members.remove(account);
      }
    }

    private void add(Account<K> account) {
      if (!members.contains(account)) {
        members.add(account);
      }
    }
  }
}

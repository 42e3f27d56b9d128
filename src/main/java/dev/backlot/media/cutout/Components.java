package dev.backlot.media.cutout;

/** Drops the small islands of a mask that a network leaves far from the subject. */
final class Components {
  /** What counts as part of an island. */
  private static final float SEEN = 0.1f;

  /** Islands smaller than this share of the largest are dropped. */
  private static final double SHARE_MIN = 0.04;

  private final Plane mask;
  private final int[] island;
  private final int[] stack;

  private Components(Plane mask) {
    this.mask = mask;
    this.island = new int[mask.count()];
    this.stack = new int[mask.count()];
  }

  static Plane withoutIslands(Plane mask) {
    return new Components(mask).filtered();
  }

  private Plane filtered() {
    var sizes = new int[mask.count() + 1];
    int islands = 0;
    int largest = 0;
    for (int i = 0; i < island.length; i++) {
      if (isNew(i)) {
        sizes[++islands] = flood(i, islands);
        largest = Math.max(largest, sizes[islands]);
      }
    }
    double least = largest * SHARE_MIN;
    var kept = mask.values().clone();
    for (int i = 0; i < kept.length; i++) {
      if (island[i] > 0 && sizes[island[i]] < least) {
        kept[i] = 0;
      }
    }
    return new Plane(mask.width(), mask.height(), kept);
  }

  private boolean isNew(int i) {
    return island[i] == 0 && mask.at(i) > SEEN;
  }

  private int flood(int start, int name) {
    int waiting = 0;
    int size = 0;
    island[start] = name;
    stack[waiting++] = start;
    while (waiting > 0) {
      int i = stack[--waiting];
      size++;
      int x = i % mask.width();
      waiting = visit(x > 0, i - 1, name, waiting);
      waiting = visit(x < mask.width() - 1, i + 1, name, waiting);
      waiting = visit(i >= mask.width(), i - mask.width(), name, waiting);
      waiting = visit(i + mask.width() < island.length, i + mask.width(), name, waiting);
    }
    return size;
  }

  private int visit(boolean exists, int i, int name, int waiting) {
    if (!exists || !isNew(i)) {
      return waiting;
    }
    island[i] = name;
    stack[waiting] = i;
    return waiting + 1;
  }
}

package dev.backlot.media.cutout;

import java.util.ArrayList;
import java.util.List;

/**
 * Closes the gaps a network leaves in the middle of a smooth subject. A gap that shows the
 * background's colour is a real opening, such as that of a handle, and stays.
 */
final class Holes {
  /** What counts as a gap, in turn: the first finds its middle, the others its soft rim. */
  private static final float[] GAPS = {0.5f, 0.6f, 0.7f, 0.8f, 0.9f};

  private final Plane mask;
  private final Guide picture;
  private final float limit;
  private final int[] region;

  private Holes(Plane mask, Guide picture, float limit) {
    this.mask = mask;
    this.picture = picture;
    this.limit = limit;
    this.region = new int[mask.count()];
  }

  static Plane closed(Plane mask, Guide picture) {
    var closed = mask;
    for (float limit : GAPS) {
      closed = new Holes(closed, picture, limit).closed();
    }
    return closed;
  }

  private Plane closed() {
    var filled = new Plane(mask.width(), mask.height(), mask.values().clone());
    var ground = new Colours();
    var subject = new Colours();
    var gaps = gaps(ground);
    for (int i = 0; i < region.length; i++) {
      if (mask.at(i) > 0.9f) {
        subject.add(i);
      }
    }
    gaps.stream()
        .filter(gap -> !isOpening(gap, ground, subject))
        .flatMap(List::stream)
        .forEach(i -> filled.values()[i] = 1);
    return filled;
  }

  private boolean isOpening(List<Integer> gap, Colours ground, Colours subject) {
    return gap.stream().mapToDouble(i -> ground.share(i) - subject.share(i)).sum() >= 0;
  }

  /** Gaps that do not reach the border; the one around the subject is the ground. */
  private List<List<Integer>> gaps(Colours ground) {
    var gaps = new ArrayList<List<Integer>>();
    for (int i = 0; i < region.length; i++) {
      if (isNew(i)) {
        var gap = flood(i);
        if (gap.stream().anyMatch(this::isBorder)) {
          gap.stream().filter(inside -> mask.at(inside) < 0.1f).forEach(ground::add);
        } else {
          gaps.add(gap);
        }
      }
    }
    return gaps;
  }

  private List<Integer> flood(int start) {
    var members = new ArrayList<Integer>();
    region[start] = 1;
    members.add(start);
    for (int next = 0; next < members.size(); next++) {
      int i = members.get(next);
      int x = i % mask.width();
      visit(x > 0, i - 1, members);
      visit(x < mask.width() - 1, i + 1, members);
      visit(true, i - mask.width(), members);
      visit(true, i + mask.width(), members);
    }
    return members;
  }

  private void visit(boolean inRow, int i, List<Integer> members) {
    if (inRow && i >= 0 && i < region.length && isNew(i)) {
      region[i] = 1;
      members.add(i);
    }
  }

  private boolean isNew(int i) {
    return region[i] == 0 && mask.at(i) < limit;
  }

  private boolean isBorder(int i) {
    int x = i % mask.width();
    int y = i / mask.width();
    return x == 0 || y == 0 || x == mask.width() - 1 || y == mask.height() - 1;
  }

  /** How often each of 512 coarse colours occurs. */
  private final class Colours {
    private final int[] counts = new int[512];
    private int total;

    void add(int i) {
      counts[bin(i)]++;
      total++;
    }

    /** How common this pixel's colour is, 0 to 1. */
    double share(int i) {
      return total == 0 ? 0 : (double) counts[bin(i)] / total;
    }

    private int bin(int i) {
      return (level(picture.red(), i) << 6)
          | (level(picture.green(), i) << 3)
          | level(picture.blue(), i);
    }

    private int level(Plane channel, int i) {
      return Math.min(7, (int) (channel.at(i) * 8));
    }
  }
}

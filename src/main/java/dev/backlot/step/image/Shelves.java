package dev.backlot.step.image;

import dev.backlot.media.Box;
import dev.backlot.model.Asset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places for pictures of many sizes: the tallest first, row by row.
 *
 * @param places in the order of the pictures
 */
record Shelves(int width, int height, List<Box> places) {
  static Shelves pack(List<Asset> assets, int padding, int widthMax, boolean powers) {
    int wide = powers ? Integer.highestOneBit(widthMax) : widthMax;
    int limit = Math.min(wide, width(assets, padding, powers));
    var places = new ArrayList<Box>(Collections.nCopies(assets.size(), new Box(0, 0, 1, 1)));
    int left = 0, top = 0, shelf = 0, width = 0;
    for (int i : tallestFirst(assets)) {
      var asset = assets.get(i);
      if (left > 0 && left + asset.width() > limit) {
        top += shelf + padding;
        left = 0;
        shelf = 0;
      }
      places.set(i, new Box(left, top, asset.width(), asset.height()));
      left += asset.width() + padding;
      shelf = Math.max(shelf, asset.height());
      width = Math.max(width, left - padding);
    }
    return powers
        ? new Shelves(power(width), power(top + shelf), places)
        : new Shelves(width, top + shelf, places);
  }

  /** A width that makes the sheet about as wide as high. */
  private static int width(List<Asset> assets, int padding, boolean powers) {
    double area = 0;
    int widest = 1;
    for (var asset : assets) {
      area += (double) (asset.width() + padding) * (asset.height() + padding);
      widest = Math.max(widest, asset.width());
    }
    int width = Math.max(widest, (int) Math.ceil(Math.sqrt(area) * 1.05));
    return powers ? power(width) : width;
  }

  private static List<Integer> tallestFirst(List<Asset> assets) {
    return IntStream.range(0, assets.size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(i -> -assets.get(i).height()).thenComparing(i -> i))
        .toList();
  }

  private static int power(int least) {
    int power = Integer.highestOneBit(least);
    return power == least ? power : power << 1;
  }
}

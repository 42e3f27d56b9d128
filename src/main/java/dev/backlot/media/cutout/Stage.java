package dev.backlot.media.cutout;

import dev.backlot.media.GoingOn;
import java.io.IOException;

/** What a cut-out goes through, in this order. */
enum Stage {
  READ(1),
  FIRST_LOOK(2),
  /** Left out where it would show little more than the first. */
  SECOND_LOOK(3),
  ROUGH_EDGES(4),
  FINE_EDGES(5),
  ALPHA(6),
  RIM(7),
  RED(8),
  GREEN(9),
  BLUE(10);

  static final int ALL = values().length;

  private final int place;

  Stage(int place) {
    this.place = place;
  }

  /** Which it is, from 1. */
  int place() {
    return place;
  }

  /** Tells that it is over, and asks whether what follows is still wanted. */
  void over(GoingOn goingOn) throws IOException {
    goingOn.done(place, ALL);
    goingOn.check();
  }
}

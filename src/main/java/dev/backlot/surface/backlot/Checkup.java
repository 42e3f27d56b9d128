package dev.backlot.surface.backlot;

import java.util.List;

/** What the server's machine has, and what it lacks: for operators. */
public interface Checkup {
  /** Looks now. */
  List<Finding> findings();

  /**
   * One thing that was looked at.
   *
   * @param good whether it is as it should be
   * @param what it is about
   * @param found in words, with what to do where it is not good
   */
  record Finding(boolean good, String what, String found) {}
}

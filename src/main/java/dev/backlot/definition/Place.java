package dev.backlot.definition;

/** Where something stands in a file; line and column count from 1. */
record Place(int line, int column) {
  static final Place START = new Place(1, 1);

  Place plus(int columns) {
    return new Place(line, column + columns);
  }
}

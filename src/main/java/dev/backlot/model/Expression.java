package dev.backlot.model;

/** The source text of a CEL expression, without {@code ${{ }}}; at most 4,096 characters. */
public record Expression(String source) {
  public static final int LENGTH_MAX = 4_096;

  @Override
  public String toString() {
    return source;
  }
}

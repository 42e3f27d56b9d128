package dev.backlot.model;

/**
 * How much of something is taken right now.
 *
 * @param inUse attempts that hold it
 * @param waiting attempts that want it and have not been let in, whatever they wait for
 */
public record Use(int inUse, int waiting) {
  public static final Use NONE = new Use(0, 0);
}

package dev.backlot.model;

/**
 * The shape of {@link PortType#CASES} at run time: an object of {@code chosen}, the place of the
 * first case that holds or -1, and {@code cases} with {@code case} and {@code when} of each.
 */
final class CaseList {
  private CaseList() {}

  static PortCheck.Result check(Value value) {
    boolean fits =
        value instanceof Value.ObjectOf(var fields)
            && fields.get("chosen") instanceof Value.Int
            && fields.get("cases") instanceof Value.ListOf;
    return fits
        ? new PortCheck.Fits(value)
        : new PortCheck.Misfit("expected a list of cases, but " + value.kind());
  }
}

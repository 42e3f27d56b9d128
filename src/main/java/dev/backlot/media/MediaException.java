package dev.backlot.media;

import dev.backlot.model.Failure;

/** A picture that cannot be opened or made, told in words for the person who supplied it. */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure.Invalid failure;

  private MediaException(Failure.Invalid failure) {
    super(failure.message());
    this.failure = failure;
  }

  public static MediaException invalid(String message) {
    return new MediaException(new Failure.Invalid("", message));
  }

  /** The same failure, blamed on a named parameter. */
  public MediaException about(String parameter) {
    var named = new MediaException(new Failure.Invalid(parameter, failure.message()));
    named.initCause(this);
    return named;
  }

  /** The same failure, blamed on a named parameter if it names none so far. */
  public MediaException orAbout(String parameter) {
    return failure.field().isEmpty() ? about(parameter) : this;
  }

  public Failure.Invalid failure() {
    return failure;
  }
}

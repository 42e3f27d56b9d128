package dev.backlot.media.onnx;

/** A network that cannot be loaded or does not run on what it is given. */
public final class NetworkException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NetworkException(String message) {
    super(message);
  }

  NetworkException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}

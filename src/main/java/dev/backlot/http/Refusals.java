package dev.backlot.http;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong in a handler into a refusal, and has the right surface word it. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private static final int DRAIN_BYTES_MAX = 32 << 20;

  private final List<Surface> surfaces;

  Refusals(List<Surface> surfaces) {
    this.surfaces = List.copyOf(surfaces);
  }

  void refuse(Exception failure, Context context) {
    if (context.res().isCommitted()) {
      // too late for words; the client sees a body that breaks off
      LOG.debug("request {} broke off", RequestId.of(context), failure);
      breakOff(context, failure);
      return;
    }
    if (!drain(context)) {
      // what is left of the body would be read as the next request: say that this connection ends
      context.header("Connection", "close");
    }
    var surface = surface(context.path());
    var refusal = refusal(failure, surface, context);
    context.res().resetBuffer();
    refusal.headers().forEach(context::header);
    surface.refuse(context, refusal);
  }

  /** A body of unknown length would otherwise end as if it were whole. */
  private static void breakOff(Context context, Exception failure) {
    ServletContextRequest.getServletContextRequest(context.req())
        .getServletChannel()
        .abort(failure);
  }

  /**
   * Most clients listen only once they have sent all, so what is left of the body is taken, up to a
   * limit; false when that did not end cleanly.
   */
  private static boolean drain(Context context) {
    if (context.header("Expect") != null) {
      return false;
    }
    try {
      var body = context.bodyInputStream();
      var buffer = new byte[1 << 16];
      int read = 0;
      for (long taken = 0; read >= 0 && taken < DRAIN_BYTES_MAX; taken += read) {
        read = body.read(buffer);
      }
      // a form that does not end where it should leaves the connection broken, also when all was
      // read
      return read < 0 && !isForm(context);
    } catch (IOException | RuntimeException e) {
      LOG.debug("the body of request {} broke off", RequestId.of(context), e);
      return false;
    }
  }

  private static boolean isForm(Context context) {
    var type = context.contentType();
    return type != null && type.startsWith("multipart/");
  }

  private Surface surface(String path) {
    return surfaces.stream()
        .filter(one -> one.serves(path))
        .findFirst()
        .orElse(surfaces.getFirst());
  }

  private static Refusal refusal(Exception failure, Surface surface, Context context) {
    return switch (failure) {
      case RefusalException known -> known.refusal();
      case HttpResponseException ours -> routing(ours, context);
      default ->
          surface
              .explain(failure)
              .or(() -> brokenBody(failure))
              .orElseGet(() -> defect(failure, context));
    };
  }

  private static Refusal routing(HttpResponseException failure, Context context) {
    return switch (failure.getStatus()) {
      case 404 -> Refusal.of(404, "there is nothing at " + context.path());
      case 405 -> notAllowed(failure, context);
      default -> Refusal.of(failure.getStatus(), "the request cannot be read");
    };
  }

  private static Refusal notAllowed(HttpResponseException failure, Context context) {
    var allowed = failure.getDetails().getOrDefault("availableMethods", "");
    var message = context.method().name() + " is not possible here, only " + allowed;
    return Refusal.of(405, message)
        .with("Allow", failure instanceof MethodNotAllowedResponse ? allowed : "");
  }

  /** Jetty tells of a broken form or a broken-off body by these, wrapped or not. */
  private static Optional<Refusal> brokenBody(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof org.eclipse.jetty.http.HttpException bad) {
        return Optional.of(
            Refusal.of(bad.getCode(), "the body cannot be read: " + bad.getReason()));
      }
      if (cause instanceof org.eclipse.jetty.io.EofException) {
        return Optional.of(Refusal.of(400, "the body breaks off"));
      }
    }
    return Optional.empty();
  }

  private static Refusal defect(Exception failure, Context context) {
    var request = RequestId.of(context);
    LOG.error("request {} {} {} failed", request, context.method(), context.path(), failure);
    var what = failure instanceof IOException ? "storage failed" : "this is a defect of Backlot";
    return Refusal.of(500, what + "; the log has the details under request " + request);
  }
}

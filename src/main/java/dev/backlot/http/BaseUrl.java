package dev.backlot.http;

import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * How clients reach this server, for links in answers.
 *
 * @param known what the operator says, without a slash at the end; empty means what each request
 *     says of itself
 */
public record BaseUrl(Optional<String> known) {
  public String of(Context context) {
    return known.orElseGet(() -> context.scheme() + "://" + context.host());
  }

  /** What an operator gave; empty when it cannot be an address that clients use. */
  public static Optional<BaseUrl> parse(String text) {
    try {
      var uri = new URI(text.strip());
      var scheme = String.valueOf(uri.getScheme());
      boolean good =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getQuery() == null
              && uri.getFragment() == null;
      return good
          ? Optional.of(new BaseUrl(Optional.of(uri.toString().replaceFirst("/+$", ""))))
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}

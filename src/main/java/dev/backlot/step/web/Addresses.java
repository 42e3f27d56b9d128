package dev.backlot.step.web;

import dev.backlot.provider.HeldSecrets.UnusableException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses of the web, as users write them. */
public final class Addresses {
  private Addresses() {}

  /** Reads one; that it may be called is looked at when it is. */
  public static URI read(String field, String text) throws UnusableException {
    try {
      var uri = URI.create(text.strip());
      var scheme = String.valueOf(uri.getScheme());
      if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        throw new UnusableException(field, "expected an http or https address, but '" + text + "'");
      }
      return uri;
    } catch (IllegalArgumentException e) {
      throw new UnusableException(field, "expected an address, but " + e.getMessage());
    }
  }

  /** The same address with these in its query too; one that is there already is replaced. */
  public static URI with(URI address, Map<String, String> query) {
    if (query.isEmpty()) {
      return address;
    }
    var text = address.toString();
    int hash = text.indexOf('#');
    var plain = hash < 0 ? text : text.substring(0, hash);
    int mark = plain.indexOf('?');
    var path = mark < 0 ? plain : plain.substring(0, mark);
    var kept =
        mark < 0
            ? ""
            : java.util.Arrays.stream(plain.substring(mark + 1).split("&", -1))
                .filter(
                    part ->
                        !part.isEmpty()
                            && query.keySet().stream().noneMatch(name -> isOf(part, name)))
                .map(part -> part + "&")
                .collect(Collectors.joining());
    var added =
        query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(path + "?" + kept + added);
  }

  private static boolean isOf(String part, String name) {
    return part.equals(encoded(name)) || part.startsWith(encoded(name) + "=");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether both are of one server, so that what opens one may be shown to the other. */
  public static boolean isSameOrigin(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(String.valueOf(other.getScheme()))
        && String.valueOf(one.getRawAuthority())
            .equalsIgnoreCase(String.valueOf(other.getRawAuthority()));
  }
}

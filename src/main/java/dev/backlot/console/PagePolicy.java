package dev.backlot.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page's content security policy (W3C, Level 3): everything from here alone, pictures also from
 * memory, fetched with the key. What stands in the built page itself runs as it was built: its
 * SHA-256 is named, so that a script which somebody brought into the page does not run.
 */
final class PagePolicy {
  private static final Pattern INLINE =
      Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private PagePolicy() {}

  /** The value of {@code Content-Security-Policy} for this page. */
  static String of(String page) {
    var inline =
        INLINE
            .matcher(page)
            .results()
            .map(script -> " 'sha256-" + hash(script.group(1)) + "'")
            .collect(Collectors.joining());
    return "default-src 'none'; script-src 'self'"
        + inline
        + "; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'";
  }

  private static String hash(String script) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(sha.digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

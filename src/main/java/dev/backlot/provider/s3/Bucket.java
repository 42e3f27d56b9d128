package dev.backlot.provider.s3;

import java.net.URI;
import java.util.Optional;

/**
 * A bucket and who may write into it.
 *
 * @param endpoint of the store; empty for Amazon's own in the region
 * @param pathStyle whether the bucket stands in the path instead of in the host's name
 * @param sessionToken for credentials that end by themselves
 */
public record Bucket(
    Optional<URI> endpoint,
    String region,
    String name,
    boolean pathStyle,
    String accessKey,
    String secretKey,
    Optional<String> sessionToken) {

  /** Whom a request goes to. */
  public URI host() {
    var base = endpoint.orElseGet(() -> URI.create("https://s3." + region + ".amazonaws.com"));
    var authority = pathStyle ? base.getRawAuthority() : name + "." + base.getRawAuthority();
    return URI.create(base.getScheme() + "://" + authority);
  }

  @Override
  public String toString() {
    return name + " at " + host();
  }
}

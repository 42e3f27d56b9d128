package dev.backlot.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How this process looks names up (JEP 418): as the platform does, but a name that {@link
 * WebClient} has looked at keeps the addresses that it was found to have. There is one resolver for
 * each process, and the platform makes it, so what it holds is static.
 */
public final class PinnedNames extends InetAddressResolverProvider {
  private static final Pins PINS = new Pins(System::nanoTime);
  private static volatile @Nullable InetAddressResolver platform;

  /** For the platform, which finds it by its name in {@code META-INF/services}. */
  public PinnedNames() {}

  @Override
  public InetAddressResolver get(Configuration configuration) {
    var builtin = configuration.builtinResolver();
    platform = builtin;
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return PINS.lookUp(host, policy, builtin);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return builtin.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "backlot";
  }

  /**
   * The addresses of a host; connections to it made soon afterwards go to one of these.
   *
   * @param host a name, or an address as it stands in an address of the web
   */
  static List<InetAddress> hold(String host) throws UnknownHostException {
    if (isLiteral(host)) {
      return List.of(InetAddress.getAllByName(host));
    }
    if (platform == null) {
      // the platform makes its resolver with the first name that it is asked for
      InetAddress.getAllByName("localhost");
    }
    return hold(host, Objects.requireNonNull(platform, "this resolver is not in use"));
  }

  /** As {@link #hold(String)}, by what another resolver says. */
  static List<InetAddress> hold(String host, InetAddressResolver names)
      throws UnknownHostException {
    return PINS.hold(host, names);
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}

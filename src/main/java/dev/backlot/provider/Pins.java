package dev.backlot.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Keeps the addresses that were looked at, so that a connection that follows goes to them and to no
 * others, whatever the name has come to mean in between. Thread-safe.
 */
final class Pins {
  /** A name is looked up anew once its addresses are so old. */
  static final Duration RENEWED_AFTER = Duration.ofMinutes(1);

  /** So long they count for connections: longer than any connection takes after the look. */
  static final Duration KEPT_FOR = Duration.ofMinutes(2);

  private static final int PINS_MAX = 10_000;
  private static final LookupPolicy ANY = LookupPolicy.of(LookupPolicy.IPV4 | LookupPolicy.IPV6);

  private final Map<String, Pin> pins = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  private record Pin(List<InetAddress> addresses, long at) {
    boolean isYoungerThan(Duration age, long now) {
      return now - at < age.toNanos();
    }
  }

  Pins(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * The addresses of a name, which connections get too for the next {@link #KEPT_FOR} less {@link
   * #RENEWED_AFTER} at least.
   */
  List<InetAddress> hold(String host, InetAddressResolver names) throws UnknownHostException {
    var name = host.toLowerCase(Locale.ROOT);
    long now = nanos.getAsLong();
    var known = pins.get(name);
    if (known != null && known.isYoungerThan(RENEWED_AFTER, now)) {
      return known.addresses();
    }
    var pin = new Pin(names.lookupByName(name, ANY).toList(), now);
    if (pins.size() >= PINS_MAX) {
      pins.values().removeIf(old -> !old.isYoungerThan(KEPT_FOR, now));
    }
    if (pins.size() >= PINS_MAX) {
      throw new UnknownHostException("too many hosts at once");
    }
    pins.put(name, pin);
    return pin.addresses();
  }

  /** Looks names up: those that are held as they are held, all others with this resolver. */
  Stream<InetAddress> lookUp(String host, LookupPolicy policy, InetAddressResolver names)
      throws UnknownHostException {
    var held = pins.get(host.toLowerCase(Locale.ROOT));
    if (held == null || !held.isYoungerThan(KEPT_FOR, nanos.getAsLong())) {
      return names.lookupByName(host, policy);
    }
    return held.addresses().stream().filter(address -> wants(policy, address));
  }

  private static boolean wants(LookupPolicy policy, InetAddress address) {
    int family = address.getAddress().length == 4 ? LookupPolicy.IPV4 : LookupPolicy.IPV6;
    return (policy.characteristics() & family) != 0;
  }
}

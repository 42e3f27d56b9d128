package dev.backlot.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.stream.Stream;

/** Lets names mean this machine, for the minute that a test of whoever is called by name needs. */
public final class LoopbackNames {
  private LoopbackNames() {}

  /** The name is found at the loopback address. */
  public static void hold(String name) throws UnknownHostException {
    InetAddress.getAllByName("localhost");
    PinnedNames.hold(
        name,
        new InetAddressResolver() {
          @Override
          public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
            return Stream.of(InetAddress.getLoopbackAddress());
          }

          @Override
          public String lookupByAddress(byte[] address) {
            return name;
          }
        });
  }
}

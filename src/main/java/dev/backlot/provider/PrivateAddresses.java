package dev.backlot.provider;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses lead into a network of one's own instead of to the public: those of RFC 6890's
 * registries that are not global, and the IPv6 forms that hide an IPv4 address.
 */
final class PrivateAddresses {
  private static final List<Block> BLOCKS =
      List.of(
          new Block("0.0.0.0", 8),
          new Block("10.0.0.0", 8),
          new Block("100.64.0.0", 10),
          new Block("127.0.0.0", 8),
          // where Azure's machines ask for what is theirs; else a public address
          new Block("168.63.129.16", 32),
          new Block("169.254.0.0", 16),
          new Block("172.16.0.0", 12),
          new Block("192.0.0.0", 24),
          new Block("192.0.2.0", 24),
          new Block("192.88.99.0", 24),
          new Block("192.168.0.0", 16),
          new Block("198.18.0.0", 15),
          new Block("198.51.100.0", 24),
          new Block("203.0.113.0", 24),
          new Block("224.0.0.0", 4),
          new Block("240.0.0.0", 4),
          // none, this machine, and what once stood for IPv4 addresses
          new Block("::", 96),
          new Block("100::", 64),
          // Teredo among them: the address of whoever relays is hidden in it
          new Block("2001::", 23),
          new Block("2001:db8::", 32),
          new Block("3fff::", 20),
          new Block("5f00::", 16),
          new Block("fc00::", 7),
          new Block("fe80::", 10),
          new Block("fec0::", 10),
          new Block("ff00::", 8));

  private static final Block NAT64 = new Block("64:ff9b::", 96);
  private static final Block TRANSLATED = new Block("::ffff:0:0:0", 96);
  private static final Block LOCAL_NAT64 = new Block("64:ff9b:1::", 48);
  private static final Block SIX_TO_FOUR = new Block("2002::", 16);

  private PrivateAddresses() {}

  /** So many leading bits. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(byte[] start, int bits) {
    Block(String start, int bits) {
      this(literal(start).getAddress(), bits);
    }

    boolean holds(byte[] address) {
      if (address.length != start.length) {
        return false;
      }
      int whole = bits / 8;
      int mask = 0xFF00 >> bits % 8 & 0xFF;
      return Arrays.equals(address, 0, whole, start, 0, whole)
          && (mask == 0 || (address[whole] & mask) == (start[whole] & mask));
    }
  }

  private static InetAddress literal(String text) {
    return text.indexOf(':') < 0 ? Inet4Address.ofLiteral(text) : InetAddress.ofLiteral(text);
  }

  static boolean contain(InetAddress address) {
    var bytes = address.getAddress();
    return BLOCKS.stream().anyMatch(block -> block.holds(bytes))
        || LOCAL_NAT64.holds(bytes)
        || ((NAT64.holds(bytes) || TRANSLATED.holds(bytes)) && contain(hidden(bytes, 12)))
        || (SIX_TO_FOUR.holds(bytes) && contain(hidden(bytes, 2)));
  }

  private static InetAddress hidden(byte[] address, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}

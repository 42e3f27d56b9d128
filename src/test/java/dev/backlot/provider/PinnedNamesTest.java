package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.StaticSite;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.spi.InetAddressResolver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that means one thing when it is looked at means the same when it is connected to. */
class PinnedNamesTest {
  private static final InetAddressResolver.LookupPolicy ANY =
      InetAddressResolver.LookupPolicy.of(
          InetAddressResolver.LookupPolicy.IPV4 | InetAddressResolver.LookupPolicy.IPV6);

  private final AtomicLong now = new AtomicLong();
  private final Pins pins = new Pins(now::get);

  /** A name server that says so from now on. */
  private static final class Names implements InetAddressResolver {
    private List<InetAddress> said;
    private int asked;

    Names(String... addresses) {
      said = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
    }

    void say(String... addresses) {
      said = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
    }

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      asked++;
      if (said.isEmpty()) {
        throw new UnknownHostException(host);
      }
      return said.stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException("not asked for");
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void whatever_a_name_comes_to_mean_connections_go_where_it_was_looked_at() throws Exception {
    var names = new Names("93.184.216.34");
    var seen = pins.hold("Shop.Example", names);
    names.say("127.0.0.1");

    pass(Pins.RENEWED_AFTER.minusSeconds(1));
    assertThat(pins.hold("shop.example", names)).isEqualTo(seen);
    // a connection may take its time, and still finds what was looked at
    pass(Pins.KEPT_FOR.minus(Pins.RENEWED_AFTER));
    assertThat(pins.lookUp("SHOP.example", ANY, names)).isEqualTo(seen);
    assertThat(names.asked).isEqualTo(1);

    // the next look sees what it has come to mean
    assertThat(pins.hold("shop.example", names))
        .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(pins.lookUp("shop.example", ANY, names))
        .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
  }

  @Test
  void names_that_are_not_held_are_looked_up_as_ever() throws Exception {
    var names = new Names("10.1.2.3");
    assertThat(pins.lookUp("intern.example", ANY, names)).hasSize(1);
    assertThat(pins.lookUp("intern.example", ANY, names)).hasSize(1);
    assertThat(names.asked).isEqualTo(2);
    names.say();
    assertThatThrownBy(() -> pins.hold("nowhere.example", names))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void only_the_wanted_family_is_told() throws Exception {
    var names = new Names("93.184.216.34", "2606:2800:220:1::1");
    pins.hold("both.example", names);
    var four = InetAddressResolver.LookupPolicy.of(InetAddressResolver.LookupPolicy.IPV4);
    assertThat(pins.lookUp("both.example", four, names))
        .containsExactly(InetAddress.ofLiteral("93.184.216.34"));
  }

  @Test
  void connections_of_this_process_go_by_it() throws Exception {
    try (var site = new StaticSite("here".getBytes(StandardCharsets.UTF_8))) {
      PinnedNames.hold("pinned.example", new Names("127.0.0.1"));
      var port = URI.create(site.url("")).getPort();
      var request =
          HttpRequest.newBuilder(URI.create("http://pinned.example:" + port + "/")).build();
      try (var client = HttpClient.newHttpClient()) {
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("here");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.9",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "0.0.0.0",
        "0.1.2.3",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "203.0.113.9",
        "2001:db8::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:a00:1::1",
        "2002:7f00:1::",
        "2001::1"
      })
  void addresses_of_networks_of_ones_own_are_private(String address) {
    assertThat(PrivateAddresses.contain(InetAddress.ofLiteral(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "172.15.0.1",
        "172.32.0.1",
        "100.63.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "198.20.0.1",
        "11.0.0.1",
        "1.0.0.1",
        "2606:2800:220:1::1",
        "64:ff9b::5db8:d822",
        "::ffff:0:93.184.216.34",
        "2002:5db8:d822::1",
        "2001:4860::8888"
      })
  void addresses_of_the_public_are_not(String address) {
    assertThat(PrivateAddresses.contain(InetAddress.ofLiteral(address))).isFalse();
  }
}

package dev.backlot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of an issuer come and go, and with them what its tokens open. */
@SuppressWarnings("NullAway.Init")
class TokensTest {
  private static RSAKey first;
  private static RSAKey second;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    first = new RSAKeyGenerator(2048).keyID("first").generate();
    second = new RSAKeyGenerator(2048).keyID("second").generate();
  }

  private static String set(RSAKey... keys) {
    return new JWKSet(List.of(keys).stream().map(key -> (com.nimbusds.jose.jwk.JWK) key).toList())
        .toString(true);
  }

  private static Tokens tokens(String keys) throws IOException {
    return new Tokens(
        new Tokens.Settings(
            "https://id.example", "backlot", keys, "tenant", "role", "sub", Optional.empty()));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://id.example")
        .audience("backlot")
        .subject("anna")
        .claim("tenant", "acme")
        .claim("role", "operator")
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  private static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    var token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static boolean opens(Tokens tokens, RSAKey key) throws JOSEException {
    return tokens.find(signed(key, claims().build())) instanceof Credentials.Found.Known;
  }

  @Test
  void a_new_key_of_the_issuer_is_taken_at_once_and_one_that_it_withdrew_no_more()
      throws Exception {
    var keys = new AtomicReference<>(set(first));
    var issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          var bytes = keys.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    issuer.start();
    try {
      var tokens = tokens("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
      assertThat(opens(tokens, first)).isTrue();

      keys.set(set(second));
      assertThat(opens(tokens, second)).isTrue();
      assertThat(opens(tokens, first)).isFalse();
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void while_the_issuer_cannot_be_reached_the_last_set_counts() throws Exception {
    var issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var bytes = set(first).getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    issuer.start();
    var tokens = tokens("http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys");
    assertThat(opens(tokens, first)).isTrue();
    issuer.stop(0);
    assertThat(opens(tokens, second)).isFalse();
    assertThat(opens(tokens, first)).isTrue();
  }

  @Test
  void a_new_set_in_a_file_counts_after_a_restart() throws Exception {
    var file = Files.writeString(folder.resolve("jwks.json"), set(first)).toString();
    var before = tokens(file);
    Files.writeString(Path.of(file), set(second));
    assertThat(opens(before, first)).isTrue();
    assertThat(opens(before, second)).isFalse();

    var after = tokens(file);
    assertThat(opens(after, first)).isFalse();
    assertThat(opens(after, second)).isTrue();
  }

  @Test
  void tokens_of_another_make_open_nothing() throws Exception {
    var tokens = tokens(Files.writeString(folder.resolve("jwks.json"), set(first)).toString());
    var early = claims().notBeforeTime(Date.from(Instant.now().plusSeconds(120))).build();
    assertThat(tokens.find(signed(first, early))).isInstanceOf(Credentials.Found.Expired.class);
    var endless = claims().expirationTime(null).build();
    assertThat(tokens.find(signed(first, endless))).isNotInstanceOf(Credentials.Found.Known.class);

    // the public key is no secret that could be shared
    var shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    shared.sign(new MACSigner(first.toRSAPublicKey().getEncoded()));
    assertThat(tokens.find(shared.serialize())).isInstanceOf(Credentials.Found.Unknown.class);
    assertThat(tokens.find("a." + "b".repeat(9_000) + ".c"))
        .isInstanceOf(Credentials.Found.Unknown.class);
  }
}

package dev.backlot.provider;

import dev.backlot.json.Json;
import dev.backlot.provider.Provider.KeyTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A pass by a key file of a service account, as Google's console gives it: a statement, signed by
 * its RSA key, is changed into a token at the address that it names (RFC 7523). Thread-safe.
 */
public final class ServiceAccount implements ProviderHttp.Pass {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private final Secret key;
  private final String scope;
  private final TokenDesk desk;

  /**
   * Signs in when it is first needed.
   *
   * @param key whose value is the file's JSON
   * @param scope what the token is to be good for
   */
  public ServiceAccount(Secret key, String scope, WebClient web, InstantSource clock) {
    this.key = key;
    this.scope = scope;
    this.desk = new TokenDesk(address(key), this::fields, web, clock);
  }

  /** Whether a secret is such a file. */
  public static boolean is(Secret key) {
    return key.value().stripLeading().startsWith("{");
  }

  @Override
  public Map<String, String> headers() throws IOException, InterruptedException {
    return Map.of("Authorization", "Bearer " + desk.token());
  }

  /** Whether a token is given for the key now. */
  public KeyTest test() throws InterruptedException {
    return desk.test();
  }

  private static JsonNode file(Secret key) {
    return Json.orEmpty(key.value());
  }

  private static URI address(Secret key) {
    var named = file(key).path("token_uri").asString("");
    return URI.create(
        named.matches("https?://[\\x21-\\x7e]{1,500}")
            ? named
            : "https://oauth2.googleapis.com/token");
  }

  private Map<String, String> fields(Instant now) throws IOException {
    var file = file(key);
    var claims =
        Json.object()
            .put("iss", file.path("client_email").asString(""))
            .put("scope", scope)
            .put("aud", address(key).toString())
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(LIFE).getEpochSecond());
    var head = Json.object().put("alg", "RS256").put("typ", "JWT");
    var id = file.path("private_key_id").asString("");
    if (!id.isEmpty()) {
      head.put("kid", id);
    }
    var statement = encoded(Json.text(head)) + "." + encoded(Json.text(claims));
    return Map.of("grant_type", GRANT, "assertion", statement + "." + signature(file, statement));
  }

  private static String encoded(String text) {
    return URL_SAFE.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private String signature(JsonNode file, String statement) throws IOException {
    try {
      var signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(privateKey(file.path("private_key").asString("")));
      signer.update(statement.getBytes(StandardCharsets.US_ASCII));
      return URL_SAFE.encodeToString(signer.sign());
    } catch (GeneralSecurityException | IllegalArgumentException unfit) {
      // what it says may quote the key
      throw new IOException(
          "the secret " + key.name() + " is no key file of a service account with a private_key");
    }
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    var base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}

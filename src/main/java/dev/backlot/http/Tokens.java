package dev.backlot.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import dev.backlot.model.TenantId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * JSON Web Tokens (RFC 7519) of one issuer, signed with a key of its key set (RFC 7517). Only
 * RS256, ES256 and their longer kin are accepted, never {@code none} or a shared secret. The key
 * set is read again when a token names a key that is not in it, at most once in {@link #REFRESH}.
 */
public final class Tokens implements Credentials {
  /** How far clocks may be apart. */
  public static final Duration SKEW = Duration.ofSeconds(60);

  /** How often the key set is asked for at most. */
  public static final Duration REFRESH = Duration.ofSeconds(30);

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);
  private static final int TOKEN_MAX = 8 << 10;
  private static final int CONNECT_MS = 2_000;
  private static final int READ_MS = 5_000;
  private static final int KEYS_BYTES_MAX = 256 << 10;
  private static final Duration KEPT = Duration.ofMinutes(5);

  /**
   * What tokens are accepted, and what their claims mean.
   *
   * @param keys a file, or an http(s) address
   * @param requestsPerMinute how many each user may make
   */
  public record Settings(
      String issuer,
      String audience,
      String keys,
      String tenantClaim,
      String roleClaim,
      String userClaim,
      Optional<Integer> requestsPerMinute) {}

  private final Settings settings;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * Tokens of an issuer.
   *
   * @throws IOException with words for people when the key set is a file that cannot be read
   */
  public Tokens(Settings settings) throws IOException {
    this.settings = settings;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source(settings)));
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("exp", settings.userClaim(), settings.tenantClaim()));
    claims.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
    processor.setJWTClaimsSetVerifier(claims);
  }

  private static JWKSource<SecurityContext> source(Settings settings) throws IOException {
    if (settings.keys().startsWith("http://") || settings.keys().startsWith("https://")) {
      var retriever = new DefaultResourceRetriever(CONNECT_MS, READ_MS, KEYS_BYTES_MAX);
      return JWKSourceBuilder.<SecurityContext>create(
              URI.create(settings.keys()).toURL(), retriever)
          .cache(KEPT.toMillis(), READ_MS * 2L)
          .rateLimited(REFRESH.toMillis())
          .outageTolerant(Duration.ofHours(1).toMillis())
          .build();
    }
    try {
      return new ImmutableJWKSet<>(JWKSet.load(Path.of(settings.keys()).toFile()));
    } catch (ParseException e) {
      throw new IOException("--jwt-jwks: " + settings.keys() + " is no JSON Web Key Set", e);
    }
  }

  @Override
  public Found find(String secret) {
    if (secret.length() > TOKEN_MAX || secret.chars().filter(one -> one == '.').count() != 2) {
      return new Found.Unknown();
    }
    try {
      return principal(processor.process(secret, null))
          .<Found>map(Found.Known::new)
          .orElseGet(Found.Unknown::new);
    } catch (BadJWTException e) {
      // its signature was right: what is wrong with it is no secret
      return new Found.Expired("the token is not accepted: " + e.getMessage());
    } catch (BadJOSEException | JOSEException | ParseException _) {
      return new Found.Unknown();
    }
  }

  private Optional<Principal> principal(JWTClaimsSet claims) {
    try {
      var tenant = new TenantId(String.valueOf(claims.getClaim(settings.tenantClaim())));
      var caller = new Caller(tenant, String.valueOf(claims.getClaim(settings.userClaim())));
      var role =
          Optional.ofNullable(claims.getClaim(settings.roleClaim()))
              .flatMap(word -> Role.parse(String.valueOf(word)))
              .orElse(Role.VIEWER);
      var key = "token/" + tenant + "/" + caller.user();
      return Optional.of(new Principal(caller, role, key, settings.requestsPerMinute()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

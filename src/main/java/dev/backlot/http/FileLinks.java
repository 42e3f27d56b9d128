package dev.backlot.http;

import dev.backlot.json.Json;
import dev.backlot.model.AssetId;
import dev.backlot.model.TenantId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses of single files that need no key and end after a while: {@code /files/TOKEN/NAME}. The
 * token says whose which file until when, signed with HMAC-SHA256. Whoever has the address has the
 * file. Thread-safe.
 */
public final class FileLinks implements Surface {
  /** How long an address works unless somebody says otherwise. */
  public static final Duration LIFE_DEFAULT = Duration.ofHours(1);

  private static final String BELOW = "/files/";
  private static final int HASH_BYTES = 32;
  private static final int TENANT_MAX = 200;

  private final byte[] secret;
  private final Shelf shelf;
  private final InstantSource clock;

  /** Where files are found. */
  public interface Shelf {
    Optional<Download> file(TenantId tenant, AssetId asset);
  }

  /** Links signed with this secret; those signed with another do not work. */
  public FileLinks(String secret, Shelf shelf, InstantSource clock) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.shelf = shelf;
    this.clock = clock;
  }

  /**
   * The path of a file, which works for {@code life} from now on.
   *
   * @param name as which it is saved
   */
  public String path(TenantId tenant, AssetId asset, String name, Duration life) {
    var whose = tenant.value().getBytes(StandardCharsets.UTF_8);
    var said =
        ByteBuffer.allocate(Long.BYTES + HASH_BYTES + whose.length)
            .putLong(clock.instant().plus(life).getEpochSecond())
            .put(HexFormat.of().parseHex(asset.sha256()))
            .put(whose)
            .array();
    var token = encode(said) + "." + encode(signature(said));
    return BELOW
        + token
        + "/"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] signature(byte[] said) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(said);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** What a token says, if we said it and its time is not over. */
  private Optional<Download> open(String token) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    try {
      var said = Base64.getUrlDecoder().decode(token.substring(0, dot));
      var signed = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      if (said.length <= Long.BYTES + HASH_BYTES
          || said.length > Long.BYTES + HASH_BYTES + TENANT_MAX
          || !MessageDigest.isEqual(signature(said), signed)) {
        return Optional.empty();
      }
      var until = Instant.ofEpochSecond(ByteBuffer.wrap(said).getLong());
      if (!clock.instant().isBefore(until)) {
        return Optional.empty();
      }
      var hash = Arrays.copyOfRange(said, Long.BYTES, Long.BYTES + HASH_BYTES);
      var whose = Arrays.copyOfRange(said, Long.BYTES + HASH_BYTES, said.length);
      var tenant = new TenantId(new String(whose, StandardCharsets.UTF_8));
      return shelf.file(tenant, new AssetId(HexFormat.of().formatHex(hash)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  @Override
  public boolean serves(String path) {
    return path.startsWith(BELOW);
  }

  @Override
  public Set<String> open() {
    return Set.of(BELOW);
  }

  @Override
  public void routes(RoutesConfig routes) {
    routes.get(BELOW + "{token}/{name}", this::send);
    routes.head(BELOW + "{token}/{name}", this::send);
  }

  private void send(Context context) throws IOException {
    open(context.pathParam("token"))
        // a wrong one, one of the past and one of a file that is gone look the same
        .orElseThrow(() -> Refusal.of(403, "this link does not work, or no more").exception())
        .send(context);
  }

  @Override
  public Optional<Refusal> explain(Exception failure) {
    return Optional.empty();
  }

  @Override
  public void refuse(Context context, Refusal refusal) {
    context
        .status(refusal.status())
        .contentType("application/json")
        .result(Json.text(Json.object().put("detail", refusal.message())));
  }
}

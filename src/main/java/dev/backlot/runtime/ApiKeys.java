package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Role;
import dev.backlot.model.TenantId;
import dev.backlot.store.DocumentRecord;
import dev.backlot.store.Views;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keys for the HTTP API, each for one tenant, one user and one role. Only the SHA-256 of a key is
 * kept; the key itself is told once, when it is made. What is made or revoked is durable on return
 * and counts at once. Thread-safe.
 */
public final class ApiKeys {
  /** The most keys of a tenant. */
  public static final int KEYS_MAX = 1_000;

  private static final String KIND = "api-key";
  private static final String PREFIX = "bk_";
  private static final int ALL_MAX = 1_000_000;
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final int ID_LENGTH = 2 * ID_BYTES;

  private final Documents documents;
  private final InstantSource clock;
  private final SecureRandom dice = new SecureRandom();
  private final Map<String, Stored> keys = new ConcurrentHashMap<>();
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  /** A key as its document holds it. */
  private record Body(
      String name,
      String user,
      String role,
      String sha256,
      Optional<Instant> expiresAt,
      Optional<Integer> requestsPerMinute,
      Optional<Integer> itemsPerDay) {}

  private record Stored(DocumentRecord document, Body body) {
    static Stored of(DocumentRecord document) {
      return new Stored(document, Json.MAPPER.readValue(document.body(), Body.class));
    }

    TenantId tenant() {
      return document.creator().tenant();
    }
  }

  ApiKeys(Documents documents, Views views, InstantSource clock) {
    this.documents = documents;
    this.clock = clock;
    views.documents(KIND, ALL_MAX).forEach(one -> keys.put(one.id(), Stored.of(one)));
  }

  /**
   * A key without its secret.
   *
   * @param usedAt when it was used last, since this process started
   */
  public record ApiKey(
      String id,
      TenantId tenant,
      String name,
      String user,
      Role role,
      Optional<Instant> expiresAt,
      Optional<Integer> requestsPerMinute,
      Optional<Integer> itemsPerDay,
      String createdBy,
      Instant createdAt,
      Optional<Instant> usedAt) {
    public Caller caller() {
      var caller = new Caller(tenant, user);
      return itemsPerDay.isPresent() ? caller.with(id) : caller;
    }
  }

  /**
   * A key to be made.
   *
   * @param user who acts with it
   * @param itemsPerDay how many items it may start a day (UTC); empty means any number
   */
  public record NewKey(
      TenantId tenant,
      String name,
      String user,
      Role role,
      Optional<Instant> expiresAt,
      Optional<Integer> requestsPerMinute,
      Optional<Integer> itemsPerDay) {}

  /** What became of a wish for a key. */
  public sealed interface Making {
    /** The only time that the secret is told. */
    record Made(ApiKey key, String secret) implements Making {}

    record Refused(Failure.Refused why) implements Making {}
  }

  /** Makes a key, once for each client's claim. */
  public Making make(Caller by, NewKey wanted, Optional<Claim> claim) {
    if (list(wanted.tenant()).size() >= KEYS_MAX) {
      return new Making.Refused(
          new Failure.Refused("keys", "the tenant has " + KEYS_MAX + " keys; revoke some first"));
    }
    var id = random(ID_BYTES, HexFormat.of()::formatHex);
    var secret =
        PREFIX
            + id
            + "_"
            + random(SECRET_BYTES, Base64.getUrlEncoder().withoutPadding()::encodeToString);
    var body =
        new Body(
            wanted.name(),
            wanted.user(),
            wanted.role().word(),
            HexFormat.of().formatHex(sha256(secret)),
            wanted.expiresAt(),
            wanted.requestsPerMinute(),
            wanted.itemsPerDay());
    var now = clock.instant();
    var document =
        new DocumentRecord(
            KIND,
            id,
            new Caller(wanted.tenant(), by.user()),
            Optional.empty(),
            Map.of(),
            Json.MAPPER.writeValueAsString(body),
            false,
            now,
            now);
    documents.create(document, claim);
    keys.put(id, new Stored(document, body));
    return new Making.Made(shown(new Stored(document, body)), secret);
  }

  private interface Encoding {
    String of(byte[] bytes);
  }

  private String random(int bytes, Encoding encoding) {
    var random = new byte[bytes];
    dice.nextBytes(random);
    return encoding.of(random);
  }

  /** A tenant's keys, newest first; expired ones are there until they are revoked. */
  public List<ApiKey> list(TenantId tenant) {
    return keys.values().stream()
        .filter(key -> key.tenant().equals(tenant))
        .map(this::shown)
        .sorted(Comparator.comparing(ApiKey::createdAt).reversed().thenComparing(ApiKey::id))
        .toList();
  }

  /** A key by its id. */
  public Optional<ApiKey> get(String id) {
    return Optional.ofNullable(keys.get(id)).map(this::shown);
  }

  private ApiKey shown(Stored stored) {
    return new ApiKey(
        stored.document().id(),
        stored.tenant(),
        stored.body().name(),
        stored.body().user(),
        Role.parse(stored.body().role()).orElse(Role.VIEWER),
        stored.body().expiresAt(),
        stored.body().requestsPerMinute(),
        stored.body().itemsPerDay(),
        stored.document().creator().user(),
        stored.document().createdAt(),
        Optional.ofNullable(used.get(stored.document().id())));
  }

  /** Ends a key; false when the tenant has no such key. */
  public boolean revoke(TenantId tenant, String id) {
    var stored = keys.get(id);
    if (stored == null || !stored.tenant().equals(tenant)) {
      return false;
    }
    var gone =
        documents.change(
            stored.document().creator(),
            KIND,
            id,
            document -> new Documents.Changing.Changed(document.deleted(clock.instant())));
    keys.remove(id);
    used.remove(id);
    return gone instanceof Documents.Changing.Changed;
  }

  /** What a secret opens. */
  public sealed interface Checked {
    record Good(ApiKey key) implements Checked {}

    record Expired(Instant at) implements Checked {}

    record Unknown() implements Checked {}
  }

  /** Looks a secret up; how long that takes tells nothing of it. */
  public Checked check(String secret) {
    if (!secret.startsWith(PREFIX) || secret.length() <= PREFIX.length() + ID_LENGTH) {
      return new Checked.Unknown();
    }
    var id = secret.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH);
    var stored = keys.get(id);
    var given = sha256(secret);
    if (stored == null
        || !MessageDigest.isEqual(HexFormat.of().parseHex(stored.body().sha256()), given)) {
      return new Checked.Unknown();
    }
    var now = clock.instant();
    var end = stored.body().expiresAt();
    if (end.isPresent() && !now.isBefore(end.get())) {
      return new Checked.Expired(end.get());
    }
    used.put(id, now);
    return new Checked.Good(shown(stored));
  }

  private static byte[] sha256(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package dev.backlot.provider;

import dev.backlot.model.Failure;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets that one attempt uses. A workflow names one as {@code {secret: NAME}}, with text in
 * front of it as {@code {secret: NAME, prefix: "Bearer "}}. Whatever the attempt tells afterwards
 * goes through {@link #scrub}, so that an answer which repeats a value does not keep it.
 */
public final class HeldSecrets {
  static final int VALUE_MIN = 4;
  private static final String SECRET = "secret";
  private static final String PREFIX = "prefix";

  private final Secrets secrets;
  private final TenantId tenant;

  private final Scrubber scrubber = new Scrubber();

  /** Of a tenant; none is held yet. */
  public HeldSecrets(Secrets secrets, TenantId tenant) {
    this.secrets = secrets;
    this.tenant = tenant;
  }

  /** What is wrong with a parameter that names a secret; the message holds no value. */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String field;

    public UnusableException(String field, String message) {
      super(message);
      this.field = field;
    }

    public Failure.Invalid failure() {
      return new Failure.Invalid(field, String.valueOf(getMessage()));
    }
  }

  /** The name in a value of the form {@code {secret: NAME}}; empty for anything else. */
  public static Optional<SecretName> name(Value value) {
    return value instanceof Value.ObjectOf(var fields)
            && fields.get(SECRET) instanceof Value.Text(var name)
            && fields.keySet().stream().allMatch(key -> key.equals(SECRET) || key.equals(PREFIX))
        ? SecretName.parse(name)
        : Optional.empty();
  }

  /** Why a value that must be a secret's name is none. */
  public static Optional<Failure.Invalid> refuse(String field, Value value) {
    return name(value).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Failure.Invalid(
                field,
                "expected {secret: NAME}, the name of a secret; its value never stands in a"
                    + " workflow"));
  }

  /** The value of a secret that is named. */
  public String secret(String field, Value value) throws UnusableException {
    var refusal = refuse(field, value);
    if (refusal.isPresent()) {
      throw new UnusableException(field, refusal.get().message());
    }
    return prefix(value) + hold(field, name(value).orElseThrow());
  }

  /** As {@link #text}, of what may be known to everybody: it is not hidden afterwards. */
  public String known(String field, Value value) throws UnusableException {
    if (!(value instanceof Value.ObjectOf)) {
      return value.inText();
    }
    var shown = new HeldSecrets(secrets, tenant);
    return shown.secret(field, value);
  }

  /** Text as it is, or the value of a secret that is named. */
  public String text(String field, Value value) throws UnusableException {
    return value instanceof Value.ObjectOf ? secret(field, value) : value.inText();
  }

  /** Names and values that are text or name a secret. */
  public Map<String, String> texts(String field, Optional<Value> given) throws UnusableException {
    var texts = new LinkedHashMap<String, String>();
    if (given.isEmpty()) {
      return texts;
    }
    if (!(given.get() instanceof Value.ObjectOf(var fields))) {
      throw new UnusableException(field, "expected an object, but " + given.get().kind());
    }
    for (var entry : fields.entrySet()) {
      texts.put(entry.getKey(), text(field + "." + entry.getKey(), entry.getValue()));
    }
    return texts;
  }

  private static String prefix(Value value) {
    return value instanceof Value.ObjectOf(var fields)
            && fields.get(PREFIX) instanceof Value.Text(var text)
        ? text
        : "";
  }

  private String hold(String field, SecretName name) throws UnusableException {
    var found = secrets.find(tenant, name);
    if (found.isEmpty()) {
      throw new UnusableException(
          field,
          "there is no secret '%s' here; put a file %s into the folder of --secrets, or set %s%s"
              .formatted(name, name, SecretSources.PREFIX, name));
    }
    var value = found.get().value();
    if (value.length() < VALUE_MIN || value.chars().anyMatch(Character::isISOControl)) {
      throw new UnusableException(
          field,
          "the secret '%s' cannot be used: expected one line of at least %d characters"
              .formatted(name, VALUE_MIN));
    }
    scrubber.hide(value);
    return value;
  }

  /** The text with every value hidden. */
  public String scrub(String text) {
    return scrubber.scrub(text);
  }

  /** The value with every secret hidden, at any depth, in names too. */
  public Value scrub(Value value) {
    return scrubber.scrub(value);
  }

  /** The failure with every value hidden. */
  public Failure scrub(Failure failure) {
    return scrubber.scrub(failure);
  }

  /** As {@link Scrubber#quiet}. */
  public RuntimeException quiet(RuntimeException e, String who) {
    return scrubber.quiet(e, who);
  }
}

package dev.backlot.provider;

import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Hides values in what is told: as they are, and as they stand in addresses, in JSON and in Base64.
 * Words are cut off somewhere on their way, so the first half of a value is hidden as well.
 * Thread-safe.
 */
public final class Scrubber {
  /** What stands where a value stood. */
  public static final String HIDDEN = "***";

  private static final int CAUSES_MAX = 20;

  /** From which length on the beginning of a value tells it from other words. */
  private static final int HALVED_MIN = 12;

  private static final int START_MIN = 8;
  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

  /** How many tokens are hidden at a time; one that is older has ended long since. */
  static final int PASSING_MAX = 32;

  private final Set<String> lasting = new LinkedHashSet<>();
  private final SequencedSet<String> passing = new LinkedHashSet<>();

  /** The longest first: one may hold another. Replaced as a whole, never changed. */
  private volatile SortedSet<String> forms = none();

  private static SortedSet<String> none() {
    return new TreeSet<>(
        Comparator.comparingInt(String::length)
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
  }

  /** Hides a value from now on. */
  public synchronized void hide(String value) {
    if (!value.isEmpty() && lasting.add(value)) {
      arrange();
    }
  }

  /** Hides a value that another one takes the place of, until {@value #PASSING_MAX} more came. */
  synchronized void hideForNow(String value) {
    if (!value.isEmpty() && !lasting.contains(value) && passing.add(value)) {
      if (passing.size() > PASSING_MAX) {
        passing.removeFirst();
      }
      arrange();
    }
  }

  private void arrange() {
    var all = none();
    lasting.forEach(value -> all.addAll(forms(value)));
    passing.forEach(value -> all.addAll(forms(value)));
    forms = all;
  }

  /** The forms in which a value is sent and told. */
  private static Collection<String> forms(String value) {
    var all = new TreeSet<String>();
    var encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    for (var one : new String[] {encoded, encoded.replace("+", "%20")}) {
      all.add(one);
      all.add(ESCAPE.matcher(one).replaceAll(hex -> hex.group().toLowerCase(Locale.ROOT)));
    }
    all.add(value);
    all.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    all.add(Base64.getEncoder().encodeToString(bytes));
    all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    return all;
  }

  /** The text with every value hidden. */
  public String scrub(String text) {
    var scrubbed = text;
    for (var form : forms) {
      scrubbed = scrubbed.replace(form, HIDDEN);
    }
    return withoutBeginnings(scrubbed);
  }

  /** Hides as much as there is of values that were cut off. */
  private String withoutBeginnings(String text) {
    var scrubbed = new StringBuilder();
    int from = 0;
    for (int at = next(text, from); at < text.length(); at = next(text, from)) {
      scrubbed.append(text, from, at).append(HIDDEN);
      from = at + longest(text, at);
    }
    return scrubbed.append(text, from, text.length()).toString();
  }

  /** Where the next beginning stands; the end of the text where there is none. */
  private int next(String text, int from) {
    int next = text.length();
    for (var form : forms) {
      int at = text.indexOf(form.substring(0, least(form)), from);
      next = at >= 0 ? Math.min(next, at) : next;
    }
    return next;
  }

  private int longest(String text, int at) {
    int longest = 0;
    for (var form : forms) {
      int length = common(text, at, form);
      longest = length >= least(form) ? Math.max(longest, length) : longest;
    }
    return longest;
  }

  /** How much of a form has to stand somewhere; addresses begin like others that are no secret. */
  private static int least(String form) {
    return form.length() < HALVED_MIN || form.startsWith("http")
        ? form.length()
        : Math.max(START_MIN, form.length() / 2);
  }

  private static int common(String text, int at, String form) {
    int length = 0;
    while (length < form.length()
        && at + length < text.length()
        && text.charAt(at + length) == form.charAt(length)) {
      length++;
    }
    return length;
  }

  /** Whether a text holds a value. */
  public boolean finds(String text) {
    return !scrub(text).equals(text);
  }

  /** The value with every secret hidden, at any depth, in names too. */
  public Value scrub(Value value) {
    if (forms.isEmpty()) {
      return value;
    }
    return switch (value) {
      case Value.Text(var text) -> Value.of(scrub(text));
      case Value.ListOf(var items) -> new Value.ListOf(items.stream().map(this::scrub).toList());
      case Value.ObjectOf(var fields) -> {
        var scrubbed = new LinkedHashMap<String, Value>();
        fields.forEach((name, field) -> scrubbed.put(scrub(name), scrub(field)));
        yield new Value.ObjectOf(scrubbed);
      }
      case Value.Media(var asset) -> Value.of(asset.named(scrub(asset.name())));
      default -> value;
    };
  }

  /** The failure with every value hidden. */
  public Failure scrub(Failure failure) {
    return switch (failure) {
      case Failure.Transient later -> scrub(later);
      case Failure.Invalid(var field, var message) -> new Failure.Invalid(field, scrub(message));
      case Failure.Refused(var by, var message) -> new Failure.Refused(scrub(by), scrub(message));
      case Failure.Rejected(var by, var message) -> new Failure.Rejected(scrub(by), scrub(message));
      case Failure.Defect(var message, var reference) ->
          new Failure.Defect(scrub(message), reference);
    };
  }

  Failure.Transient scrub(Failure.Transient failure) {
    return new Failure.Transient(scrub(failure.message()), failure.retryAfter());
  }

  Optional<String> scrub(Optional<String> text) {
    return text.map(this::scrub);
  }

  /**
   * A defect as it is, unless its words hold a value: the log tells defects with all they say.
   *
   * @param who it was that broke
   */
  public RuntimeException quiet(RuntimeException e, String who) {
    boolean tells = false;
    Throwable part = e;
    for (int depth = 0; part != null && depth < CAUSES_MAX; depth++, part = part.getCause()) {
      tells |= finds(String.valueOf(part));
    }
    if (!tells) {
      return e;
    }
    var quiet = new IllegalStateException(who + " broke: " + scrub(String.valueOf(e)));
    quiet.setStackTrace(e.getStackTrace());
    return quiet;
  }
}

package dev.backlot.provider;

import dev.backlot.model.CostRange;
import dev.backlot.model.Money;
import dev.backlot.model.ResourceKey;
import dev.backlot.provider.ProviderSettings.Callbacks;
import dev.backlot.provider.ProviderSettings.Proof;
import dev.backlot.settings.SettingsFile;
import dev.backlot.settings.SettingsFile.Entry;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the providers file: who may be called, with which key, at which prices. Every mistake is
 * told at once, with its line.
 */
final class ProvidersFile {
  static final int PROVIDERS_MAX = 100;
  static final int MODELS_MAX = 1_000;
  private static final int DEFAULTS_MAX = 100;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,29}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9.-]{1,253}");
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})([KM])iB");

  /** A request with its picture is held in memory. */
  static final long PICTURE_MAX = 32 << 20;

  private static final int PICTURES_MAX = 16;

  private static final Duration UNLISTED_MIN = Duration.ofSeconds(1);
  private static final Duration UNLISTED_MAX = Duration.ofDays(1);

  private final Map<String, Adapter> kinds;
  private final Function<String, Optional<String>> environment;
  private final Predicate<String> isSigningSecret;
  private final List<String> mistakes = new ArrayList<>();

  ProvidersFile(
      Map<String, Adapter> kinds,
      Function<String, Optional<String>> environment,
      Predicate<String> isSigningSecret) {
    this.kinds = kinds;
    this.environment = environment;
    this.isSigningSecret = isSigningSecret;
  }

  /** What came of reading: the providers in file order, or every mistake. */
  record Content(
      String currency,
      List<ProviderSettings> providers,
      Map<String, Choice> defaults,
      List<String> mistakes) {}

  Content read(String shown, String text) {
    var root = SettingsFile.read(shown, text, "'currency' and 'providers'", mistakes);
    if (root.isEmpty()) {
      return new Content("", List.of(), Map.of(), mistakes);
    }
    var file = root.get();
    file.know("currency", "providers", "defaults");
    var currency =
        file.text("currency", "three letters such as USD", word -> word.matches("[A-Z]{3}"));
    if (currency.isEmpty()) {
      file.require("currency");
    }
    var providers = new LinkedHashMap<String, ProviderSettings>();
    var entries = file.items("providers", PROVIDERS_MAX);
    if (entries.isEmpty()) {
      file.require("providers");
    }
    for (var entry : entries) {
      provider(entry)
          .filter(one -> providers.putIfAbsent(one.name(), one) != null)
          .ifPresent(one -> entry.mistake("name", "two providers are called '" + one.name() + "'"));
    }
    var defaults = new LinkedHashMap<String, Choice>();
    file.child("defaults")
        .ifPresent(
            list ->
                list.children(DEFAULTS_MAX)
                    .forEach(
                        (task, entry) ->
                            choice(entry, providers).ifPresent(one -> defaults.put(task, one))));
    return new Content(
        currency.orElse(""), List.copyOf(providers.values()), Map.copyOf(defaults), mistakes);
  }

  /** Who does a kind of task when nobody says who. */
  private static Optional<Choice> choice(Entry entry, Map<String, ProviderSettings> providers) {
    entry.know("provider", "model");
    entry.require("provider", "model");
    var provider =
        entry.text(
            "provider", "one of " + String.join(", ", providers.keySet()), providers::containsKey);
    var model = entry.text("model", "1 to 300 characters", ProvidersFile::isModel);
    return provider.flatMap(name -> model.map(known -> new Choice(name, known)));
  }

  private Optional<ProviderSettings> provider(Entry entry) {
    entry.know(
        "name",
        "kind",
        "url",
        "secret",
        "callbacks",
        "files",
        "prices",
        "models",
        "unlisted-after",
        "api",
        "sign-in",
        "pictures");
    var name =
        entry.text(
            "name",
            "1 to 30 characters a-z, 0-9 and -",
            text ->
                NAME.matcher(text).matches() && ResourceKey.parse("provider:" + text).isPresent());
    var kind =
        entry.text(
            "kind",
            "one of " + String.join(", ", new TreeSet<>(kinds.keySet())),
            kinds::containsKey);
    var url = url(entry, "url");
    var key = secret(entry, "secret", _ -> true);
    entry.require("name", "kind", "url", "secret", "prices");
    var reports = kind.map(kinds::get).map(Adapter::reports).orElse(Adapter.Reports.SECRET);
    var callbacks = entry.child("callbacks").flatMap(at -> callbacks(at, reports));
    var hosts =
        entry.texts(
            "files", "a host such as example.com or *.example.com", HOST.asMatchPredicate());
    var prices = prices(entry, kind.map(kinds::get).filter(one -> !one.countsTokens()).isEmpty());
    var signIn = signIn(entry, kind.map(kinds::get).filter(Adapter::signsIn).isPresent());
    var api = api(entry, kind.map(kinds::get).filter(Adapter::described).isPresent());
    var unlisted = entry.text("unlisted-after", "1s to 24h, such as 10m", this::isWait);
    refuseWait(entry, unlisted, callbacks, reports);
    if (name.isEmpty() || kind.isEmpty() || url.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    var wait = unlisted.flatMap(ProvidersFile::duration);
    return Optional.of(
        new ProviderSettings(
            name.get(),
            kind.get(),
            url.get(),
            key.get(),
            callbacks,
            hosts,
            prices,
            wait,
            models(entry),
            api,
            signIn,
            pictures(entry)));
  }

  private static Map<String, PictureRule> pictures(Entry entry) {
    var pictures = new LinkedHashMap<String, PictureRule>();
    entry
        .child("pictures")
        .ifPresent(
            list -> {
              for (var model : list.names(MODELS_MAX)) {
                pictures(list, model).ifPresent(one -> pictures.put(model, one));
              }
            });
    return pictures;
  }

  private static Optional<PictureRule> pictures(Entry list, String model) {
    if (list.isObject(model)) {
      return list.child(model).map(ProvidersFile::pictureRule);
    }
    return list.text(
            model,
            "'none', the largest that it takes, such as 512KiB or 4MiB (at most 32MiB), or"
                + " {bytes: 4MiB, most: 3, mask: true}",
            text -> taken(model, text).isPresent())
        .flatMap(text -> taken(model, text));
  }

  private static PictureRule pictureRule(Entry entry) {
    entry.know("bytes", "most", "mask");
    var bytes =
        entry.text(
            "bytes",
            "a size such as 512KiB or 4MiB (at most 32MiB)",
            text -> size(text).isPresent());
    var most =
        entry.number(
            "most", "a whole number from 1 to " + PICTURES_MAX, ProvidersFile::pictureCount);
    var mask =
        entry.text("mask", "true or false", text -> text.equals("true") || text.equals("false"));
    return new PictureRule(
        Optional.empty(), bytes.flatMap(ProvidersFile::size), most, mask.map(Boolean::valueOf));
  }

  private static Optional<Integer> pictureCount(BigDecimal number) {
    boolean fits =
        number.stripTrailingZeros().scale() <= 0
            && number.signum() > 0
            && number.compareTo(BigDecimal.valueOf(PICTURES_MAX)) <= 0;
    return fits ? Optional.of(number.intValue()) : Optional.empty();
  }

  private static Optional<PictureRule> taken(String model, String text) {
    if (text.equals("none")) {
      return Optional.of(
          PictureRule.none(
              model.equals(ProviderSettings.ANY_MODEL)
                  ? "the providers file says that it takes none"
                  : "the providers file says that " + model + " takes none"));
    }
    return size(text).map(PictureRule::upTo);
  }

  private static Optional<Long> size(String text) {
    var size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    long bytes = Long.parseLong(size.group(1)) << (size.group(2).equals("K") ? 10 : 20);
    return bytes > PICTURE_MAX ? Optional.empty() : Optional.of(bytes);
  }

  private Optional<URI> signIn(Entry entry, boolean signsIn) {
    if (!signsIn && entry.has("sign-in")) {
      entry.mistake("sign-in", "such a provider takes its key as it is");
      return Optional.empty();
    }
    return url(entry, "sign-in");
  }

  private static Optional<JobApi> api(Entry entry, boolean described) {
    if (described) {
      entry.require("api");
    } else if (entry.has("api")) {
      entry.mistake("api", "such a provider is known, so there is nothing to say");
      return Optional.empty();
    }
    return entry.child("api").flatMap(JobApiFile::read);
  }

  private static Map<String, String> models(Entry entry) {
    var models = new LinkedHashMap<String, String>();
    entry
        .child("models")
        .ifPresent(
            list -> {
              list.know(Task.KINDS.toArray(String[]::new));
              for (var kind : Task.KINDS) {
                list.text(kind, "1 to 300 characters", ProvidersFile::isModel)
                    .ifPresent(model -> models.put(kind, model));
              }
            });
    return models;
  }

  private static boolean isModel(String text) {
    return !text.isEmpty() && text.length() <= 300;
  }

  private static void refuseWait(
      Entry entry,
      Optional<String> unlisted,
      Optional<Callbacks> callbacks,
      Adapter.Reports reports) {
    if (unlisted.isPresent() && reports == Adapter.Reports.KEYS) {
      entry.mistake("unlisted-after", "such a provider lists no jobs, so none is ever missing");
    } else if (unlisted.isPresent() && callbacks.isEmpty() && reports == Adapter.Reports.SECRET) {
      entry.mistake("unlisted-after", "it needs 'callbacks': nothing else tells whose a job is");
    }
  }

  private Optional<Callbacks> callbacks(Entry entry, Adapter.Reports reports) {
    return switch (reports) {
      case NONE -> {
        entry.mistake("", "such a provider reports nothing");
        yield Optional.empty();
      }
      case SECRET -> {
        entry.know("url", "secret");
        entry.require("url", "secret");
        yield callbacks(
            url(entry, "url"), secret(entry, "secret", isSigningSecret).map(Proof.Shared::new));
      }
      case KEYS -> {
        entry.know("url", "keys");
        entry.require("url", "keys");
        yield callbacks(url(entry, "url"), url(entry, "keys").map(Proof.Published::new));
      }
    };
  }

  private static Optional<Callbacks> callbacks(Optional<URI> url, Optional<? extends Proof> proof) {
    return url.flatMap(to -> proof.map(with -> new Callbacks(to, with)));
  }

  private Optional<URI> url(Entry entry, String name) {
    return entry
        .text(name, "an http or https address without ?, # and a slash at the end", this::isUrl)
        .map(URI::create);
  }

  private boolean isUrl(String text) {
    try {
      var url = URI.create(text);
      return text.matches("https?://.*[^/]")
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getQuery() == null
          && url.getFragment() == null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private Optional<Secret> secret(Entry entry, String name, Predicate<String> fits) {
    var variable =
        entry.text(
            name, "the name of an environment variable", text -> VARIABLE.matcher(text).matches());
    if (variable.isEmpty()) {
      return Optional.empty();
    }
    var value = environment.apply(variable.get()).filter(text -> !text.isBlank());
    if (value.isEmpty()) {
      entry.mistake(
          name,
          "the environment variable "
              + variable.get()
              + " is not set, and --secrets has no file of that name");
    } else if (!fits.test(value.get().strip())) {
      entry.mistake(
          name,
          "the environment variable " + variable.get() + " holds no signing secret (whsec_…)");
    }
    return value.map(text -> new Secret(variable.get(), text.strip()));
  }

  private static Map<String, Price> prices(Entry entry, boolean byTokens) {
    var prices = new LinkedHashMap<String, Price>();
    entry
        .child("prices")
        .ifPresent(
            list ->
                list.children(MODELS_MAX)
                    .forEach(
                        (model, price) ->
                            price(price, byTokens).ifPresent(known -> prices.put(model, known))));
    return prices;
  }

  private static Optional<Price> price(Entry entry, boolean byTokens) {
    entry.know("call", "second", "input", "output", "low", "high");
    var call = money(entry, "call");
    var second = money(entry, "second");
    var tokens = tokens(entry, byTokens);
    var range = entry.has("low") || entry.has("high") ? range(entry) : Optional.<CostRange>empty();
    int said =
        count(entry, "call")
            + count(entry, "second")
            + (count(entry, "input") | count(entry, "output"));
    if (said != 1 || entry.has("call") == (entry.has("low") || entry.has("high"))) {
      entry.mistake(
          "",
          "expected 'call' alone, 'second' with 'high' (and 'low'), or 'input' and 'output' with"
              + " 'high' (and 'low')");
      return Optional.empty();
    }
    return call.map(Price::ofCall)
        .or(() -> second.flatMap(each -> range.map(costs -> Price.ofSecond(each, costs))))
        .or(() -> tokens.flatMap(each -> range.map(costs -> Price.ofTokens(each, costs))));
  }

  private static int count(Entry entry, String name) {
    return entry.has(name) ? 1 : 0;
  }

  /** Of a million. */
  private static Optional<Price.PerMillion> tokens(Entry entry, boolean byTokens) {
    if (!entry.has("input") && !entry.has("output")) {
      return Optional.empty();
    }
    if (!byTokens) {
      entry.mistake(
          entry.has("input") ? "input" : "output",
          "such a provider does not say how many tokens it took; expected 'call' or 'second'");
      return Optional.empty();
    }
    entry.require("input", "output");
    var input = money(entry, "input");
    return money(entry, "output").flatMap(out -> input.map(in -> new Price.PerMillion(in, out)));
  }

  private static Optional<CostRange> range(Entry entry) {
    entry.require("high");
    var low = money(entry, "low").orElse(Money.NONE);
    var high = money(entry, "high");
    if (high.isPresent() && low.compareTo(high.get()) > 0) {
      entry.mistake("low", "expected at most 'high', but " + low + " and " + high.get());
      return Optional.empty();
    }
    return high.map(most -> new CostRange(low, most));
  }

  private static Optional<Money> money(Entry entry, String name) {
    return entry.number(name, "an amount from 0 with at most 6 decimals", Money::of);
  }

  private boolean isWait(String text) {
    return duration(text)
        .filter(wait -> wait.compareTo(UNLISTED_MIN) >= 0 && wait.compareTo(UNLISTED_MAX) <= 0)
        .isPresent();
  }

  private static Optional<Duration> duration(String text) {
    return text.matches("[1-9]\\d{0,5}[smh]")
        ? Optional.of(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }
}

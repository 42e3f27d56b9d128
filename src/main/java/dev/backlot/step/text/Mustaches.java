package dev.backlot.step.text;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.backlot.model.Value;
import java.io.Writer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mustache over values: names are looked up in objects and nowhere else, so that no template
 * reaches Java; text is at most {@value #TEXT_MAX} characters long and lists are gone through at
 * most {@value #ROUNDS_MAX} times in all.
 */
final class Mustaches {
  static final int TEXT_MAX = 1_048_576;
  static final int ROUNDS_MAX = 1_000_000;

  /** How values are written into the text. */
  enum Escape {
    NONE,
    HTML,
    JSON
  }

  private Mustaches() {}

  /** What is wrong with a template or its values; the message is for people. */
  static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }

  /** The text cannot be made within the limits. */
  private static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String message) {
      super(message);
    }
  }

  /**
   * Fills a template.
   *
   * @param strict whether a name without a value is a mistake
   */
  static String fill(String template, Value values, Escape escape, boolean strict)
      throws UnfitException {
    var compiler =
        Mustache.compiler()
            .withCollector(new Values())
            .withEscaper(escaper(escape))
            .strictSections(strict);
    var told = strict ? compiler.nullValue("") : compiler.defaultValue("");
    var out = new Bounded();
    try {
      told.compile(template).execute(plain(values), out);
      return out.text.toString();
    } catch (TooMuchException e) {
      throw new UnfitException(String.valueOf(e.getMessage()));
    } catch (MustacheException e) {
      throw new UnfitException(words(e));
    } catch (UnsupportedOperationException _) {
      throw new UnfitException("{{> parts }} are not known here; put the text where it belongs");
    }
  }

  private static String words(MustacheException e) {
    if (e.getCause() instanceof TooMuchException much) {
      return String.valueOf(much.getMessage());
    }
    return e instanceof MustacheException.Context context
        ? "line " + context.lineNo + ": there is no value for '" + context.key + "'"
        : String.valueOf(e.getMessage());
  }

  private static Mustache.Escaper escaper(Escape escape) {
    return switch (escape) {
      case NONE -> text -> text;
      case HTML -> Mustaches::html;
      case JSON ->
          text -> {
            var quoted = dev.backlot.json.Json.MAPPER.writeValueAsString(text);
            return quoted.substring(1, quoted.length() - 1);
          };
    };
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** As Mustache knows it: text, lists, objects, and what counts as false. */
  private static @Nullable Object plain(Value value) {
    return switch (value) {
      case Value.Null _, Value.Source _ -> null;
      case Value.Bool(var bool) -> bool;
      case Value.Int _, Value.Num _, Value.Text _ -> value.inText();
      case Value.ListOf(var items) -> {
        var list = new java.util.ArrayList<@Nullable Object>();
        items.forEach(item -> list.add(plain(item)));
        yield list;
      }
      case Value.ObjectOf(var fields) -> {
        var object = new LinkedHashMap<String, @Nullable Object>();
        fields.forEach((name, field) -> object.put(name, plain(field)));
        yield object;
      }
      case Value.Media(var asset) ->
          Map.of(
              "name", asset.name(),
              "type", asset.mediaType(),
              "bytes", Long.toString(asset.bytes()),
              "width", Integer.toString(asset.width()),
              "height", Integer.toString(asset.height()),
              "sha256", asset.id().sha256());
    };
  }

  /** Looks names up in objects alone, and counts rounds. */
  private static final class Values implements Mustache.Collector {
    private int rounds;

    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
      if (!(value instanceof List<?> list)) {
        return null;
      }
      rounds += list.size();
      if (rounds > ROUNDS_MAX) {
        throw new TooMuchException("expected lists to be gone through 1,000,000 times at most");
      }
      return list.iterator();
    }

    @Override
    public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
      return context instanceof Map<?, ?> ? Values::field : null;
    }

    private static @Nullable Object field(Object context, String name) {
      return context instanceof Map<?, ?> fields && fields.containsKey(name)
          ? fields.get(name)
          : Template.NO_FETCHER_FOUND;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return new HashMap<>();
    }
  }

  private static final class Bounded extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] buffer, int offset, int length) {
      if (text.length() + length > TEXT_MAX) {
        throw new TooMuchException("expected a text of at most 1,048,576 characters");
      }
      text.append(buffer, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

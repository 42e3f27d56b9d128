package dev.backlot.step.data;

import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.WebClient.Reply.Answered;
import dev.backlot.step.web.Addresses;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How one page of an answer leads to the next.
 *
 * @param next {@code link} for the Link header, or a JSON pointer to the next address or cursor;
 *     empty where pages are counted
 * @param parameter of the query, for the cursor or the count
 * @param from the first count
 * @param items a JSON pointer to the items of a page
 */
record Paging(Optional<String> next, Optional<String> parameter, long from, String items) {
  private static final String LINK = "link";
  private static final Set<String> FIELDS = Set.of("next", "parameter", "from", "items");
  private static final Pattern NEXT_LINK =
      Pattern.compile(
          "<([^<>]{1,4000})>\\s*;[^<]*?\\brel=\"?[^\"<]*\\bnext\\b", Pattern.CASE_INSENSITIVE);

  static Optional<Paging> of(Optional<Value> given) throws UnusableException {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (!(given.get() instanceof Value.ObjectOf(var fields))) {
      throw new UnusableException("paging", "expected an object, but " + given.get().kind());
    }
    for (var name : fields.keySet()) {
      if (!FIELDS.contains(name)) {
        throw new UnusableException(
            "paging." + name, "there is no such field; expected next, parameter, from or items");
      }
    }
    var next = text(fields, "next");
    var parameter = text(fields, "parameter");
    var items = text(fields, "items").orElse("");
    boolean points = next.isPresent() && !next.get().equals(LINK);
    if (points) {
      checkPointer("paging.next", next.get());
    }
    checkPointer("paging.items", items);
    if (next.isEmpty() && parameter.isEmpty()) {
      throw new UnusableException(
          "paging", "expected 'next' (link, or a JSON pointer), or 'parameter' to count pages in");
    }
    long from = fields.get("from") instanceof Value.Int(var number) ? number : 1;
    return Optional.of(new Paging(next, parameter, from, items));
  }

  private static Optional<String> text(Map<String, Value> fields, String name)
      throws UnusableException {
    var value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Value.Text(var text) && text.length() <= 200) {
      return Optional.of(text);
    }
    throw new UnusableException("paging." + name, "expected short text, but " + value.kind());
  }

  private static void checkPointer(String field, String pointer) throws UnusableException {
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      throw new UnusableException(
          field, "expected a JSON pointer such as /data, but '" + pointer + "'");
    }
  }

  /** The address of the first page. */
  URI first(URI address) {
    return next.isPresent() || parameter.isEmpty()
        ? address
        : Addresses.with(address, Map.of(parameter.get(), Long.toString(from)));
  }

  /** The items of a page; a page that is no list is an item itself. */
  List<JsonNode> items(JsonNode page) throws UnusableException {
    var found = items.isEmpty() ? page : page.at(items);
    if (found.isMissingNode() || found.isNull()) {
      return List.of();
    }
    if (!found.isArray()) {
      throw new UnusableException(
          "paging.items", "expected a list at '" + items + "', but the answer has another value");
    }
    return found.valueStream().toList();
  }

  /**
   * The address of the page after this one; empty after the last.
   *
   * @param number of this page, counted from 0
   */
  Optional<URI> after(URI first, URI here, int number, Answered answer, JsonNode page, int items)
      throws UnusableException {
    if (next.isEmpty()) {
      return items == 0
          ? Optional.empty()
          : Optional.of(
              Addresses.with(
                  first, Map.of(parameter.orElseThrow(), Long.toString(from + number + 1))));
    }
    if (next.get().equals(LINK)) {
      return resolved(here, link(answer));
    }
    var found = page.at(next.get());
    var text = found.isMissingNode() || found.isNull() ? "" : found.asString("");
    if (text.isEmpty() || text.equals("false")) {
      return Optional.empty();
    }
    return parameter.isPresent()
        ? Optional.of(Addresses.with(first, Map.of(parameter.get(), text)))
        : resolved(here, Optional.of(text));
  }

  private static Optional<String> link(Answered answer) {
    return answer.headers().getOrDefault("link", List.of()).stream()
        .flatMap(header -> NEXT_LINK.matcher(header).results())
        .map(found -> found.group(1))
        .findFirst();
  }

  /** What opens one server is not shown to another that an answer names. */
  private static Optional<URI> resolved(URI here, Optional<String> target)
      throws UnusableException {
    if (target.isEmpty()) {
      return Optional.empty();
    }
    try {
      var uri = here.resolve(target.get());
      if (Addresses.isSameOrigin(here, uri)) {
        return Optional.of(uri);
      }
      throw new UnusableException(
          "paging", "the next page is on " + uri.getHost() + ", which is another server");
    } catch (IllegalArgumentException _) {
      throw new UnusableException("paging.next", "the answer names a next page that is no address");
    }
  }
}

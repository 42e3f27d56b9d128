package dev.backlot.surface.scenario;

import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.http.RefusalException;
import dev.backlot.model.Caller;
import dev.backlot.runtime.Documents;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Lists by opaque tokens: each leads to what came before the last one shown. */
final class Pages {
  private Pages() {}

  /** One page and the way to the next. */
  record Page(List<DocumentRecord> documents, Optional<String> next) {}

  static Page of(
      Documents documents, Caller caller, DocumentQuery wanted, Query query, int sizeMax) {
    int size = size(query, sizeMax);
    var before = query.text("paginationToken").map(token -> last(documents, caller, wanted, token));
    var found = documents.list(caller, wanted, before, 0, size + 1);
    var shown = found.size() > size ? found.subList(0, size) : found;
    return new Page(
        shown, found.size() > size ? Optional.of(token(shown.getLast().id())) : Optional.empty());
  }

  static int size(Query query, int most) {
    return query.number("pageSize", 1, most).map(Long::intValue).orElse(50);
  }

  static String token(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static String last(
      Documents documents, Caller caller, DocumentQuery wanted, String token) {
    return id(token)
        .filter(id -> documents.get(caller, wanted.kind(), id).isPresent())
        .orElseThrow(Pages::wrongToken);
  }

  /** What a token was made of; empty when it is none of ours. */
  static Optional<String> id(String token) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static RefusalException wrongToken() {
    return Refusal.field("paginationToken", "expected a token of an earlier page").exception();
  }
}

package dev.backlot.expression;

import dev.backlot.model.Value;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Media as an expression sees it: facts by name; passed on whole, it is still the same media. */
final class MediaFields extends AbstractMap<String, Object> {
  static final List<String> NAMES = List.of("id", "name", "media_type", "bytes", "width", "height");

  private final Value media;
  private final Optional<Map<String, Object>> facts;

  /**
   * @param facts empty for a value that only looks like a file because it was too large: whoever
   *     looks into it would take the facts for the value
   */
  private MediaFields(Value media, Optional<Map<String, Object>> facts) {
    this.media = media;
    this.facts = facts;
  }

  static MediaFields of(Value.Media media) {
    var asset = media.asset();
    if (asset.holdsValue()) {
      return new MediaFields(media, Optional.empty());
    }
    var facts = new LinkedHashMap<String, Object>();
    facts.put("id", asset.id().toString());
    facts.put("name", asset.name());
    facts.put("media_type", asset.mediaType());
    facts.put("bytes", asset.bytes());
    facts.put("width", (long) asset.width());
    facts.put("height", (long) asset.height());
    return new MediaFields(media, Optional.of(facts));
  }

  static MediaFields of(Value.Source source) {
    return new MediaFields(source, Optional.of(Map.of()));
  }

  Value media() {
    return media;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return facts
        .orElseThrow(
            () ->
                new ExpressionException(
                    "a value that an expression looks into is larger than a step's result may be"
                        + " and is kept in an asset: bind it alone to a parameter, or raise"
                        + " --max-result"))
        .entrySet();
  }
}

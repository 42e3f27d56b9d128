package dev.backlot.expression;

import dev.backlot.model.Value;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Media as an expression sees it: facts by name; passed on whole, it is still the same media. */
final class MediaFields extends AbstractMap<String, Object> {
  static final List<String> NAMES = List.of("id", "name", "media_type", "bytes", "width", "height");

  private final Value media;
  private final Map<String, Object> facts;

  private MediaFields(Value media, Map<String, Object> facts) {
    this.media = media;
    this.facts = facts;
  }

  static MediaFields of(Value.Media media) {
    var asset = media.asset();
    var facts = new LinkedHashMap<String, Object>();
    facts.put("id", asset.id().toString());
    facts.put("name", asset.name());
    facts.put("media_type", asset.mediaType());
    facts.put("bytes", asset.bytes());
    facts.put("width", (long) asset.width());
    facts.put("height", (long) asset.height());
    return new MediaFields(media, facts);
  }

  static MediaFields of(Value.Source source) {
    return new MediaFields(source, Map.of());
  }

  Value media() {
    return media;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return facts.entrySet();
  }
}

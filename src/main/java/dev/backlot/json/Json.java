package dev.backlot.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper: strict about duplicate keys, trailing text and depth (100 levels). */
public final class Json {
  private static final int DEPTH_MAX = 100;

  /** For everyone who reads or writes JSON. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /**
   * Reads one JSON document.
   *
   * @throws JsonProblem when it is not well-formed; the message names line and column
   */
  public static JsonNode parse(String text) throws JsonProblem {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw JsonProblem.of(e);
    }
  }

  /** As {@link #parse(String)}, from UTF-8 bytes. */
  public static JsonNode parse(byte[] utf8) throws JsonProblem {
    try {
      return MAPPER.readTree(utf8);
    } catch (JacksonException e) {
      throw JsonProblem.of(e);
    }
  }

  /** What a text is in JSON; an empty object when it is none. */
  public static JsonNode orEmpty(String text) {
    try {
      return parse(text);
    } catch (JsonProblem _) {
      return object();
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** Indented, for people. */
  public static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }
}

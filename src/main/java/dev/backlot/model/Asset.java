package dev.backlot.model;

/**
 * What is known of stored bytes without opening them.
 *
 * @param mediaType as sniffed from the content, never from a name
 * @param bytes length in bytes
 * @param width in pixels as displayed (orientation applied), 0 where it has no meaning
 * @param height in pixels as displayed, 0 where it has no meaning
 * @param name a file name for people, without folders; may be empty
 */
public record Asset(AssetId id, String mediaType, long bytes, int width, int height, String name) {
  /** The media type of a text that was too large for a step's result. */
  public static final String TEXT_VALUE = "text/vnd.backlot.value";

  /** The media type of a list or an object, as JSON, that was too large for a step's result. */
  public static final String JSON_VALUE = "application/vnd.backlot.value+json";

  /** Whether it stands for a value that was too large for a step's result. */
  public boolean holdsValue() {
    return mediaType.equals(TEXT_VALUE) || mediaType.equals(JSON_VALUE);
  }

  public Asset typed(String newMediaType) {
    return new Asset(id, newMediaType, bytes, width, height, name);
  }

  /** With the size in pixels of a video, which its first bytes do not tell. */
  public Asset sized(int newWidth, int newHeight) {
    return new Asset(id, mediaType, bytes, newWidth, newHeight, name);
  }

  public Asset named(String newName) {
    return new Asset(id, mediaType, bytes, width, height, newName);
  }
}

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
  public Asset named(String newName) {
    return new Asset(id, mediaType, bytes, width, height, newName);
  }
}

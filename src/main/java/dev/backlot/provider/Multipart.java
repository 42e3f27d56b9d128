package dev.backlot.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A form with fields and files, as {@code multipart/form-data} (RFC 7578). */
public final class Multipart {
  private final String boundary;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /**
   * An empty form.
   *
   * @param key what tells this request from all others; no value of it holds it
   */
  public Multipart(String key) {
    this.boundary = "backlot-" + key;
  }

  public Multipart field(String name, String value) {
    head(name, "");
    write(value + "\r\n");
    return this;
  }

  /** A file; its name is one of ours, so it needs no quoting. */
  public Multipart file(String name, String fileName, String mediaType, byte[] content) {
    head(name, "; filename=\"" + fileName + "\"\r\nContent-Type: " + mediaType);
    body.writeBytes(content);
    write("\r\n");
    return this;
  }

  private void head(String name, String rest) {
    write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"");
    write(rest + "\r\n\r\n");
  }

  private void write(String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] bytes() {
    var end = ("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(end);
    return whole.toByteArray();
  }
}

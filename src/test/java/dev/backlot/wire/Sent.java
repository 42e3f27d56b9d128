package dev.backlot.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request as it goes out.
 *
 * @param length what it says its body's length is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Sent(String method, String target, List<Exchange.Header> headers, byte[] body, int length) {
  static Sent of(String method, String target, List<Exchange.Header> headers, byte[] body) {
    return new Sent(method, target, headers, body, body.length);
  }

  Sent to(String other) {
    return new Sent(method, other, headers, body, length);
  }

  Sent by(String other) {
    return new Sent(other, target, headers, body, length);
  }

  Sent saying(byte[] other, int otherLength) {
    return new Sent(method, target, headers, other, otherLength);
  }

  /** Without the header of this name. */
  Sent without(String name) {
    var left = new ArrayList<>(headers);
    left.removeIf(one -> one.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
    return new Sent(method, target, left, body, length);
  }

  /** With this header and no other of its name. */
  Sent with(String name, String value) {
    var all = new ArrayList<>(without(name).headers());
    all.add(new Exchange.Header(name, value));
    return new Sent(method, target, all, body, length);
  }

  /** As HTTP/1.1 writes it, on a connection that ends with it. */
  byte[] bytes() {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: backlot\r\n");
    headers.forEach(one -> head.append(one.name()).append(": ").append(one.value()).append("\r\n"));
    head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  @Override
  public String toString() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}

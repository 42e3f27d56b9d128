package dev.backlot.provider;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;

/**
 * A form with a file in it (RFC 7578), which is read while it is sent.
 *
 * @param field what the file's field is called
 * @param fileName as the receiver sees it
 * @param fields the others, before the file
 * @param boundary what the content cannot hold; the same for the same form, so that a repetition is
 *     one
 */
public record FormBody(
    String field,
    Path file,
    String fileName,
    String mediaType,
    Map<String, String> fields,
    String boundary) {

  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** Its bytes; their number is known before they are sent. */
  BodyPublisher publisher() throws FileNotFoundException {
    var head = new StringBuilder();
    fields.forEach(
        (name, value) ->
            head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, quoted(name), value)));
    head.append(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(boundary, quoted(field), quoted(fileName), mediaType));
    return BodyPublishers.concat(
        BodyPublishers.ofString(head.toString()),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
  }

  /** As browsers do it. */
  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}

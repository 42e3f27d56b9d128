package dev.backlot.provider;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A form with files in it (RFC 7578), which are read while it is sent.
 *
 * @param fields what is no file, before the files
 * @param boundary what the content cannot hold; the same for the same form, so that a repetition is
 *     one
 */
public record FormBody(List<Part> files, Map<String, String> fields, String boundary) {
  public FormBody {
    files = List.copyOf(files);
  }

  /**
   * A file in a form.
   *
   * @param field what its field is called
   * @param fileName as the receiver sees it
   */
  public record Part(String field, Path file, String fileName, String mediaType) {}

  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** Its bytes; their number is known before they are sent. */
  BodyPublisher publisher() throws FileNotFoundException {
    var publishers = new ArrayList<BodyPublisher>();
    var head = new StringBuilder();
    fields.forEach(
        (name, value) ->
            head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, quoted(name), value)));
    for (var part : files) {
      head.append(
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n"
              .formatted(
                  boundary, quoted(part.field()), quoted(part.fileName()), part.mediaType()));
      publishers.add(BodyPublishers.ofString(head.toString()));
      publishers.add(BodyPublishers.ofFile(part.file()));
      head.setLength(0);
      head.append("\r\n");
    }
    publishers.add(BodyPublishers.ofString(head + "--" + boundary + "--\r\n"));
    return BodyPublishers.concat(publishers.toArray(BodyPublisher[]::new));
  }

  /** As browsers do it. */
  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}

package dev.backlot.step.notify;

import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A mail as it is to be sent.
 *
 * @param id what tells it from all others; a repetition has the same
 * @param html another form of the text, for readers that show it
 */
record Mail(
    String id,
    InternetAddress from,
    List<InternetAddress> to,
    List<InternetAddress> cc,
    List<InternetAddress> bcc,
    List<InternetAddress> replyTo,
    String subject,
    String text,
    Optional<String> html,
    List<Attachment> attachments) {

  /** A file that goes along. */
  record Attachment(Path file, String name, String mediaType) {}
}

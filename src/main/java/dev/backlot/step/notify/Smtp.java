package dev.backlot.step.notify;

import dev.backlot.model.Failure;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Hands mails to a server. Certificates are checked, also against the server's name; waits are at
 * most {@value #PATIENCE_MS} ms each.
 *
 * @param trust who is trusted besides the platform's own authorities
 */
record Smtp(
    String host,
    int port,
    Security security,
    Optional<Login> login,
    Optional<SSLSocketFactory> trust) {
  private static final int CONNECT_MS = 10_000;
  private static final int PATIENCE_MS = 60_000;
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  /** How the connection is kept from others. */
  enum Security {
    STARTTLS(587),
    TLS(465),
    NONE(25);

    final int port;

    Security(int port) {
      this.port = port;
    }

    static Security of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /** Sends it to all or to nobody; why not, or nothing. */
  Optional<Failure> send(Mail mail, Instant now) {
    var session = Session.getInstance(properties());
    try (var transport = session.getTransport("smtp")) {
      var message = new Identified(session, mail.id());
      fill(message, mail, now);
      transport.connect(
          host, port, login.map(Login::user).orElse(null), login.map(Login::password).orElse(null));
      message.saveChanges();
      transport.sendMessage(message, message.getAllRecipients());
      return Optional.empty();
    } catch (MessagingException e) {
      return Optional.of(failure(e));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java has UTF-8", e);
    }
  }

  private Properties properties() {
    var properties = new Properties();
    properties.put("mail.smtp.auth", Boolean.toString(login.isPresent()));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
    properties.put("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(security == Security.TLS));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.connectiontimeout", Integer.toString(CONNECT_MS));
    properties.put("mail.smtp.timeout", Integer.toString(PATIENCE_MS));
    properties.put("mail.smtp.writetimeout", Integer.toString(PATIENCE_MS));
    properties.put("mail.smtp.sendpartial", "false");
    properties.put("mail.mime.charset", UTF_8);
    // the machine's own name is nobody's business
    properties.put("mail.smtp.localhost", "localhost");
    trust.ifPresent(factory -> properties.put("mail.smtp.ssl.socketFactory", factory));
    return properties;
  }

  private static void fill(MimeMessage message, Mail mail, Instant now)
      throws MessagingException, UnsupportedEncodingException {
    message.setFrom(mail.from());
    message.setRecipients(Message.RecipientType.TO, array(mail.to()));
    message.setRecipients(Message.RecipientType.CC, array(mail.cc()));
    message.setRecipients(Message.RecipientType.BCC, array(mail.bcc()));
    if (!mail.replyTo().isEmpty()) {
      message.setReplyTo(array(mail.replyTo()));
    }
    message.setSubject(mail.subject(), UTF_8);
    message.setSentDate(Date.from(now));
    message.setHeader("Auto-Submitted", "auto-generated");
    if (mail.attachments().isEmpty() && mail.html().isEmpty()) {
      message.setText(mail.text(), UTF_8);
      return;
    }
    var mixed = new MimeMultipart("mixed");
    mixed.addBodyPart(words(mail));
    for (var attachment : mail.attachments()) {
      mixed.addBodyPart(part(attachment));
    }
    message.setContent(mixed);
  }

  private static MimeBodyPart words(Mail mail) throws MessagingException {
    var text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8);
    if (mail.html().isEmpty()) {
      return text;
    }
    var html = new MimeBodyPart();
    html.setText(mail.html().get(), UTF_8, "html");
    var both = new MimeBodyPart();
    // the last is the one that readers prefer
    both.setContent(new MimeMultipart("alternative", text, html));
    return both;
  }

  private static MimeBodyPart part(Mail.Attachment attachment)
      throws MessagingException, UnsupportedEncodingException {
    var part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new FileDataSource(attachment.file().toFile()) {
              @Override
              public String getContentType() {
                return attachment.mediaType();
              }
            }));
    part.setFileName(jakarta.mail.internet.MimeUtility.encodeText(attachment.name(), UTF_8, null));
    part.setDisposition(MimeBodyPart.ATTACHMENT);
    return part;
  }

  private static InternetAddress[] array(List<InternetAddress> addresses) {
    return addresses.toArray(InternetAddress[]::new);
  }

  private Failure failure(MessagingException e) {
    if (e instanceof AuthenticationFailedException) {
      return new Failure.Refused("smtp", host + " does not accept the user and password");
    }
    var words = host + ": " + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
    int code = codes(e).stream().filter(one -> one >= 400).findFirst().orElse(0);
    if (code >= 500) {
      return new Failure.Refused("smtp", words);
    }
    return e instanceof SendFailedException && code == 0
        ? new Failure.Refused("smtp", words)
        : new Failure.Transient("the mail was not taken: " + words);
  }

  /** What the server answered, from the whole chain: the first problem is often wrapped. */
  private static List<Integer> codes(MessagingException e) {
    var codes = new ArrayList<Integer>();
    Exception next = e;
    for (int depth = 0; depth < 20 && next instanceof MessagingException one; depth++) {
      switch (one) {
        case SMTPAddressFailedException address -> codes.add(address.getReturnCode());
        case SMTPSenderFailedException sender -> codes.add(sender.getReturnCode());
        case SMTPSendFailedException send -> codes.add(send.getReturnCode());
        default -> {}
      }
      next = one.getNextException();
    }
    return codes;
  }

  /** A message that keeps its id. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}

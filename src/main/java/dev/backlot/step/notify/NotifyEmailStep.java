package dev.backlot.step.notify;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Failure;
import dev.backlot.model.MediaTypes;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.Secrets;
import dev.backlot.provider.WebClient;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.step.web.OnceKeys;
import dev.backlot.step.web.OutwardStep;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * {@code notify.email}: a mail by SMTP. The protocol knows no repetitions: a mail that was taken
 * just before a crash goes out again, with the same Message-ID.
 */
public final class NotifyEmailStep extends OutwardStep {
  private static final int RECIPIENTS_MAX = 50;
  private static final int ATTACHMENTS_MAX = 20;
  private static final long ATTACHED_BYTES_MAX = 20L << 20;
  private static final int TEXT_MAX = 262_144;
  private static final StepType TYPE =
      new StepType(
          "notify.email",
          1,
          "Sends a mail",
          List.of(
              Port.of("host", PortType.TEXT, "the mail server").mandatory().between(1, 253),
              Port.of("port", PortType.INTEGER, "587, 465 or 25 by 'security' if left out")
                  .between(1, 65_535),
              Port.of("security", PortType.TEXT, "how the connection is encrypted")
                  .oneOf("starttls", "tls", "none")
                  .defaultingTo(Value.of("starttls")),
              Port.of("user", PortType.JSON, "who logs in: text, or {secret: NAME}"),
              Port.of("password", PortType.JSON, "{secret: NAME}"),
              Port.of("from", PortType.TEXT, "such as Shop <shop@example.com>").mandatory(),
              Port.of("to", PortType.TEXT, "who gets it")
                  .many()
                  .mandatory()
                  .between(1, RECIPIENTS_MAX),
              Port.of("cc", PortType.TEXT, "who gets a copy").many().between(0, RECIPIENTS_MAX),
              Port.of("bcc", PortType.TEXT, "who gets a copy that the others do not see")
                  .many()
                  .between(0, RECIPIENTS_MAX),
              Port.of("reply_to", PortType.TEXT, "whom answers go to"),
              Port.of("subject", PortType.TEXT, "one line").mandatory().between(1, 500),
              Port.of("text", PortType.TEXT, "what it says").mandatory().between(1, TEXT_MAX),
              Port.of("html", PortType.TEXT, "the same as HTML").between(1, TEXT_MAX),
              Port.of("attachments", PortType.FILE, "files that go along, 20 MiB in all")
                  .many()
                  .between(0, ATTACHMENTS_MAX),
              Port.of("links", PortType.TEXT, "addresses that are written below the text")
                  .many()
                  .between(0, 100)),
          List.of(Port.of("id", PortType.TEXT, "its Message-ID, the same at each attempt")),
          StepType.Resource.IO,
          false);

  private final WebClient web;
  private final InstantSource clock;
  private final Optional<SSLSocketFactory> trust;

  /**
   * The step.
   *
   * @param web knows which hosts may be reached
   */
  public NotifyEmailStep(WebClient web, Secrets secrets, InstantSource clock) {
    this(web, secrets, clock, Optional.empty());
  }

  /** With other authorities than the platform's. */
  NotifyEmailStep(
      WebClient web, Secrets secrets, InstantSource clock, Optional<SSLSocketFactory> trust) {
    super(secrets);
    this.web = web;
    this.clock = clock;
    this.trust = trust;
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  protected List<String> secretParameters() {
    return List.of("password");
  }

  @Override
  protected Outcome call(StepInput input, StepContext context, HeldSecrets held)
      throws UnusableException {
    var server = server(input, held);
    var mail = mail(input, context);
    var refusal = web.refusal(address(server));
    var failure = refusal.map(NotifyEmailStep::ofHost).or(() -> server.send(mail, clock.instant()));
    return failure
        .<Outcome>map(Outcome.Failed::new)
        .orElseGet(() -> Outcome.done(Map.of("id", Value.of(mail.id()))));
  }

  private Smtp server(StepInput input, HeldSecrets held) throws UnusableException {
    var security = Smtp.Security.of(present(input.text("security")));
    var user = input.value("user");
    var password = input.value("password");
    if (user.isPresent() != password.isPresent()) {
      throw new UnusableException(
          user.isPresent() ? "password" : "user", "expected user and password, or neither");
    }
    Optional<Smtp.Login> login =
        user.isPresent() && password.isPresent()
            ? Optional.of(
                new Smtp.Login(
                    held.known("user", user.get()), held.secret("password", password.get())))
            : Optional.empty();
    if (login.isPresent()
        && security == Smtp.Security.NONE
        && !isLocal(present(input.text("host")))) {
      throw new UnusableException(
          "security", "expected starttls or tls: a password is not sent in the clear");
    }
    return new Smtp(
        present(input.text("host")),
        input.integer("port").orElse(security.port),
        security,
        login,
        trust);
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1");
  }

  /** The mail server's, in the form that the rules on hosts are asked in. */
  private static URI address(Smtp server) throws UnusableException {
    try {
      var host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
      return URI.create("http://" + host + ":" + server.port());
    } catch (IllegalArgumentException _) {
      throw new UnusableException(
          "host", "expected the name of a host, but '" + server.host() + "'");
    }
  }

  private static Failure ofHost(Failure refusal) {
    return refusal instanceof Failure.Invalid(_, var message)
        ? new Failure.Invalid("host", message)
        : refusal;
  }

  private static Mail mail(StepInput input, StepContext context) throws UnusableException {
    var subject = present(input.text("subject"));
    if (subject.chars().anyMatch(Character::isISOControl)) {
      throw new UnusableException("subject", "expected one line, but there are more");
    }
    var from = address("from", present(input.text("from")));
    var text = new StringBuilder(present(input.text("text")));
    input.list("links").forEach(link -> text.append("\n\n").append(link.inText()));
    return new Mail(
        "<" + OnceKeys.of(context) + "@" + domain(from) + ">",
        from,
        addresses("to", input),
        addresses("cc", input),
        addresses("bcc", input),
        input.text("reply_to").isPresent()
            ? List.of(address("reply_to", present(input.text("reply_to"))))
            : List.of(),
        subject,
        text.toString(),
        input.text("html"),
        attachments(input, context));
  }

  private static String domain(InternetAddress address) {
    return address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
  }

  private static List<InternetAddress> addresses(String field, StepInput input)
      throws UnusableException {
    var addresses = new ArrayList<InternetAddress>();
    for (var one : input.list(field)) {
      addresses.add(address(field, one.inText()));
    }
    return addresses;
  }

  private static InternetAddress address(String field, String text) throws UnusableException {
    try {
      var parsed = InternetAddress.parse(text, true);
      if (parsed.length == 1
          && parsed[0].getAddress().contains("@")
          && text.chars().noneMatch(Character::isISOControl)) {
        parsed[0].validate();
        return new InternetAddress(parsed[0].getAddress(), parsed[0].getPersonal(), "UTF-8");
      }
    } catch (AddressException | java.io.UnsupportedEncodingException _) {
      // told below
    }
    throw new UnusableException(
        field, "expected one address such as shop@example.com, but '" + text + "'");
  }

  private static List<Mail.Attachment> attachments(StepInput input, StepContext context)
      throws UnusableException {
    var files = input.list("attachments").stream().flatMap(one -> one.assets().stream()).toList();
    long bytes = files.stream().mapToLong(file -> file.bytes()).sum();
    if (bytes > ATTACHED_BYTES_MAX) {
      throw new UnusableException(
          "attachments",
          "expected at most 20 MiB in all, but %d bytes; publish them and send 'links'"
              .formatted(bytes));
    }
    var attachments = new ArrayList<Mail.Attachment>();
    try {
      for (var file : files) {
        var name =
            file.name().isEmpty()
                ? "file-" + (attachments.size() + 1) + "." + MediaTypes.extension(file)
                : file.name();
        attachments.add(new Mail.Attachment(context.file(file.id()), name, MediaTypes.told(file)));
      }
      return attachments;
    } catch (IOException e) {
      throw new UnusableException("attachments", "one cannot be read: " + e.getMessage());
    }
  }
}

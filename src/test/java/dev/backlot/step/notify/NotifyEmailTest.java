package dev.backlot.step.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.backlot.fixture.MailServer;
import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.Failure;
import dev.backlot.provider.SecretSources;
import dev.backlot.provider.WebClient;
import jakarta.mail.Message;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails reach a real server, and what cannot be sent is told. */
class NotifyEmailTest {
  @TempDir static Path folder;
  private static MailServer server;
  private static WebClient web;
  private static TestRuntime runtime;
  private static TestRuntime trusting;

  @BeforeAll
  static void start() throws Exception {
    server = new MailServer();
    web = new WebClient(true);
    var secrets =
        SecretSources.of(
            name ->
                switch (name) {
                  case "BACKLOT_SECRET_MAIL" -> MailServer.PASSWORD;
                  case "BACKLOT_SECRET_WRONG" -> "not the password";
                  default -> null;
                });
    var clock = InstantSource.system();
    runtime = new TestRuntime(folder.resolve("data"), new NotifyEmailStep(web, secrets, clock));
    trusting =
        new TestRuntime(
            folder.resolve("trusting"),
            new NotifyEmailStep(web, secrets, clock, Optional.of(server.trust())));
  }

  @AfterAll
  static void stop() throws Exception {
    runtime.close();
    trusting.close();
    web.close();
    server.close();
  }

  @BeforeEach
  void forget() {
    server.forget();
  }

  private static String with(String more) {
    return "{host: 127.0.0.1, port: %d, security: none, from: \"Shop <shop@example.com>\", subject: Done, text: \"It is done.\", %s}"
        .formatted(server.port(), more);
  }

  private static OneRun send(String more) throws InterruptedException {
    return OneRun.of(runtime, "notify.email", with(more), Map.of());
  }

  @Test
  void a_mail_with_words_in_two_forms_and_a_file_reaches_everybody() throws Exception {
    var file = Files.writeString(folder.resolve("Größe.txt"), "a chair");
    var run =
        OneRun.of(
            runtime,
            "notify.email",
            """
            {host: 127.0.0.1, port: %d, security: none, from: "Möbel <shop@example.com>", to: [ada@example.com],
             cc: [bob@example.com], bcc: [eve@example.com], reply_to: help@example.com, subject: "Stühle 🪑",
             text: "Fertig: ✓", html: "<b>Fertig</b>", links: ["https://example.com/7"], attachments: ["${{ inputs.f }}"]}\
            """
                .formatted(server.port())
                .replace("\n", " "),
            Map.of("f", OneRun.file(file)));
    assertThat(run.text("id")).matches("<[0-9a-f]{40}@example\\.com>");
    var received = server.received();
    assertThat(received).hasSize(3);
    var mail = received.getFirst();
    assertThat(mail.getMessageID()).isEqualTo(run.text("id"));
    assertThat(mail.getSubject()).isEqualTo("Stühle 🪑");
    assertThat(mail.getFrom()[0]).hasToString("=?UTF-8?Q?M=C3=B6bel?= <shop@example.com>");
    assertThat(mail.getRecipients(Message.RecipientType.BCC)).isNull();
    var parts = (Multipart) mail.getContent();
    var words = (Multipart) parts.getBodyPart(0).getContent();
    assertThat(words.getBodyPart(0).getContent())
        .isEqualTo("Fertig: ✓\r\n\r\nhttps://example.com/7");
    assertThat(words.getBodyPart(1).getContent()).isEqualTo("<b>Fertig</b>");
    assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
        .isEqualTo(Files.readAllBytes(file));
    assertThat(jakarta.mail.internet.MimeUtility.decodeText(parts.getBodyPart(1).getFileName()))
        .isEqualTo("Größe.txt");
  }

  @Test
  void a_password_goes_over_tls_to_a_server_that_is_known() throws Exception {
    var with =
        "{host: 127.0.0.1, port: %d, security: tls, user: %s, password: {secret: MAIL}, from: a@example.com, to: [b@example.com], subject: s, text: t}"
            .formatted(server.tlsPort(), MailServer.USER);
    OneRun.of(trusting, "notify.email", with, Map.of()).outputs();
    assertThat(server.received()).hasSize(1);

    var stranger = OneRun.of(runtime, "notify.email", with, Map.of());
    assertThat(stranger.failure()).isInstanceOf(Failure.Transient.class);

    var wrong = OneRun.of(trusting, "notify.email", with.replace("MAIL", "WRONG"), Map.of());
    assertThat(wrong.failure().line())
        .isEqualTo("smtp: 127.0.0.1 does not accept the user and password");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void a_password_is_never_written_down_nor_sent_in_the_clear() throws Exception {
    var literal =
        runtime
            .runs
            .workflows()
            .publish(
                TestRuntime.CALLER,
                "bad.yaml",
                "name: bad\nsteps:\n  it: {uses: notify.email, with: "
                    + with("to: [a@example.com], user: shop, password: hunter2")
                    + "}\n");
    assertThat(literal.toString()).contains("expected {secret: NAME}").doesNotContain("hunter2");
    var clear =
        OneRun.of(
            runtime,
            "notify.email",
            with("to: [a@example.com], user: shop, password: {secret: MAIL}")
                .replace("127.0.0.1", "mail.example.com"),
            Map.of());
    assertThat(clear.failure().line()).startsWith("security: expected starttls or tls");
  }

  @Test
  void what_cannot_be_sent_names_the_field() throws Exception {
    assertThat(send("to: [\"ada@example.com, eve@example.com\"]").failure().line())
        .startsWith("to: expected one address");
    assertThat(send("to: [\"ada@example.com\\nBcc: eve@example.com\"]").failure().line())
        .startsWith("to: expected one address");
    var away =
        OneRun.of(
            runtime,
            "notify.email",
            with("to: [a@example.com]").replace("port: " + server.port(), "port: 9"),
            Map.of());
    assertThat(away.failure()).isInstanceOf(Failure.Transient.class);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void an_attempt_after_a_failure_has_the_same_id() throws Exception {
    var first = send("to: [a@example.com]");
    MimeMessage mail = server.received().getFirst();
    assertThat(GreenMailUtil.getBody(mail)).isEqualTo("It is done.");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(send("to: [a@example.com]").text("id")).isNotEqualTo(first.text("id"));
  }
}

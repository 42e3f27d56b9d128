package dev.backlot.surface.backlot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class AssetContractTest {
  private static final long MIB = 1L << 20;

  @TempDir static Path folder;
  private static V1Server server;
  private static V1Client client;

  @BeforeAll
  static void start() throws Exception {
    server = new V1Server(folder);
    client = server.client();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void the_same_bytes_are_one_asset_however_they_come() {
    var raw = client.post("/v1/assets?name=one.txt", "text/plain", "same").expect(201);
    var form = client.send(form("file", "two.txt", "same")).expect(201);

    assertThat(raw.field("asset")).isEqualTo(form.field("asset")).startsWith("sha256:");
    var listed =
        client
            .get("/v1/assets?limit=500")
            .json()
            .path("items")
            .valueStream()
            .map(asset -> asset.path("asset").stringValue())
            .collect(Collectors.toList());
    assertThat(listed).containsOnlyOnce(raw.field("asset"));
    assertThat(client.get(raw.header("Location")).expect(200).field("asset"))
        .isEqualTo(raw.field("asset"));
  }

  @Test
  void assets_are_searched_page_by_page_and_wrong_questions_are_refused() {
    for (var text : new String[] {"first", "second", "third"}) {
      client.post("/v1/assets?name=searched-" + text + ".txt", "text/plain", text).expect(201);
    }

    var page = client.get("/v1/assets?name=searched&limit=2").expect(200).json();
    assertThat(page.path("items")).hasSize(2);
    var rest = "/v1/assets?name=searched&limit=2&after=" + page.path("next").stringValue();
    assertThat(client.get(rest).expect(200).json().path("items")).hasSize(1);
    assertThat(client.get("/v1/assets?type=video").expect(200).json().path("items")).isEmpty();
    for (var wrong : new String[] {"hash=xyz", "bytes_min=-1", "after=1"}) {
      assertThat(client.get("/v1/assets?" + wrong).expect(400).mistakes())
          .containsExactly(wrong.split("=", -1)[0]);
    }
  }

  @Test
  void a_form_holds_one_file_and_nothing_else() {
    assertThat(client.send(form("photo", "a.txt", "x")).expect(400).mistakes())
        .containsExactly("photo", "file");
    client
        .send(
            client
                .request("/v1/assets", "Content-Type", "multipart/form-data")
                .POST(BodyPublishers.ofString("x")))
        .expect(400);
    var broken =
        client
            .send(
                client
                    .request("/v1/assets", "Content-Type", "multipart/form-data; boundary=x")
                    .POST(BodyPublishers.ofString("--x\r\nbroken")))
            .expect(400);
    // the server closes it: a client that pools connections must not send its next request there
    assertThat(broken.header("Connection")).isEqualTo("close");
  }

  @Test
  void a_file_name_cannot_leave_its_folder_or_its_header() {
    var asset =
        client
            .post(
                "/v1/assets?name=..%2F..%2Fa%22%0D%0AX-Evil%3A1%E2%82%AC.txt",
                "text/plain", "named")
            .expect(201);

    assertThat(asset.field("name")).isEqualTo("a\"X-Evil:1€.txt");
    var answer = client.get(content(asset));
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"a_X-Evil_1_.txt\";"
                + " filename*=UTF-8''a%22X-Evil%3A1%E2%82%AC.txt");
    assertThat(answer.header("X-Evil")).isEmpty();
  }

  @Test
  void content_is_cached_for_ever_and_never_run() {
    var asset =
        client
            .post("/v1/assets?name=x.svg", "image/svg+xml", "<svg onload='alert(1)'/>")
            .expect(201);
    var answer = client.get(content(asset)).expect(200);

    assertThat(answer.header("ETag")).isEqualTo('"' + asset.field("asset").substring(7) + '"');
    assertThat(answer.header("Cache-Control")).contains("immutable");
    assertThat(answer.header("Content-Disposition")).startsWith("attachment");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Content-Security-Policy")).startsWith("sandbox");
    assertThat(
            client
                .get(content(asset), "If-None-Match", "\"other\", W/" + answer.header("ETag"))
                .expect(304)
                .body())
        .isEmpty();
    client.get(content(asset), "If-None-Match", "\"other\"").expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-3    | 206 | 0123       | bytes 0-3/10",
        "bytes=7-     | 206 | 789        | bytes 7-9/10",
        "bytes=7-99   | 206 | 789        | bytes 7-9/10",
        "bytes=-2     | 206 | 89         | bytes 8-9/10",
        "bytes=-99    | 206 | 0123456789 | bytes 0-9/10",
        "bytes=0-1,3-4| 200 | 0123456789 | ''",
        "bytes=5-2    | 200 | 0123456789 | ''",
        "lines=1-2    | 200 | 0123456789 | ''",
      })
  void ranges(String range, int status, String body, String contentRange) {
    var asset = client.post("/v1/assets", "text/plain", "0123456789").expect(201);
    var answer = client.get(content(asset), "Range", range).expect(status);
    assertThat(answer.text()).isEqualTo(body);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
  }

  @Test
  void a_range_behind_the_end_is_refused_and_one_of_another_file_ignored() {
    var asset = client.post("/v1/assets", "text/plain", "0123456789").expect(201);
    assertThat(client.get(content(asset), "Range", "bytes=10-").expect(416).header("Content-Range"))
        .isEqualTo("bytes */10");
    client.get(content(asset), "Range", "bytes=0-3", "If-Range", "\"other\"").expect(200);
    var head = client.send(client.request(content(asset)).HEAD());
    assertThat(head.header("Content-Length")).isEqualTo("10");
  }

  @Test
  void foreign_and_unknown_assets_look_the_same() {
    var asset = client.post("/v1/assets", "text/plain", "private").expect(201);
    var stranger = server.foreigner();
    stranger.get(asset.header("Location")).expect(404);
    stranger.get(content(asset)).expect(404);
    stranger.get("/v1/assets/" + "0".repeat(64)).expect(404);
    stranger.get("/v1/assets/nope/content").expect(404);
    assertThat(stranger.get("/v1/assets").json().path("items")).isEmpty();
  }

  @Test
  void a_large_file_passes_through() {
    var asset = client.upload("/v1/assets?name=large.bin", zeros(32 * MIB)).expect(201);
    assertThat(asset.json().path("bytes").longValue()).isEqualTo(32 * MIB);
    assertThat(client.get(content(asset), "Range", "bytes=-4").expect(206).body())
        .containsExactly(0, 0, 0, 0);
  }

  private static InputStream zeros(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] buffer, int offset, int wanted) {
        if (left <= 0) {
          return -1;
        }
        int read = (int) Math.min(left, wanted);
        java.util.Arrays.fill(buffer, offset, offset + read, (byte) 0);
        left -= read;
        return read;
      }
    };
  }

  private static java.net.http.HttpRequest.Builder form(String field, String name, String text) {
    var body =
        "--edge\r\nContent-Disposition: form-data; name=\""
            + field
            + "\"; filename=\""
            + name
            + "\"\r\nContent-Type: text/plain\r\n\r\n"
            + text
            + "\r\n--edge--\r\n";
    return client
        .request("/v1/assets", "Content-Type", "multipart/form-data; boundary=edge")
        .POST(BodyPublishers.ofString(body));
  }

  private static String content(V1Client.Answer asset) {
    return asset.field("content");
  }
}

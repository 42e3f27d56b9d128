package dev.backlot.surface;

import dev.backlot.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An OpenAPI document as one page that needs no script and nothing from elsewhere. */
final class ContractPage {
  private static final List<String> METHODS =
      List.of("get", "post", "put", "patch", "delete", "head");
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--line:#8884;--soft:#8882}
      body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      section{border-top:1px solid var(--line);padding:.5rem 0 1rem}
      h2{font-size:1.05rem;margin:.8rem 0 .2rem} code,pre{font:13px/1.45 ui-monospace,monospace}
      h2 code{font-size:1rem} pre{background:var(--soft);padding:.7rem;overflow:auto;border-radius:6px}
      table{border-collapse:collapse;width:100%;margin:.5rem 0} td,th{text-align:left;padding:.2rem .6rem .2rem 0;
      vertical-align:top;border-bottom:1px solid var(--line)} summary{cursor:pointer} .m{text-transform:uppercase}
      """;

  private final StringBuilder html = new StringBuilder();
  private final JsonNode document;

  private ContractPage(JsonNode document) {
    this.document = document;
  }

  static String of(JsonNode document) {
    return new ContractPage(document).render();
  }

  private String render() {
    var info = document.path("info");
    var title = info.path("title").asString("API");
    html.append("<!doctype html><html lang=en><meta charset=utf-8>")
        .append("<meta name=viewport content='width=device-width,initial-scale=1'><title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style><h1>")
        .append(escaped(title))
        .append("</h1>");
    paragraph(info.path("description").asString(""));
    html.append("<p><a href='openapi.json'>openapi.json</a></p>");
    var base = document.path("servers").path(0).path("url").asString("");
    for (var path : document.path("paths").properties()) {
      for (var method : METHODS) {
        if (path.getValue().has(method)) {
          operation(method, base + path.getKey(), path.getValue().path(method));
        }
      }
    }
    html.append("<section><h2>Schemas</h2>");
    for (var schema : document.path("components").path("schemas").properties()) {
      details(schema.getKey(), schema.getValue());
    }
    return html.append("</section></html>").toString();
  }

  private void operation(String method, String path, JsonNode operation) {
    html.append("<section><h2><code><span class=m>")
        .append(method)
        .append("</span> ")
        .append(escaped(path))
        .append("</code></h2>");
    paragraph(operation.path("summary").asString(""));
    paragraph(operation.path("description").asString(""));
    if (!operation.path("parameters").isEmpty()) {
      html.append("<table><tr><th>parameter<th>in<th>meaning</tr>");
      operation.path("parameters").forEach(this::parameter);
      html.append("</table>");
    }
    for (var body : operation.path("requestBody").path("content").properties()) {
      details("body: " + body.getKey(), body.getValue());
    }
    html.append("<table>");
    for (var answer : operation.path("responses").properties()) {
      html.append("<tr><td>")
          .append(escaped(answer.getKey()))
          .append("<td>")
          .append(escaped(resolved(answer.getValue()).path("description").asString("")))
          .append("</tr>");
    }
    html.append("</table></section>");
  }

  private void parameter(JsonNode given) {
    var parameter = resolved(given);
    html.append("<tr><td><code>")
        .append(escaped(parameter.path("name").asString("")))
        .append("</code><td>")
        .append(escaped(parameter.path("in").asString("")))
        .append("<td>")
        .append(escaped(parameter.path("description").asString("")))
        .append(" <code>")
        .append(escaped(Json.text(parameter.path("schema"))))
        .append("</code></tr>");
  }

  /** What a reference within the document leads to. */
  private JsonNode resolved(JsonNode node) {
    var reference = node.path("$ref").asString("");
    return reference.startsWith("#/") ? document.at(reference.substring(1)) : node;
  }

  private void details(String name, JsonNode content) {
    html.append("<details><summary><code>")
        .append(escaped(name))
        .append("</code></summary><pre>")
        .append(escaped(Json.pretty(content)))
        .append("</pre></details>");
  }

  private void paragraph(String text) {
    if (!text.isEmpty()) {
      html.append("<p>").append(escaped(text)).append("</p>");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

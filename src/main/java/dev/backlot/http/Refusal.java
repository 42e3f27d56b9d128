package dev.backlot.http;

import java.util.List;
import java.util.Map;

/**
 * Why a request is not done, before a surface has put it into its words.
 *
 * @param status the HTTP status, 400 to 599
 * @param message for people: what was expected, what was found; never internals
 * @param fields what is wrong where; may be empty
 * @param headers that the status calls for, such as {@code Allow}
 */
public record Refusal(int status, String message, List<Field> fields, Map<String, String> headers) {
  /** What is wrong with one field of the request, named as the client wrote it. */
  public record Field(String field, String message) {}

  public Refusal {
    fields = List.copyOf(fields);
    headers = Map.copyOf(headers);
  }

  public static Refusal of(int status, String message) {
    return new Refusal(status, message, List.of(), Map.of());
  }

  public static Refusal of(int status, String message, List<Field> fields) {
    return new Refusal(status, message, fields, Map.of());
  }

  /** A request whose one field is wrong. */
  public static Refusal field(String field, String message) {
    return of(400, field + ": " + message, List.of(new Field(field, message)));
  }

  public Refusal with(String header, String value) {
    return new Refusal(status, message, fields, Map.of(header, value));
  }

  public RefusalException exception() {
    return new RefusalException(this);
  }
}

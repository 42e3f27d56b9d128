package dev.backlot.step.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rows of a table in a file, read one by one; mistakes name the line. */
final class Rows {
  static final int BYTES_MAX = 256 << 20;
  static final int LINE_MAX = 1 << 20;
  static final int COLUMNS_MAX = 500;
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,15})?");

  private Rows() {}

  /** Takes a row; false ends the reading. */
  interface Taker extends Predicate<Value.ObjectOf> {}

  private static void check(Path file) throws IOException, UnusableException {
    if (Files.size(file) > BYTES_MAX) {
      throw new UnusableException("file", "expected at most 256 MiB, but it is longer");
    }
  }

  /** What is wrong with the file, in words. */
  private interface Reading {
    void read() throws IOException, UnusableException;
  }

  private static void reading(Path file, Reading reading) throws UnusableException {
    try {
      check(file);
      reading.read();
    } catch (CharacterCodingException _) {
      throw notUtf8();
    } catch (CsvParseException | UncheckedIOException e) {
      var why = e.getCause() == null ? e : e.getCause();
      if (why instanceof CharacterCodingException) {
        throw notUtf8();
      }
      throw new UnusableException("file", "it cannot be read as CSV: " + why.getMessage());
    } catch (IOException e) {
      throw new UnusableException("file", "it cannot be read: " + e.getMessage());
    }
  }

  private static UnusableException notUtf8() {
    return new UnusableException("file", "expected text in UTF-8, but it holds other bytes");
  }

  /**
   * The rows of a CSV file with a header.
   *
   * @param typed whether what looks like a number, true or false is one
   */
  static void csv(Path file, char separator, boolean typed, Taker taker) throws UnusableException {
    reading(
        file,
        () -> {
          try (var text = new QuoteWatch(text(file), separator);
              var records =
                  CsvReader.builder()
                      .fieldSeparator(separator)
                      .maxBufferSize(8 << 20)
                      .ofNamedCsvRecord(text)) {
            for (var one : records) {
              if (!taker.test(row(one, typed))) {
                return;
              }
            }
          }
        });
  }

  /** Strictly UTF-8, without the mark that some programs put in front. */
  private static BufferedReader text(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(3);
    var first = in.readNBytes(3);
    if (!(first.length == 3
        && first[0] == (byte) 0xEF
        && first[1] == (byte) 0xBB
        && first[2] == (byte) 0xBF)) {
      in.reset();
    }
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  private static Value.ObjectOf row(NamedCsvRecord record, boolean typed) throws UnusableException {
    var line = "line " + record.getStartingLineNumber();
    var header = record.getHeader();
    if (header.size() > COLUMNS_MAX) {
      throw new UnusableException("file", "expected at most 500 columns, but " + header.size());
    }
    if (record.getFieldCount() > header.size()) {
      throw new UnusableException(
          "file", line + ": expected " + header.size() + " fields, but " + record.getFieldCount());
    }
    var fields = new LinkedHashMap<String, Value>();
    for (int i = 0; i < header.size(); i++) {
      var text = i < record.getFieldCount() ? record.getField(i) : "";
      fields.put(header.get(i), typed ? typed(text) : Value.of(text));
    }
    return new Value.ObjectOf(fields);
  }

  private static Value typed(String text) {
    if (text.isEmpty()) {
      return Value.none();
    }
    if (text.equals("true") || text.equals("false")) {
      return Value.of(text.equals("true"));
    }
    if (!NUMBER.matcher(text).matches()) {
      return Value.of(text);
    }
    return text.contains(".") ? Value.of(Double.parseDouble(text)) : Value.of(Long.parseLong(text));
  }

  /** The objects of a file of JSON lines. */
  static void jsonLines(Path file, Taker taker) throws UnusableException {
    values(
        file,
        (value, line) -> {
          if (value instanceof Value.ObjectOf row) {
            return taker.test(row);
          }
          throw new UnusableException(
              "file", "line " + line + ": expected an object, but " + value.kind());
        });
  }

  /** Takes a value of a line; false ends the reading. */
  interface LineTaker {
    boolean take(Value value, int line) throws UnusableException;
  }

  /** The values of a file of JSON lines, blank lines left out. */
  static void values(Path file, LineTaker taker) throws UnusableException {
    reading(
        file,
        () -> {
          try (var lines = text(file)) {
            int number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
              number++;
              if (line.length() > LINE_MAX) {
                throw new UnusableException(
                    "file", "line " + number + ": expected at most 1,048,576 characters");
              }
              if (!line.isBlank() && !taker.take(parsed(line, number), number)) {
                return;
              }
            }
          }
        });
  }

  private static Value parsed(String line, int number) throws UnusableException {
    try {
      return ValueJson.plain(Json.parse(line));
    } catch (JsonProblem e) {
      throw new UnusableException("file", "line " + number + ": " + e.getMessage());
    }
  }
}

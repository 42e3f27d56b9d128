package dev.backlot.wire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What differs from run to run gets a name by the order in which it first appears. */
final class Names {
  private static final List<Kind> KINDS =
      List.of(
          new Kind("BATCH", "batch-[A-Za-z0-9_-]+-\\d{8}-[0-9a-f]{16}"),
          new Kind("ID", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
          new Kind("SHA", "\\b[0-9a-f]{64}\\b|(?<=_)[0-9a-f]{64}\\b"),
          new Kind("SECRET", "whsec_[A-Za-z0-9+/=]+"),
          new Kind("KEY", "bk_[A-Za-z0-9_-]{20,}"),
          new Kind("MESSAGE", "msg_[0-9a-z_]{8,}"),
          new Kind("BULK", "bulk_[0-9a-f]{20,}"),
          new Kind("JOB", "job_[0-9a-f]{16}"),
          new Kind("FLOW", "w(?:ork)?flow_[0-9a-f]{16}|wf_[0-9a-f]{16}"),
          new Kind("TYPE", "(?:et|type)_[0-9a-f]{16}"),
          new Kind("ENTITY", "ent(?:ity)?_[0-9a-f]{16}"),
          new Kind("STEP", "(?<=\")step_[0-9a-f]{16}"),
          new Kind("NUMBER", "\\b[0-9a-f]{16}\\b"),
          new Kind("TOKEN", "(?<=\"nextPaginationToken\" : \")[^\"]+"));
  private static final Pattern LINK = Pattern.compile("/files/[A-Za-z0-9_.-]+\\.[A-Za-z0-9_-]+");
  private static final Pattern PLACE =
      Pattern.compile("(?m)(^id: |\"(?:sequence|cursor)\" ?: ?)\\d+");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d[0-9:.]*(?:Z|\\+00:00)");
  private static final Pattern EPOCH_MS = Pattern.compile("(?<!\\d)1[789]\\d{11}(?!\\d)");
  private static final Pattern MEASURED =
      Pattern.compile(
          "(\"(?:elapsed_ms|items_per_second|duration_ms|remaining_ms|durationMs|averageExecutionTimeMs|estimatedTimeRemainingMs|took_ms|estimated_ms|latency_ms)\""
              + " : )[0-9.E-]+");

  private final Map<String, String> fixed;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  private record Kind(String name, Pattern pattern) {
    Kind(String name, String pattern) {
      this(name, Pattern.compile(pattern));
    }
  }

  /** Names beforehand, such as the server's address. */
  Names(Map<String, String> fixed) {
    this.fixed = Map.copyOf(fixed);
  }

  /** A text with names for what differs. */
  String hide(String text) {
    var hidden = text;
    for (var one : fixed.entrySet()) {
      hidden = hidden.replace(one.getValue(), one.getKey());
    }
    hidden = MEASURED.matcher(hidden).replaceAll("$10");
    hidden = LINK.matcher(hidden).replaceAll("/files/LINK");
    hidden = PLACE.matcher(hidden).replaceAll("$10");
    for (var kind : KINDS) {
      hidden = kind.pattern().matcher(hidden).replaceAll(found -> name(kind.name(), found.group()));
    }
    hidden = TIME.matcher(hidden).replaceAll("TIME");
    return EPOCH_MS.matcher(hidden).replaceAll("EPOCH_MS");
  }

  private String name(String kind, String value) {
    return names.computeIfAbsent(value, _ -> kind + "-" + counts.merge(kind, 1, Integer::sum));
  }
}

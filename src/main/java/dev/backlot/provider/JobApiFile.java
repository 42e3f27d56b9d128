package dev.backlot.provider;

import dev.backlot.expression.ExpressionException;
import dev.backlot.expression.OpenExpression;
import dev.backlot.provider.JobApi.Call;
import dev.backlot.provider.JobApi.Find;
import dev.backlot.provider.JobApi.Poll;
import dev.backlot.provider.JobApi.Reading;
import dev.backlot.provider.JobApi.Submission;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.settings.SettingsFile.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code api} of a provider that is described in the providers file. */
final class JobApiFile {
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,99}");
  private static final Pattern PREFIX = Pattern.compile("[ -~]{0,100}");
  private static final Pattern PATH =
      Pattern.compile("/([A-Za-z0-9._~!$&'()*+,;=:@%/?-]|\\{[a-z]+\\}){0,999}");
  private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)\\}");
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> ANSWER = Set.of("answer");
  private static final Set<String> FOUND = Set.of("answer", "key");
  private static final Set<String> REQUEST = Set.of("task", "model", "key");
  private static final Set<String> OF_A_TASK = Set.of("model", "key");
  private static final Set<String> OF_A_JOB = Set.of("model", "id");
  private static final Set<String> OF_A_KEY = Set.of("key");

  private final Entry entry;

  private JobApiFile(Entry entry) {
    this.entry = entry;
  }

  /** Empty when there is a mistake in it, which is noted then. */
  static Optional<JobApi> read(Entry entry) {
    return new JobApiFile(entry).read();
  }

  private Optional<JobApi> read() {
    entry.know(
        "key", "submit", "id", "poll", "result", "files", "text", "seconds", "seed", "error",
        "cancel", "find");
    entry.require("submit");
    var id = expression(entry, "id", ANSWER);
    var poll = entry.child("poll").flatMap(JobApiFile::poll);
    if (entry.has("poll") != entry.has("id")) {
      entry.mistake("", "expected both 'id' and 'poll', or neither: then an answer is the result");
    }
    var reading =
        new Reading(
            expression(entry, "files", ANSWER),
            expression(entry, "text", ANSWER),
            expression(entry, "seconds", ANSWER),
            expression(entry, "seed", ANSWER));
    if (!entry.has("files") && !entry.has("text")) {
      entry.mistake("", "expected 'files', 'text' or both, which say what a result brings");
    }
    return Optional.of(
        new JobApi(
            key(),
            submissions(),
            id,
            poll,
            entry.child("result").flatMap(at -> call(at, "GET", OF_A_JOB)),
            reading,
            expression(entry, "error", ANSWER),
            entry.child("cancel").flatMap(at -> call(at, "POST", OF_A_JOB)),
            entry.child("find").flatMap(JobApiFile::find)));
  }

  private KeyHeader key() {
    var at = entry.child("key");
    if (at.isEmpty()) {
      return KeyHeader.BEARER;
    }
    at.get().know("header", "prefix");
    at.get().require("header");
    var header = at.get().text("header", "the name of a header", HEADER.asMatchPredicate());
    var prefix =
        at.get().text("prefix", "at most 100 printable characters", PREFIX.asMatchPredicate());
    return header.map(name -> new KeyHeader(name, prefix.orElse(""))).orElse(KeyHeader.BEARER);
  }

  private Map<String, Submission> submissions() {
    var submissions = new LinkedHashMap<String, Submission>();
    entry
        .child("submit")
        .ifPresent(
            list -> {
              list.know(Task.KINDS.toArray(String[]::new));
              for (var kind : Task.KINDS) {
                list.child(kind)
                    .flatMap(JobApiFile::submission)
                    .ifPresent(one -> submissions.put(kind, one));
              }
            });
    return submissions;
  }

  private static Optional<Submission> submission(Entry at) {
    at.know("path", "body");
    at.require("path", "body");
    var body = expression(at, "body", REQUEST);
    return path(at, OF_A_TASK).flatMap(path -> body.map(known -> new Submission(path, known)));
  }

  private static Optional<Poll> poll(Entry at) {
    at.know("method", "path", "succeeded", "failed", "reason", "progress");
    at.require("path", "succeeded", "failed");
    var succeeded = expression(at, "succeeded", ANSWER);
    var failed = expression(at, "failed", ANSWER);
    var reason = expression(at, "reason", ANSWER);
    var progress = expression(at, "progress", ANSWER);
    return callOf(at, "GET", OF_A_JOB)
        .flatMap(
            call ->
                succeeded.flatMap(
                    good -> failed.map(bad -> new Poll(call, good, bad, reason, progress))));
  }

  private static Optional<Find> find(Entry at) {
    at.know("method", "path", "id", "complete");
    at.require("path", "id");
    var id = expression(at, "id", FOUND);
    var complete = expression(at, "complete", ANSWER);
    return callOf(at, "GET", OF_A_KEY)
        .flatMap(call -> id.map(known -> new Find(call, known, complete)));
  }

  private static Optional<Call> call(Entry at, String usual, Set<String> holes) {
    at.know("method", "path");
    at.require("path");
    return callOf(at, usual, holes);
  }

  private static Optional<Call> callOf(Entry at, String usual, Set<String> holes) {
    var method = at.text("method", "GET, POST, PUT, PATCH or DELETE", METHODS::contains);
    return path(at, holes).map(path -> new Call(method.orElse(usual), path));
  }

  private static Optional<String> path(Entry at, Set<String> holes) {
    var may = holes.stream().sorted().map(name -> "{" + name + "}").toList();
    return at.text(
        "path",
        "a path from / on, which may have " + String.join(" and ", may) + " in it",
        path -> PATH.matcher(path).matches() && fills(path, holes));
  }

  private static boolean fills(String path, Set<String> holes) {
    return HOLE.matcher(path).results().allMatch(hole -> holes.contains(hole.group(1)));
  }

  private static Optional<OpenExpression> expression(Entry at, String name, Set<String> names) {
    var source = at.text(name, "an expression", _ -> true);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OpenExpression.compile(source.get(), names));
    } catch (ExpressionException e) {
      at.mistake(name, e.getMessage());
      return Optional.empty();
    }
  }
}

package dev.backlot.definition;

import dev.backlot.step.StepRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads workflow files, YAML or JSON, and checks them against the steps on offer. Limits: {@value
 * #BYTES_MAX} bytes, 50 levels of nesting, 20,000 values, 2,000 different expressions, and those of
 * {@link dev.backlot.model.Workflow}.
 */
public final class WorkflowReader {
  public static final int BYTES_MAX = 1_048_576;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final StepRegistry registry;
  private final PublishedWorkflows published;

  /** For files that stand alone. */
  public WorkflowReader(StepRegistry registry) {
    this(registry, PublishedWorkflows.NONE);
  }

  /**
   * For files that may run other workflows.
   *
   * @param published the workflows of one tenant; asked while a file is read
   */
  public WorkflowReader(StepRegistry registry, PublishedWorkflows published) {
    this.registry = registry;
    this.published = published;
  }

  /** Reads a file's bytes, which have to be UTF-8. */
  public Reading read(String fileName, byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      return broken(fileName, tooBig(bytes.length));
    }
    try {
      return read(
          fileName, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return broken(fileName, "expected text in UTF-8, but the file holds other bytes");
    }
  }

  /**
   * Reads a file's text.
   *
   * @param fileName for the problems' places; nothing is opened
   */
  public Reading read(String fileName, String text) {
    if (text.length() > BYTES_MAX) {
      return broken(fileName, tooBig(text.length()));
    }
    var problems = new Problems(fileName);
    var root = YamlTree.read(readable(text), problems);
    if (root.isEmpty()) {
      return new Reading.Broken(problems.sorted());
    }
    var field = new Field("", root.get().place(), root.get(), problems);
    var definition = new RootReader(field, registry, published).read(text);
    return problems.isEmpty()
        ? new Reading.Valid(definition)
        : new Reading.Broken(problems.sorted());
  }

  /**
   * JSON may be indented with tabs, which YAML refuses; within its quotes a bare tab is illegal
   * anyway.
   */
  private static String readable(String text) {
    var marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return marked.stripLeading().startsWith("{") ? marked.replace('\t', ' ') : marked;
  }

  private static String tooBig(int size) {
    return "expected a file of at most 1 MiB, but it has " + size + " bytes";
  }

  private static Reading broken(String fileName, String message) {
    return new Reading.Broken(
        List.of(new Problem(fileName, Place.START.line(), Place.START.column(), "", message)));
  }
}

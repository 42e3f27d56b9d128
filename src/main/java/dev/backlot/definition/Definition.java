package dev.backlot.definition;

import dev.backlot.expression.Programs;
import dev.backlot.model.Workflow;

/**
 * A workflow that was read and checked.
 *
 * @param programs its compiled expressions
 * @param source the file's text as it was read
 */
public record Definition(Workflow workflow, Programs programs, String source) {}

/**
 * Workflow files: reads YAML or JSON text into a checked {@link dev.backlot.model.Workflow} with
 * its compiled expressions, or answers with every problem at once; and checks a run's inputs.
 *
 * <p>For surfaces, the command line and the runtime. The only room that knows YAML. A user's
 * mistake is a {@link dev.backlot.definition.Problem}, never an exception. Readers and checks hold
 * no state between calls and may be used by many threads.
 */
@NullMarked
package dev.backlot.definition;

import org.jspecify.annotations.NullMarked;

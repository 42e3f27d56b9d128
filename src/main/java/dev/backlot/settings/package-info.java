/**
 * Files that operators write: who may be called for money, which models there are. YAML, read
 * strictly, every mistake with its line and field.
 *
 * <p>For rooms that have such a file; what the fields mean is theirs. Holds no state.
 */
@NullMarked
package dev.backlot.settings;

import org.jspecify.annotations.NullMarked;

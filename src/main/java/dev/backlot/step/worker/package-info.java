/**
 * Steps done in processes of their own, so that a file which kills a decoder kills no server. Both
 * sides of the pipe between them stand here.
 *
 * <p>Never here: what a step does.
 */
@NullMarked
package dev.backlot.step.worker;

import org.jspecify.annotations.NullMarked;

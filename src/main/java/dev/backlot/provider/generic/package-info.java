/**
 * Any HTTP API of jobs, spoken with as the providers file describes it.
 *
 * <p>Never here: what a certain provider does.
 */
@NullMarked
package dev.backlot.provider.generic;

import org.jspecify.annotations.NullMarked;

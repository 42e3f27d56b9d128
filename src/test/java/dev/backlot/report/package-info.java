/** Tests of what a batch leaves. */
@NullMarked
package dev.backlot.report;

import org.jspecify.annotations.NullMarked;

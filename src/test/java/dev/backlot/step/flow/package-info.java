@NullMarked
package dev.backlot.step.flow;

import org.jspecify.annotations.NullMarked;

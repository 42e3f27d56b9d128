@NullMarked
package dev.backlot.step.worker;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.backlot.runtime;

import org.jspecify.annotations.NullMarked;

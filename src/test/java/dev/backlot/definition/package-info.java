@NullMarked
package dev.backlot.definition;

import org.jspecify.annotations.NullMarked;

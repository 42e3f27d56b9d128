@NullMarked
package dev.backlot.engine;

import org.jspecify.annotations.NullMarked;

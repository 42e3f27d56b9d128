@NullMarked
package dev.backlot.crash;

import org.jspecify.annotations.NullMarked;

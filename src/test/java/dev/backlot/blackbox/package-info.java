@NullMarked
package dev.backlot.blackbox;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.backlot.app;

import org.jspecify.annotations.NullMarked;

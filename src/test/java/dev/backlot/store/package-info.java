@NullMarked
package dev.backlot.store;

import org.jspecify.annotations.NullMarked;

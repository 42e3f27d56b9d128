@NullMarked
package dev.backlot.store.sqlite;

import org.jspecify.annotations.NullMarked;

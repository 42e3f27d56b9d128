/** Asset bytes in a local folder. Thread-safe. */
@NullMarked
package dev.backlot.store.blob;

import org.jspecify.annotations.NullMarked;

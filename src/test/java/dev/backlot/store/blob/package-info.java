@NullMarked
package dev.backlot.store.blob;

import org.jspecify.annotations.NullMarked;

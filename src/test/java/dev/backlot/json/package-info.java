@NullMarked
package dev.backlot.json;

import org.jspecify.annotations.NullMarked;

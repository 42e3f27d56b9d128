@NullMarked
package dev.backlot.provider.firefly;

import org.jspecify.annotations.NullMarked;

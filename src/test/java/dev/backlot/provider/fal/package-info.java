@NullMarked
package dev.backlot.provider.fal;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.backlot.provider.google;

import org.jspecify.annotations.NullMarked;

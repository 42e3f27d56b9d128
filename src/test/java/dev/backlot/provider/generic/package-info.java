@NullMarked
package dev.backlot.provider.generic;

import org.jspecify.annotations.NullMarked;

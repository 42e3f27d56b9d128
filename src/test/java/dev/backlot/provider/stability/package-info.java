@NullMarked
package dev.backlot.provider.stability;

import org.jspecify.annotations.NullMarked;

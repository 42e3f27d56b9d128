@NullMarked
package dev.backlot.media.credit;

import org.jspecify.annotations.NullMarked;

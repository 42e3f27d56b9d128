@NullMarked
package dev.backlot.expression;

import org.jspecify.annotations.NullMarked;

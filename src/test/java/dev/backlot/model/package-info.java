@NullMarked
package dev.backlot.model;

import org.jspecify.annotations.NullMarked;

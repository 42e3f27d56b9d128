@NullMarked
package dev.backlot.http;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.backlot.attest;

import org.jspecify.annotations.NullMarked;

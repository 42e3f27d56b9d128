/** What goes over the wire, in every dialect, tried on the whole server from outside. */
@org.jspecify.annotations.NullMarked
package dev.backlot.wire;

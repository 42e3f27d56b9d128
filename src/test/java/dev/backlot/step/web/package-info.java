/** Tests of what steps have in common that speak to the outside world. */
@NullMarked
package dev.backlot.step.web;

import org.jspecify.annotations.NullMarked;

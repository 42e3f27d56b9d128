/**
 * What steps have in common that speak to the outside world: secrets by name, addresses that are
 * allowed, and nothing of a secret in what they tell. Stateless.
 */
@NullMarked
package dev.backlot.step.web;

import org.jspecify.annotations.NullMarked;

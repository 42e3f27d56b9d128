/**
 * Steps that let a provider work for money: each job is handed in once, whatever happens in
 * between. Stateless.
 */
@NullMarked
package dev.backlot.step.ai;

import org.jspecify.annotations.NullMarked;

/** The plan of the house, held as tests. */
@NullMarked
package dev.backlot.house;

import org.jspecify.annotations.NullMarked;

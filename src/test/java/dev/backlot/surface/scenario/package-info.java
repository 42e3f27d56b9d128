/** The Scenario dialect on a real server and a real runtime. */
@NullMarked
package dev.backlot.surface.scenario;

import org.jspecify.annotations.NullMarked;

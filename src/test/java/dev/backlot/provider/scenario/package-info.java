@NullMarked
package dev.backlot.provider.scenario;

import org.jspecify.annotations.NullMarked;

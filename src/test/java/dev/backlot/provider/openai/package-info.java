@NullMarked
package dev.backlot.provider.openai;

import org.jspecify.annotations.NullMarked;

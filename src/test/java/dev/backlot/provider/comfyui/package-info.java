@NullMarked
package dev.backlot.provider.comfyui;

import org.jspecify.annotations.NullMarked;

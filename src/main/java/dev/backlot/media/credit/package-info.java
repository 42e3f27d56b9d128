/**
 * What the file of a picture, a video or a sound says of where it comes from: the IPTC digital
 * source type in its XMP, and whether it carries content credentials (C2PA). Files are marked
 * without touching a pixel.
 *
 * <p>Never here: decisions about what must be marked.
 */
@NullMarked
package dev.backlot.media.credit;

import org.jspecify.annotations.NullMarked;

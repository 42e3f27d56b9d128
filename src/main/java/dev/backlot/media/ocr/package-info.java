/**
 * Reading the words in a picture: one network says where words are, another what a line says, and
 * plain arithmetic between them finds slanted boxes, cuts them out upright and puts them in order.
 *
 * <p>{@link dev.backlot.media.ocr.TextReader} is the only door; it is thread-safe and loads the
 * networks once, on first use. Steps may call it.
 */
@NullMarked
package dev.backlot.media.ocr;

import org.jspecify.annotations.NullMarked;

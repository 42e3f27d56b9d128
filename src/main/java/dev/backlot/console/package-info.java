/**
 * The console as files: the page that is built from {@code web/}, handed out under {@code /}, and
 * the link that signs in once. What the page shows it asks of {@code /v1} like any other client.
 */
@NullMarked
package dev.backlot.console;

import org.jspecify.annotations.NullMarked;

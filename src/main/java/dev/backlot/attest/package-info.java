/**
 * Signed statements of how a file was made: in-toto statements in DSSE envelopes, signed with
 * Ed25519.
 *
 * <p>Never here: what is stated.
 */
@NullMarked
package dev.backlot.attest;

import org.jspecify.annotations.NullMarked;

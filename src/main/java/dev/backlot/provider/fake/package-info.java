/**
 * A provider that costs nothing: a real HTTP server that speaks Replicate's and OpenAI's formats,
 * draws pictures that nobody takes for real, misbehaves on request, and keeps a ledger of what it
 * was asked. For trying workflows out, and for tests.
 */
@NullMarked
package dev.backlot.provider.fake;

import org.jspecify.annotations.NullMarked;

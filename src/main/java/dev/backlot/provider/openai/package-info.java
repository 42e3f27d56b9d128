/**
 * Whoever speaks OpenAI's HTTP format: OpenAI, and gateways and servers such as Ollama and vLLM.
 */
@NullMarked
package dev.backlot.provider.openai;

import org.jspecify.annotations.NullMarked;

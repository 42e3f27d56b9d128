package dev.backlot.runtime;

import dev.backlot.store.MemoKey;
import java.util.Map;

/**
 * What went into an attempt, to find its result again and to say why another was not found.
 *
 * @param parts what the key was made of, each as a short hash
 * @param place workflow, step and item
 * @param remembered whether the result goes into the memo
 */
record StepKey(MemoKey key, Map<String, String> parts, String place, boolean remembered) {}

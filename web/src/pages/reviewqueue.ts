import type {Batch, Gate} from '../api'
import {gateId} from '../gate'

/** The text of an editor is tried under such a name. */
const TRIAL = '~'

export const isTrial = (batch: Pick<Batch, 'workflow'> | undefined) => !!batch?.workflow.startsWith(TRIAL)
export const workflowOf = (batch: Pick<Batch, 'workflow'>) => (isTrial(batch) ? batch.workflow.slice(TRIAL.length) : batch.workflow)

/** The order in which they are seen: as they come, with trials of the editor behind all that is work. */
export function queued<T extends Pick<Gate, 'batch'>>(gates: readonly T[], batches: ReadonlyMap<string, Pick<Batch, 'workflow'>>): T[] {
  const trial = (gate: T) => isTrial(batches.get(gate.batch))
  return [...gates.filter(gate => !trial(gate)), ...gates.filter(trial)]
}

type Named = Pick<Gate, 'run' | 'step'>
type Wanted = {run: string | null; step: string | null}
/** What was looked at last, and at which place of the open ones. */
export type Seen<T> = {gate: T; at: number}

const isOf = (gate: Named, {run, step}: Wanted) => gate.run === run && (!step || gate.step === step)

/**
 * Which of the open ones is looked at: the wanted one, or the one that was, so that nothing moves under a hand, or what is at its place by
 * now, or the first. Where that one is decided by now it is the next one behind it: an address that follows a moment later must not let a
 * key meet another picture.
 */
export function placeOf<T extends Named>(all: readonly T[], isOpen: (gate: T) => boolean, wanted: Wanted, before: Seen<Named> | undefined): number {
  const asked = wanted.run ? all.findIndex(gate => isOf(gate, wanted)) : -1
  const at = asked >= 0 || !before ? asked : all.findIndex(gate => isOf(gate, before.gate))
  const open = all.filter(isOpen).length
  const passed = at >= 0 ? all.slice(0, at).filter(isOpen).length : (before?.at ?? 0)
  return Math.min(passed, Math.max(0, open - 1))
}

/**
 * The picture that is looked at and waits no longer, by somebody else's decision or since its batch has ended: it stays until one moves on
 * by hand, so that no key meets another one in its place.
 */
export function takenAway<T extends Named & Pick<Gate, 'round'>>(all: readonly T[], isOpen: (gate: T) => boolean, wanted: Wanted, before: Seen<T> | undefined): T | undefined {
  const isElsewhere = !!before && !isOf(before.gate, wanted) && all.some(gate => isOf(gate, wanted) && isOpen(gate))
  if (!before || !isOpen(before.gate) || isElsewhere) return undefined
  return all.some(gate => gateId(gate) === gateId(before.gate)) ? undefined : before.gate
}

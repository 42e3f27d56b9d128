import type {Batch, Gate} from '../api'

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

/**
 * Which of the open ones is looked at: the wanted one, or the one that was, so that nothing moves under a hand, or the first. Where that
 * one is decided by now it is the next one behind it: an address that follows a moment later must not let a key meet another picture.
 */
export function placeOf<T extends Named>(all: readonly T[], isOpen: (gate: T) => boolean, wanted: {run: string | null; step: string | null}, before: Named | undefined): number {
  const find = (run: string, step?: string | null) => all.findIndex(gate => gate.run === run && (!step || gate.step === step))
  const asked = wanted.run ? find(wanted.run, wanted.step) : -1
  const at = Math.max(0, asked >= 0 || !before ? asked : find(before.run, before.step))
  const passed = all.slice(0, at).filter(isOpen).length
  const left = all.slice(at).some(isOpen)
  return left ? passed : Math.max(0, passed - 1)
}

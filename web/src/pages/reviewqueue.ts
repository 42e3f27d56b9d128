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

/** The one that is looked at: the wanted one, or the one that was, or the first, so that nothing moves under a hand. */
export function placeOf(open: readonly Pick<Gate, 'run' | 'step'>[], wanted: {run: string | null; step: string | null}, before: {run: string; step: string} | undefined): number {
  const find = (run: string, step?: string | null) => open.findIndex(gate => gate.run === run && (!step || gate.step === step))
  const asked = wanted.run ? find(wanted.run, wanted.step) : -1
  return Math.max(0, asked >= 0 || !before ? asked : find(before.run, before.step))
}

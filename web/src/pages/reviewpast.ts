import type {Gate} from '../api'

/** What was shown at a gate before, and what people said to it. */
export type Version = {round: number; candidates: unknown[]; votes: {by: string; decision: string; note: string}[]}
export type Told = {run?: string; step?: string; event: string; [more: string]: unknown}

/** The versions of one gate that its batch's events tell of, the first one first. */
export function versionsOf(events: readonly Told[], gate: Pick<Gate, 'run' | 'step'>): Version[] {
  const versions: Version[] = []
  for (const one of events) {
    if (one.run !== gate.run || one.step !== gate.step) continue
    if (one.event === 'gate_opened') {
      const question = one['question'] as {candidates?: unknown[]} | undefined
      versions.push({round: Number(one['round'] ?? versions.length + 1), candidates: question?.candidates ?? [], votes: []})
    }
    if (one.event === 'gate_voted') {
      const said = one['decision'] as {verdict?: string; note?: string} | undefined
      versions.at(-1)?.votes.push({by: String(one['by'] ?? ''), decision: said?.verdict ?? '', note: said?.note ?? ''})
    }
  }
  return versions
}

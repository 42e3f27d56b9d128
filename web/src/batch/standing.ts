import type {Batch} from '../api'

/** Whether nothing but people is waited for: how long they take, nobody can tell. */
export const onlyPeople = (counts: Pick<Batch['counts'], 'waiting' | 'running' | 'pending'>) => counts.waiting > 0 && counts.running + counts.pending === 0

/** The batches of what was decided, the latest first, each once. */
export const batchesOf = (gates: Iterable<{batch: string}>) => [...new Set([...gates].map(gate => gate.batch).reverse())]

/** Which samples are worth showing: those whose workflow is not there, or is as it came. */
export const offered = <T extends {name: string; source: string}>(samples: readonly T[], sources: ReadonlyMap<string, string | undefined>) =>
  samples.filter(sample => !sources.has(sample.name) || sources.get(sample.name) === sample.source)

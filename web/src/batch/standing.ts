import type {Batch, Run} from '../api'
import {batch as say} from '../words/batch'

/** Whether nothing but people is waited for: how long they take, nobody can tell. */
export const onlyPeople = (counts: Pick<Batch['counts'], 'waiting' | 'running' | 'pending'>) => counts.waiting > 0 && counts.running + counts.pending === 0

/** A batch's state in a word: one that is running may have nothing left but people to wait for. */
export const standingOf = (batch: Pick<Batch, 'status' | 'counts'>): {of: string; label?: string} =>
  batch.status === 'running' && onlyPeople(batch.counts) ? {of: 'waiting', label: say.waitingForPeople} : {of: batch.status}

type Why = {rejected?: true | undefined}

/** Whether this is a person's no at a gate. */
export const isRejection = (why: Why) => why.rejected === true

/** The groups of failures that are people's rejections: to do these again mends nothing. */
export const rejections = <T extends Why>(groups: readonly T[]) => groups.filter(isRejection)

/** How an item stands in a word: what somebody said no to did not break. */
export const stateOf = ({status, failure}: {status: Run['status']; failure?: Why | undefined}) => (status === 'failed' && failure && isRejection(failure) ? 'rejected' : status)

export type Counts = Batch['counts'] & {rejected?: number}

/** The same items, with those that people rejected told apart from those that broke. */
export const apart = (counts: Batch['counts'], rejected = 0): Counts => ({...counts, failed: Math.max(0, counts.failed - rejected), rejected: Math.min(counts.failed, rejected)})

/** The name of a batch that takes up another: the same with a number, so that a list tells them apart. */
export function nameAgain(name: string, taken: readonly string[] = []): string {
  const [, base, number] = /^(.*) \((\d+)\)$/.exec(name) ?? [name, name, '1']
  let at = Number(number) + 1
  while (taken.includes(`${base} (${at})`)) at++
  return `${base!.slice(0, 190)} (${at})`
}

/** The batches of what was decided, the latest first, each once. */
export const batchesOf = (gates: Iterable<{batch: string}>) => [...new Set([...gates].map(gate => gate.batch).reverse())]

/** Which samples are worth showing: those whose workflow is not there, or is as it came. */
export const offered = <T extends {name: string; source: string}>(samples: readonly T[], sources: ReadonlyMap<string, string | undefined>) =>
  samples.filter(sample => !sources.has(sample.name) || sources.get(sample.name) === sample.source)

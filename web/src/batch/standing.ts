import type {Batch} from '../api'
import {batch as say} from '../words/batch'

/** Whether nothing but people is waited for: how long they take, nobody can tell. */
export const onlyPeople = (counts: Pick<Batch['counts'], 'waiting' | 'running' | 'pending'>) => counts.waiting > 0 && counts.running + counts.pending === 0

type Standing = Pick<Batch, 'counts' | 'rejected'>

/** A batch's state in a word: one that is running may have nothing left but people to wait for, and in one that failed nothing may have broken. */
export function standingOf(batch: Standing & Pick<Batch, 'status'>): {of: string; label?: string} {
  if (batch.status === 'running' && onlyPeople(batch.counts)) return {of: 'waiting', label: say.waitingForPeople}
  const {failed, rejected} = apart(batch)
  return batch.status === 'failed' && failed === 0 && rejected > 0 ? {of: 'rejected', label: say.rejected(rejected)} : {of: batch.status}
}

type Why = {rejected?: true | undefined}

/** Whether this is a person's no at a gate. */
export const isRejection = (why: Why) => why.rejected === true

/** The groups of failures that are people's rejections: to do these again mends nothing. */
export const rejections = <T extends Why>(groups: readonly T[]) => groups.filter(isRejection)

/** How an item, or a step of it, stands in a word: what somebody said no to did not break. */
export const stateOf = <S extends string>({status, failure}: {status: S; failure?: Why | undefined}): S | 'rejected' => (status === 'failed' && failure && isRejection(failure) ? 'rejected' : status)

export type Counts = Batch['counts'] & {rejected: number}

/** How the items of a batch stand, with those that people rejected told apart from those that broke. */
export const apart = ({counts, rejected}: Standing): Counts => ({...counts, failed: counts.failed - rejected, rejected})

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

import type {Batch} from '../api'
import {batch as say} from '../words/batch'

/** Whether nothing but people is waited for: how long they take, nobody can tell. */
export const onlyPeople = (counts: Pick<Batch['counts'], 'waiting' | 'running' | 'pending'>) => counts.waiting > 0 && counts.running + counts.pending === 0

type Standing = Pick<Batch, 'counts' | 'rejected' | 'acknowledged'>

/** Whether somebody said that nothing more is to be done about all that has failed by now. */
export const isLeft = ({counts, acknowledged}: Pick<Batch, 'counts' | 'acknowledged'>) => !!acknowledged && counts.failed <= acknowledged.failed

/** A batch's state in a word: one that is running may have nothing left but people to wait for, and in one that failed nothing may have broken. */
export function standingOf(batch: Standing & Pick<Batch, 'status'>): {of: string; label?: string} {
  if (batch.status === 'running' && onlyPeople(batch.counts)) return {of: 'waiting', label: say.waitingForPeople}
  const {failed, rejected} = apart(batch)
  if (batch.status !== 'failed') return {of: batch.status}
  if (isLeft(batch) && batch.counts.succeeded > 0) return {of: 'mostly', label: say.doneLeft(batch.counts.failed)}
  if (failed === 0 && rejected > 0) return {of: 'rejected', label: say.rejected(rejected)}
  return failed + rejected > 0 && batch.counts.succeeded * 2 > batch.counts.total ? {of: 'mostly', label: say.doneBut(failed, rejected)} : {of: batch.status}
}

type Taking = Standing & Pick<Batch, 'id' | 'redrive_of'>

/** The batches among these that take up each of them. */
export function takenUp<T extends Taking>(batches: readonly T[]): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>()
  for (const one of batches) if (one.redrive_of) found.set(one.redrive_of, [...(found.get(one.redrive_of) ?? []), one])
  return found
}

/** How many failures of a batch nobody has mended, nor said that nothing is to be done about them: a later one that takes it up mends as many as it took, but for those that are not done in it either. */
export function openFailures<T extends Taking>(batch: T, by: ReadonlyMap<string, T[]>): number {
  if (isLeft(batch)) return 0
  const {failed} = apart(batch)
  const mended = (by.get(batch.id) ?? []).map(one => {
    const {total, succeeded, failed: again, rejected} = apart(one)
    const undone = total - succeeded - again - rejected + openFailures(one, by)
    return Math.max(0, Math.min(total, failed) - undone)
  })
  return Math.max(0, failed - mended.reduce((sum, one) => sum + one, 0))
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

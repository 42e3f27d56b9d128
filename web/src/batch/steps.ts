import type {BatchSteps} from '../api'
import type {State} from '../flow/states'
import {count, duration} from '../words'
import {batch as say} from '../words/batch'

export type Part = {state: string; count: number}
export type StepCounts = BatchSteps['items'][number]

/** From what is done to what is not; what ended well without being done again, and what somebody said no to, is told apart. */
const STATES = ['succeeded', 'failed', 'rejected', 'waiting', 'running', 'retrying', 'ready', 'skipped', 'cancelled', 'pending'] as const

export function partsOf({counts, rejected, reused}: Pick<StepCounts, 'counts' | 'rejected' | 'reused'>): Part[] {
  const told = {...counts, succeeded: counts.succeeded - reused, failed: counts.failed - rejected, rejected}
  const parts = STATES.map(state => ({state: state as string, count: told[state]}))
  parts.splice(1, 0, {state: 'reused', count: reused})
  return parts.filter(part => part.count > 0)
}

export const totalOf = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part.count, 0)

const OVER = ['succeeded', 'reused', 'failed', 'rejected', 'skipped']
/** What a step as a whole is told as: the first of these that any of its runs is. */
const LOUDEST = ['failed', 'waiting', 'running', 'retrying', 'ready', 'rejected']

export function stateOf(step: StepCounts): State {
  const parts = partsOf(step)
  const total = totalOf(parts)
  const over = parts.filter(part => OVER.includes(part.state)).reduce((sum, part) => sum + part.count, 0)
  const loud = LOUDEST.find(state => parts.some(part => part.state === state))
  const {failed, waiting, cancelled} = step.counts
  const {rejected} = step
  const more = [failed > rejected && say.stepFailed(failed - rejected), rejected > 0 && say.rejected(rejected), waiting > 0 && say.stepWaiting(waiting), cancelled > 0 && say.stepNotDone(cancelled)]
  return {
    status: loud ?? (over + cancelled < total ? 'pending' : over === 0 && cancelled > 0 ? 'cancelled' : 'succeeded'),
    parts,
    says: [`${count(over - failed)} of ${count(total)}`, ...more.filter(Boolean)].join(', '),
    ...(step.duration && {time: duration(step.duration.p50_ms)}),
    ...(step.latest && {picture: {asset: step.latest.asset}})
  }
}

export const statesOfBatch = (steps: readonly StepCounts[]): ReadonlyMap<string, State> => new Map(steps.map(step => [step.step, stateOf(step)]))

export type Span = {from: number; succeeded: number; failed: number; cost: number}

/** Every span from the first to the last, those in which nothing happened too. */
export function spansOf({every_ms, items}: BatchSteps['pace']): Span[] {
  const known = new Map(items.map(one => [Date.parse(one.from), one]))
  const [first, last] = [items[0], items.at(-1)].map(one => (one ? Date.parse(one.from) : undefined))
  if (first === undefined || last === undefined) return []
  return Array.from({length: Math.round((last - first) / every_ms) + 1}, (_, at) => {
    const from = first + at * every_ms
    const {succeeded = 0, failed = 0, cost = 0} = known.get(from) ?? {}
    return {from, succeeded, failed, cost}
  })
}

/** Round numbers up to the greatest, for the lines of a chart. */
export function marks(greatest: number, most = 4): number[] {
  if (!(greatest > 0)) return [0, 1]
  const rough = greatest / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(one => one * power).find(one => one >= rough)!
  return Array.from({length: Math.ceil(greatest / step - 1e-9) + 1}, (_, at) => Number((at * step).toPrecision(12)))
}

import type {Run, Step} from '../api'
import type {Headway} from '../headway'
import {stateOf as standing} from '../batch/standing'
import {type Media, pictures} from '../media'
import {duration} from '../words'
import {item as say} from '../words/item'

/** How a step stands in a run; within a loop all its iterations together. */
export type State = {
  status: string
  time?: string
  picture?: Media
  of?: string
  progress?: Headway
  /** Over all items of a batch: how many stand how, and that in words. */
  parts?: {state: string; count: number}[]
  says?: string
}

/** What is told of several: the first of these that any of them is. */
const WORST = ['failed', 'waiting', 'running', 'retrying', 'ready', 'rejected', 'pending', 'cancelled', 'succeeded', 'skipped']

/** The step of the file that a step of a run is: without the numbers of iterations. */
export const idOf = (step: string) =>
  step
    .split('.')
    .filter(part => !/^\d+$/.test(part))
    .join('.')

type Standing = Partial<Pick<Run, 'status'>>

/** A step as people are told: what stands behind a failure was never cancelled by anybody. */
export const saysOf = (run: Standing, status: string) => (status === 'cancelled' && run.status === 'failed' ? say.notReached : status)

export function statesOf(run: Pick<Run, 'steps'> & Standing): ReadonlyMap<string, State> {
  const groups = new Map<string, Step[]>()
  for (const step of run.steps ?? []) groups.set(idOf(step.step), [...(groups.get(idOf(step.step)) ?? []), step])
  return new Map(
    [...groups].map(([id, steps]) => {
      const state = stateOf(steps)
      const says = saysOf(run, state.status)
      return [id, says === state.status ? state : {...state, says}]
    })
  )
}

function stateOf(steps: Step[]): State {
  const status = WORST.find(one => steps.some(step => standing(step) === one)) ?? steps[0]!.status
  const took = steps.map(step => step.attempts.at(-1)?.duration_ms).filter(ms => ms !== undefined)
  const picture = steps.flatMap(step => pictures(step.outputs)).at(0)
  const alike = steps.filter(step => standing(step) === status).length
  const rounds = steps[0]!.iterations
  const done = rounds?.filter(one => one.status === 'succeeded').length
  const of = rounds ? `${done} of ${rounds.length}` : steps.length > 1 ? `${alike} of ${steps.length}` : steps[0]!.reused ? '(reused)' : undefined
  return {
    status,
    ...(took.length > 0 && {time: duration(took.reduce((sum, ms) => sum + ms, 0))}),
    ...(picture && {picture}),
    ...(of && {of}),
    ...(steps.length === 1 && steps[0]!.progress && {progress: steps[0]!.progress})
  }
}

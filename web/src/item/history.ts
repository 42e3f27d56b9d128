import type {Failure} from '../api'
import {cost, duration} from '../words'

/** An event of one run, as far as it is told here. */
export type Happened = {
  sequence: number
  event: string
  at: string
  step?: string
  attempt?: number
  provider?: string
  model?: string
  request?: string
  due_at?: string
  reason?: string
  note?: string
  by?: string
  round?: number
  fallback?: number
  reused?: boolean
  iteration?: number
  iterations?: unknown[]
  steps?: string[]
  cost_micros?: number
  outcome_unknown?: boolean
  decision?: {verdict?: string; note?: string}
  failure?: Failure
}

/** More events than this are no story that a person reads. */
export const EVENTS_MAX = 2_000

export type Span = {kind: 'wait' | 'attempt' | 'call' | 'gate'; from: number; to: number; says: string; status?: string; open?: boolean}
export type Line = {step: string; spans: Span[]}

const ENDS = ['step_succeeded', 'step_failed', 'retry_scheduled', 'fell_back', 'step_cancelled', 'step_put_back', 'steps_reset']
const ENDED: Record<string, string> = {step_succeeded: 'succeeded', step_cancelled: 'cancelled', step_put_back: 'cancelled', steps_reset: 'cancelled'}

/** What each step spent its time with, in the order in which they began. What goes on still reaches up to `now`. */
export function linesOf(events: readonly Happened[], now: number): Line[] {
  const lines = new Map<string, Span[]>()
  const open = new Map<string, Map<Span['kind'], {from: number; says: string}>>()
  const begin = (step: string, kind: Span['kind'], at: number, says: string) => {
    if (!lines.has(step)) lines.set(step, [])
    const mine = open.get(step) ?? new Map()
    open.set(step, mine.set(kind, {from: at, says}))
  }
  const end = (step: string, kind: Span['kind'], at: number, status?: string, goesOn = false) => {
    const begun = open.get(step)?.get(kind)
    if (!begun) return
    open.get(step)!.delete(kind)
    if (kind === 'wait' && at <= begun.from) return
    lines.get(step)!.push({kind, from: begun.from, to: at, says: `${begun.says} ${duration(at - begun.from)}`, ...(status && {status}), ...(goesOn && {open: true})})
  }
  for (const one of events) {
    const at = Date.parse(one.at)
    const {step, event} = one
    if (event === 'steps_reset') {
      for (const other of [step, ...(one.steps ?? [])]) if (other) for (const kind of ['gate', 'call', 'attempt'] as const) end(other, kind, at, 'cancelled')
      continue
    }
    if (!step) continue
    if (event === 'step_ready') begin(step, 'wait', at, 'waited for its turn')
    else if (event === 'step_started') {
      end(step, 'wait', at)
      begin(step, 'attempt', at, `attempt ${one.attempt}`)
    } else if (event === 'call_intended' || event === 'call_submitted') {
      if (!open.get(step)?.has('call')) begin(step, 'call', at, `call to ${one.provider ?? 'a provider'}${one.model ? `, ${one.model}` : ''}`)
    } else if (event === 'gate_opened') {
      end(step, 'wait', at)
      end(step, 'attempt', at, 'succeeded')
      begin(step, 'gate', at, 'waited for people')
    } else if (ENDS.includes(event)) {
      if (!lines.has(step)) lines.set(step, [])
      const status = ENDED[event] ?? 'failed'
      for (const kind of ['wait', 'call', 'attempt', 'gate'] as const) end(step, kind, at, status)
      if (one.reused) lines.get(step)!.push({kind: 'attempt', from: at, to: at, says: 'reused', status: 'reused'})
      if (event === 'retry_scheduled') begin(step, 'wait', at, 'waited to try again')
    }
  }
  for (const [step, left] of open) for (const kind of [...left.keys()]) end(step, kind, now, kind === 'gate' ? 'waiting' : 'running', true)
  for (const spans of lines.values()) spans.sort((one, two) => one.from - two.from)
  return [...lines].filter(([, spans]) => spans.length > 0).map(([step, spans]) => ({step, spans}))
}

/** An event in words. What is not known here keeps the name that the log gives it. */
export function told(one: Happened): string {
  const why = one.failure ? `: ${one.failure.message}` : ''
  const paid = one.cost_micros ? `, at a cost of ${cost(one.cost_micros / 1e6)}` : ''
  const unknown = one.outcome_unknown ? '; a call to a provider has no known end' : ''
  const attempt = one.attempt && one.attempt > 1 ? `Attempt ${one.attempt}` : 'It'
  const SAYS: Record<string, string> = {
    step_ready: one.attempt && one.attempt > 1 ? `Ready for attempt ${one.attempt}` : 'Ready: what it needs is there',
    step_started: `${attempt} started`,
    step_put_back: `${attempt} was put back and waits again`,
    step_succeeded: one.reused ? 'Reused what earlier work had made' : `${attempt} succeeded${paid}`,
    step_failed: `${attempt} failed${why}${paid}${unknown}`,
    retry_scheduled: `${attempt} failed${why}; it is tried again${one.due_at ? ` ${duration(Math.max(0, Date.parse(one.due_at) - Date.parse(one.at)))} later` : ''}${paid}${unknown}`,
    fell_back: `${attempt} failed${why}; fallback ${one.fallback ?? ''} takes its place${paid}${unknown}`,
    step_skipped: `Skipped: ${one.reason ?? ''}`,
    step_cancelled: `Cancelled${one.by ? ` by ${one.by}` : ''}${unknown}`,
    step_held: 'Held: it does not start until it is released',
    step_released: 'Released',
    call_intended: `Asks ${one.provider ?? 'a provider'}${one.model ? ` for ${one.model}` : ''}`,
    call_submitted: `The provider took it as ${one.request ?? 'a request'}`,
    loop_started: `Goes over ${one.iterations?.length ?? 0}`,
    iteration_started: `Iteration ${(one.iteration ?? 0) + 1} started`,
    iteration_succeeded: `Iteration ${(one.iteration ?? 0) + 1} succeeded`,
    iteration_failed: `Iteration ${(one.iteration ?? 0) + 1} failed${why}`,
    gate_opened: one.round && one.round > 1 ? `Asks people, for the ${one.round}. time` : 'Asks people',
    gate_voted: `${one.by ?? 'Somebody'} decided: ${one.decision?.verdict ?? ''}${one.decision?.note ? ` (${one.decision.note})` : ''}`,
    gate_reminded: 'People were reminded',
    gate_expired: 'The time for a decision is over',
    steps_reset: `Asked for another version${one.note ? `: ${one.note}` : ''}`
  }
  return SAYS[one.event] ?? one.event.replaceAll('_', ' ')
}

import type {Failure} from '../api'
import {duration} from '../words'
import {item as say} from '../words/item'

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
    if (event === 'step_ready') begin(step, 'wait', at, say.waitedForTurn)
    else if (event === 'step_started') {
      end(step, 'wait', at)
      begin(step, 'attempt', at, `attempt ${one.attempt}`)
    } else if (event === 'call_intended' || event === 'call_submitted') {
      if (!open.get(step)?.has('call')) begin(step, 'call', at, say.callTo(one.provider, one.model))
    } else if (event === 'gate_opened') {
      end(step, 'wait', at)
      end(step, 'attempt', at, 'succeeded')
      begin(step, 'gate', at, say.waitedForPeople)
    } else if (ENDS.includes(event)) {
      if (!lines.has(step)) lines.set(step, [])
      const status = ENDED[event] ?? 'failed'
      for (const kind of ['wait', 'call', 'attempt', 'gate'] as const) end(step, kind, at, status)
      if (one.reused) lines.get(step)!.push({kind: 'attempt', from: at, to: at, says: 'reused', status: 'reused'})
      if (event === 'retry_scheduled') begin(step, 'wait', at, say.waitedToTryAgain)
    }
  }
  for (const [step, left] of open) for (const kind of [...left.keys()]) end(step, kind, now, kind === 'gate' ? 'waiting' : 'running', true)
  for (const spans of lines.values()) spans.sort((one, two) => one.from - two.from)
  return [...lines].filter(([, spans]) => spans.length > 0).map(([step, spans]) => ({step, spans}))
}

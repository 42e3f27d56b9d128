import type {Happened} from '../item/history'
import {cost, duration} from '.'

/** An event in words. What is not known here keeps the name that the log gives it. */
export function told(one: Happened): string {
  const why = one.failure ? `: ${one.failure.message}` : ''
  const paid = one.cost_micros ? `, at a cost of ${cost(one.cost_micros / 1e6)}` : ''
  const unknown = one.outcome_unknown ? '; a call to a provider has no known end' : ''
  const attempt = one.attempt && one.attempt > 1 ? `Attempt ${one.attempt}` : 'It'
  // who said no, and why, is told before it
  const failed = one.failure?.rejected ? 'was rejected' : `failed${why}`
  const SAYS: Record<string, string> = {
    step_ready: one.attempt && one.attempt > 1 ? `Ready for attempt ${one.attempt}` : 'Ready: what it needs is there',
    step_started: `${attempt} started`,
    step_put_back: `${attempt} was put back and waits again`,
    step_succeeded: one.reused ? 'Reused what earlier work had made' : `${attempt} succeeded${paid}`,
    step_failed: `${attempt} ${failed}${paid}${unknown}`,
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
    iteration_failed: `Iteration ${(one.iteration ?? 0) + 1} ${failed}`,
    gate_opened: one.round && one.round > 1 ? `Asks people, for the ${one.round}. time` : 'Asks people',
    gate_voted: `${one.by ?? 'Somebody'} decided: ${one.decision?.verdict ?? ''}${one.decision?.note ? ` (${one.decision.note})` : ''}`,
    gate_reminded: 'People were reminded',
    gate_expired: 'The time for a decision is over',
    steps_reset: `Asked for another version${one.note ? `: ${one.note}` : ''}`
  }
  return SAYS[one.event] ?? one.event.replaceAll('_', ' ')
}

import {describe, expect, it} from 'vitest'
import {told} from '../words/history'
import {type Happened, linesOf} from './history'

const START = Date.parse('2026-01-01T00:00:00Z')
const event = (ms: number, kind: string, more: Partial<Happened> = {}): Happened => ({sequence: ms, event: kind, at: new Date(START + ms).toISOString(), step: 'paint', ...more})
const spans = (events: Happened[], now = 9000) => linesOf(events, START + now).map(line => line.spans.map(one => [one.kind, one.from - START, one.to - START, one.status]))

describe('an event in words', () => {
  it('tells what somebody said no to from what broke', () => {
    const why = {kind: 'refused', message: 'rejected: too dark'} as const
    expect(told(event(0, 'step_failed', {failure: {...why, rejected: true}}))).toBe('It was rejected')
    expect(told(event(0, 'step_failed', {failure: why}))).toBe('It failed: rejected: too dark')
  })
})

describe('the times of a step', () => {
  it('are its wait, its attempts and the calls within them', () => {
    expect(
      spans([
        event(0, 'step_ready', {attempt: 1}),
        event(100, 'step_started', {attempt: 1}),
        event(150, 'call_intended', {attempt: 1, provider: 'fake'}),
        event(160, 'call_submitted', {attempt: 1, request: 'r'}),
        event(900, 'retry_scheduled', {attempt: 1}),
        event(1900, 'step_ready', {attempt: 2}),
        event(1900, 'step_started', {attempt: 2}),
        event(2500, 'step_succeeded', {attempt: 2})
      ])
    ).toEqual([
      [
        ['wait', 0, 100, undefined],
        ['attempt', 100, 900, 'failed'],
        ['call', 150, 900, 'failed'],
        ['attempt', 1900, 2500, 'succeeded']
      ]
    ])
  })
  it('are what people took, again after another version was asked for', () => {
    const line = spans([event(0, 'gate_opened', {step: 'review', round: 1}), event(500, 'steps_reset', {step: 'review', steps: ['paint']}), event(800, 'gate_opened', {step: 'review', round: 2})], 1000)
    expect(line).toEqual([[['gate', 0, 500, 'cancelled'], ['gate', 800, 1000, 'waiting']]])
  })
  it('go on up to now while they go on, and are a moment where earlier work is taken', () => {
    expect(spans([event(0, 'step_started', {attempt: 1})], 70)).toEqual([[['attempt', 0, 70, 'running']]])
    expect(spans([event(5, 'step_succeeded', {reused: true})])).toEqual([[['attempt', 5, 5, 'reused']]])
  })
})

it('events are told in words, those that nobody knows by their name', () => {
  expect(told(event(0, 'retry_scheduled', {attempt: 1, failure: {kind: 'transient', message: 'it is busy'}, due_at: event(2000, '').at}))).toBe('It failed: it is busy; it is tried again 2 s later')
  expect(told(event(0, 'step_succeeded', {attempt: 2, cost_micros: 40000}))).toBe('Attempt 2 succeeded, at a cost of 0.04')
  expect(told(event(0, 'gate_voted', {by: 'ann', decision: {verdict: 'reject', note: 'too dark'}}))).toBe('ann decided: reject (too dark)')
  expect(told(event(0, 'step_blessed'))).toBe('step blessed')
})

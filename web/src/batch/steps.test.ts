import {describe, expect, it} from 'vitest'
import {marks, partsOf, spansOf, stateOf, type StepCounts} from './steps'

const NONE = {pending: 0, ready: 0, running: 0, retrying: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, waiting: 0}
const step = (counts: Partial<typeof NONE>, more: Partial<StepCounts> = {}): StepCounts => ({
  step: 'scale',
  counts: {...NONE, ...counts},
  rejected: 0,
  reused: 0,
  attempts: 0,
  cost: 0,
  waited_ms: 0,
  ...more
})

describe('the steps of a batch', () => {
  it('tell what was reused apart from what was done', () => {
    expect(partsOf(step({succeeded: 5, pending: 2}, {reused: 3}))).toEqual([
      {state: 'succeeded', count: 2},
      {state: 'reused', count: 3},
      {state: 'pending', count: 2}
    ])
  })
  it('tell what somebody said no to apart from what broke', () => {
    expect(partsOf(step({succeeded: 5, failed: 3}, {rejected: 2}))).toEqual([
      {state: 'succeeded', count: 5},
      {state: 'failed', count: 1},
      {state: 'rejected', count: 2}
    ])
    expect(stateOf(step({succeeded: 5, failed: 3}, {rejected: 2}))).toMatchObject({status: 'failed', says: '5 of 8, 1 failed, 2 rejected'})
    expect(stateOf(step({succeeded: 5, failed: 3}, {rejected: 3}))).toMatchObject({status: 'rejected', says: '5 of 8, 3 rejected'})
    expect(stateOf(step({failed: 3, waiting: 1}, {rejected: 3})).status).toBe('waiting')
  })
  it('are told as what people have to look at first', () => {
    expect(stateOf(step({succeeded: 90, failed: 1, running: 4, pending: 5}))).toMatchObject({status: 'failed', says: '90 of 100, 1 failed'})
    expect(stateOf(step({succeeded: 7, waiting: 3}))).toMatchObject({status: 'waiting', says: '7 of 10, 3 waiting'})
    expect(stateOf(step({succeeded: 10})).status).toBe('succeeded')
    expect(stateOf(step({succeeded: 8, cancelled: 2}))).toMatchObject({status: 'succeeded', says: '8 of 10, 2 not done'})
    expect(stateOf(step({cancelled: 2}))).toMatchObject({status: 'cancelled', says: '0 of 2, 2 not done'})
    expect(stateOf(step({succeeded: 3, pending: 1})).status).toBe('pending')
  })
})

describe('the charts of a batch', () => {
  it('show spans in which nothing happened', () => {
    const at = (second: number) => new Date(second * 1000).toISOString()
    const spans = spansOf({every_ms: 2000, items: [{from: at(10), succeeded: 3, failed: 0, cost: 0.5}, {from: at(16), succeeded: 1, failed: 2, cost: 0}]})
    expect(spans.map(one => [one.from / 1000, one.succeeded, one.failed])).toEqual([[10, 3, 0], [12, 0, 0], [14, 0, 0], [16, 1, 2]])
    expect(spansOf({every_ms: 1000, items: []})).toEqual([])
  })
  it('have lines at round numbers that hold the greatest', () => {
    expect(marks(37)).toEqual([0, 10, 20, 30, 40])
    expect(marks(0.3)).toEqual([0, 0.1, 0.2, 0.3])
    expect(marks(0)).toEqual([0, 1])
  })
})

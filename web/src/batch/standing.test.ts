import {describe, expect, it} from 'vitest'
import {apart, batchesOf, nameAgain, offered, onlyPeople, rejections, standingOf, stateOf} from './standing'

it('a batch waits for nothing but people once nothing runs and nothing is to start', () => {
  expect(onlyPeople({waiting: 3, running: 0, pending: 0})).toBe(true)
  expect(onlyPeople({waiting: 3, running: 1, pending: 0})).toBe(false)
  expect(onlyPeople({waiting: 3, running: 0, pending: 2})).toBe(false)
  expect(onlyPeople({waiting: 0, running: 0, pending: 0})).toBe(false)
})

it('a batch of which all that is left waits for people says so', () => {
  const counts = {total: 5, succeeded: 1, failed: 0, cancelled: 0, waiting: 4, running: 0, pending: 0}
  expect(standingOf({status: 'running', rejected: 0, counts})).toEqual({of: 'waiting', label: 'waiting for people'})
  expect(standingOf({status: 'running', rejected: 0, counts: {...counts, pending: 1}})).toEqual({of: 'running'})
  expect(standingOf({status: 'paused', rejected: 0, counts})).toEqual({of: 'paused'})
})

it('a batch in which nothing broke has not failed: it tells how many people rejected', () => {
  const counts = {total: 5, succeeded: 3, failed: 2, cancelled: 0, waiting: 0, running: 0, pending: 0}
  expect(standingOf({status: 'failed', rejected: 2, counts})).toEqual({of: 'rejected', label: '2 rejected'})
  expect(standingOf({status: 'failed', rejected: 1, counts})).toEqual({of: 'failed'})
  expect(standingOf({status: 'failed', rejected: 0, counts: {...counts, failed: 0}})).toEqual({of: 'failed'})
  expect(standingOf({status: 'cancelled', rejected: 2, counts})).toEqual({of: 'cancelled'})
})

it('what people rejected is told from what broke', () => {
  const no = {message: 'rejected: too dark', rejected: true as const}
  expect(rejections([no, {...no, rejected: undefined}])).toEqual([no])
})

it('an item that somebody said no to is rejected, and every other one as it stands', () => {
  expect(stateOf({status: 'failed', failure: {rejected: true}})).toBe('rejected')
  expect(stateOf({status: 'failed', failure: {}})).toBe('failed')
  expect(stateOf({status: 'succeeded'})).toBe('succeeded')
})

it('what was rejected is counted apart', () => {
  const counts = {total: 5, succeeded: 1, failed: 4, cancelled: 0, waiting: 0, running: 0, pending: 0}
  expect(apart({counts, rejected: 3})).toEqual({...counts, failed: 1, rejected: 3})
  expect(apart({counts, rejected: 0})).toEqual({...counts, rejected: 0})
})

it('a batch that takes up another has a name of its own', () => {
  expect(nameAgain('autumn')).toBe('autumn (2)')
  expect(nameAgain('autumn (9)')).toBe('autumn (10)')
  expect(nameAgain('autumn', ['autumn (3)', 'autumn (2)'])).toBe('autumn (4)')
  expect(nameAgain('x'.repeat(200)).length).toBeLessThanOrEqual(200)
})

it('what was decided leads to its batches, the latest first', () => {
  expect(batchesOf([{batch: 'a'}, {batch: 'b'}, {batch: 'a'}, {batch: 'c'}])).toEqual(['c', 'a', 'b'])
})

describe('a sample', () => {
  const samples = [
    {name: 'catalog', source: 'one'},
    {name: 'review', source: 'two'}
  ]
  it('is offered while its workflow is not there or as it came', () => {
    expect(offered(samples, new Map())).toEqual(samples)
    expect(offered(samples, new Map([['review', 'two']]))).toEqual(samples)
  })
  it('is no longer offered once its workflow was changed, nor before that is known', () => {
    expect(offered(samples, new Map([['review', 'three']]))).toEqual([samples[0]])
    expect(offered(samples, new Map([['review', undefined]]))).toEqual([samples[0]])
  })
})

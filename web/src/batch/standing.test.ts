import {describe, expect, it} from 'vitest'
import {apart, batchesOf, nameAgain, offered, onlyPeople, openFailures, rejections, standingOf, stateOf, takenUp} from './standing'

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
  expect(standingOf({status: 'failed', rejected: 1, counts: {...counts, succeeded: 2, failed: 3}})).toEqual({of: 'failed'})
  expect(standingOf({status: 'failed', rejected: 0, counts: {...counts, failed: 0}})).toEqual({of: 'failed'})
  expect(standingOf({status: 'cancelled', rejected: 2, counts})).toEqual({of: 'cancelled'})
})

it('a batch in which most went well is done, and tells what did not', () => {
  const counts = {total: 5, succeeded: 3, failed: 2, cancelled: 0, waiting: 0, running: 0, pending: 0}
  expect(standingOf({status: 'failed', rejected: 0, counts})).toEqual({of: 'mostly', label: 'done, 2 failed'})
  expect(standingOf({status: 'failed', rejected: 1, counts})).toEqual({of: 'mostly', label: 'done, 1 failed, 1 rejected'})
  expect(standingOf({status: 'failed', rejected: 0, counts: {...counts, succeeded: 2, failed: 3}})).toEqual({of: 'failed'})
})

describe('failures that a later batch takes up', () => {
  const over = {cancelled: 0, waiting: 0, running: 0, pending: 0}
  const made = (id: string, of: string | undefined, succeeded: number, failed: number, more = {}) => ({
    id,
    ...(of && {redrive_of: of}),
    rejected: 0,
    counts: {...over, total: succeeded + failed, succeeded, failed, ...more}
  })
  const open = (...all: ReturnType<typeof made>[]) => openFailures(all[0]!, takenUp(all))

  it('are mended once it has succeeded, and as many as it has', () => {
    const first = made('a', undefined, 10, 3)
    expect(open(first)).toBe(3)
    expect(open(first, made('b', 'a', 3, 0))).toBe(0)
    expect(open(first, made('b', 'a', 2, 1))).toBe(1)
    expect(open(first, made('b', 'a', 1, 0), made('c', 'a', 1, 0))).toBe(1)
    expect(open(first, made('b', 'a', 1, 0, {total: 3, running: 2}))).toBe(2)
  })
  it('are mended by what mends the later one too', () => {
    expect(open(made('a', undefined, 10, 3), made('b', 'a', 2, 1), made('c', 'b', 1, 0))).toBe(0)
  })
  it('are not, when all items were done again and as many failed', () => {
    expect(open(made('a', undefined, 10, 3), made('b', 'a', 10, 3))).toBe(3)
  })
})

describe('failures that somebody leaves as they are', () => {
  const counts = {total: 5, succeeded: 3, failed: 2, cancelled: 0, waiting: 0, running: 0, pending: 0}
  const left = (failed: number, more = {}) => ({id: 'a', status: 'failed' as const, rejected: 0, counts: {...counts, ...more}, acknowledged: {by: 'anna', at: '', note: '', failed}})
  it('wait for nobody, and what is over is done', () => {
    expect(openFailures(left(2), new Map())).toBe(0)
    expect(standingOf(left(2))).toEqual({of: 'mostly', label: 'done, 2 left as they are'})
    expect(standingOf(left(5, {succeeded: 0, failed: 5}))).toEqual({of: 'failed'})
  })
  it('wait again once another one fails', () => {
    expect(openFailures(left(1), new Map())).toBe(2)
    expect(standingOf(left(1)).label).toBe('done, 2 failed')
  })
  it('wait no more in the batch that a later one took up', () => {
    const first = {id: '0', rejected: 0, counts: {...counts, total: 9, failed: 5, succeeded: 4}}
    expect(openFailures(first, takenUp([first, {...left(2), redrive_of: '0'}]))).toBe(0)
  })
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

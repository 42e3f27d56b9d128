import {describe, expect, it} from 'vitest'
import {batchesOf, offered, onlyPeople} from './standing'

it('a batch waits for nothing but people once nothing runs and nothing is to start', () => {
  expect(onlyPeople({waiting: 3, running: 0, pending: 0})).toBe(true)
  expect(onlyPeople({waiting: 3, running: 1, pending: 0})).toBe(false)
  expect(onlyPeople({waiting: 3, running: 0, pending: 2})).toBe(false)
  expect(onlyPeople({waiting: 0, running: 0, pending: 0})).toBe(false)
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

import {expect, it} from 'vitest'
import {firstWaiting} from './firstwaiting'

it('gates are asked for once for each page of items that is seen, wherever in it one looks', () => {
  const runs = Array.from({length: 300}, (_, at) => ({id: `run-${at + 1}`, item: at + 1, status: at % 3 === 1 ? ('waiting' as const) : ('succeeded' as const)}))
  const from = (first: number, last: number) => firstWaiting(runs, runs.slice(first, last)).map(run => run.item)
  expect(from(0, 20)).toEqual([2])
  expect(from(60, 80)).toEqual([2])
  expect(from(90, 120)).toEqual([2, 101])
  expect(firstWaiting(runs, runs.slice(0, 1))).toEqual([])
})

import {expect, it} from 'vitest'
import {holds, said} from './ranges'

it('numbers are said as ranges, each once', () => {
  expect(said([3, 1, 2, 25, 2])).toEqual(['1-3', '25'])
  expect(said([])).toEqual([])
})

it('what was said holds the same numbers and no other', () => {
  const is = holds(said([1, 2, 3, 25]).join(','))
  expect([0, 1, 2, 3, 4, 24, 25, 26].filter(is)).toEqual([1, 2, 3, 25])
})

it('what is none of ours holds nothing', () => {
  for (const text of ['', 'a', '5-', '-5', '99999999999', '0x10', '1-2-3']) expect([0, 1, 2, 5, 16].some(holds(text)), text).toBe(false)
})

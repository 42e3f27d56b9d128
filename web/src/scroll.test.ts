import {expect, it} from 'vitest'
import {Places} from './scroll'

it('each entry of the history keeps how far down it was looked at', () => {
  const places = new Places(null)
  places.put('one', 4200.4)
  places.put('two', 7)
  const again = new Places(places.text())
  expect([again.of('one'), again.of('two'), again.of('three')]).toEqual([4200, 7, 0])
})

it('only so many are kept, the ones seen last', () => {
  const places = new Places(null)
  places.put('first', 1)
  for (let at = 0; at < 99; at++) places.put(`later ${at}`, 1)
  places.put('first', 2)
  places.put('one more', 1)
  expect([places.of('first'), places.of('later 0'), places.of('later 1')]).toEqual([2, 0, 1])
})

it('what is no list of places is none', () => {
  for (const text of ['', '{', '{}', '[1,"two",[3,4],["five","six"]]']) expect(new Places(text).text()).toBe('[]')
})

import {expect, it} from 'vitest'
import {after, isShown, withShown} from './opened'

it('a panel is open as the address says, and else as it usually is', () => {
  expect(isShown('log:shop,runs/why', 'log:shop')).toBe(true)
  expect(isShown('log:shop', 'log')).toBe(false)
  expect(isShown(null, 'step:shop', true)).toBe(true)
  expect(isShown('-step:shop', 'step:shop', true)).toBe(false)
})

it('what is as usual needs no word in the address', () => {
  expect(withShown(null, 'log:shop', true)).toBe('log:shop')
  expect(withShown('a,log:shop', 'log:shop', false)).toBe('a')
  expect(withShown('a', 'step:shop', false, true)).toBe('a,-step:shop')
  expect(withShown('a,-step:shop', 'step:shop', true, true)).toBe('a')
})

it('a name with a comma stays one name', () => {
  expect(isShown(withShown('a', 'log:one,two', true), 'log:one,two')).toBe(true)
})

it('what is none of ours opens nothing', () => {
  expect(after('only', 'only:7')).toBe('7')
  expect(after('only', 'onlyx')).toBeUndefined()
  expect(after('only', undefined)).toBeUndefined()
  expect(isShown(',,-,%', 'log')).toBe(false)
})

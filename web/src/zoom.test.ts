import {describe, expect, it} from 'vitest'
import {closer, further, said, toggled, turned, written, zoomOf} from './zoom'

describe('a picture that is larger than its place', () => {
  it('goes closer level by level, and back until it fits', () => {
    expect(closer('fit', 0.4)).toBe(0.5)
    expect(closer(0.5, 0.4)).toBe(1)
    expect(closer(8, 0.4)).toBe(8)
    expect(further(1, 0.4)).toBe(0.5)
    expect(further(0.5, 0.4)).toBe('fit')
    expect(further('fit', 0.4)).toBe('fit')
  })
  it('is seen in its true size by a double-click, and whole by the next', () => {
    expect(toggled('fit', 0.4)).toBe(1)
    expect(toggled(1, 0.4)).toBe('fit')
  })
  it('follows a wheel, and never goes further than whole nor closer than eight times', () => {
    expect(turned('fit', 0.4, -200)).toBeCloseTo(0.4 * Math.E)
    expect(turned(0.5, 0.4, 1000)).toBe('fit')
    expect(turned(7, 0.4, -1000)).toBe(8)
  })
})

describe('a picture that is smaller than its place', () => {
  it('is enlarged to fit, and goes out to its true size and in again', () => {
    expect(further('fit', 2.5)).toBe(2)
    expect(further(2, 2.5)).toBe(1)
    expect(further(1, 2.5)).toBe(1)
    expect(closer('fit', 2.5)).toBe(4)
    expect(closer(1, 2.5)).toBe(2)
    expect(toggled('fit', 2.5)).toBe(4)
  })
})

it('is said as what it is', () => {
  expect(said('fit')).toBe('fit')
  expect(said(1)).toBe('100 %')
})

it('stands in an address as a number, and what is none there is the whole picture', () => {
  expect(zoomOf(written(1.28402541))).toBe(1.284)
  expect(written('fit')).toBeUndefined()
  for (const text of [undefined, '', 'near', '-2', '0']) expect(zoomOf(text)).toBe('fit')
  expect(zoomOf('1000')).toBe(8)
})

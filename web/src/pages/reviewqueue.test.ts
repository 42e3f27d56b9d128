import {describe, expect, it} from 'vitest'
import {placeOf, queued, takenAway} from './reviewqueue'

const all = () => true
const gate = (run: string, batch = 'work', step = 'review') => ({run, batch, step, round: 1})
const seen = (run: string, at: number) => ({gate: gate(run), at})

describe('the queue of a review', () => {
  it('has trials of the editor behind all that is work', () => {
    const batches = new Map([
      ['try', {workflow: '~shop'}],
      ['work', {workflow: 'shop'}]
    ])
    const gates = [gate('a', 'try'), gate('b'), gate('c', 'unknown'), gate('d')]
    expect(queued(gates, batches).map(one => one.run)).toEqual(['b', 'c', 'd', 'a'])
  })

  it('stays at the picture that is looked at when others come before it', () => {
    const open = [gate('new'), gate('seen')]
    expect(placeOf(open, all, {run: null, step: null}, undefined)).toBe(0)
    expect(placeOf(open, all, {run: null, step: null}, seen('seen', 0))).toBe(1)
    expect(placeOf(open, all, {run: 'gone', step: null}, seen('seen', 0))).toBe(1)
    expect(placeOf([], all, {run: 'gone', step: null}, seen('seen', 0))).toBe(0)
  })

  it('goes on at the place of a picture that waits no longer', () => {
    const open = ['a', 'b', 'd'].map(run => gate(run))
    expect(placeOf(open, all, {run: 'c', step: 'review'}, seen('c', 2))).toBe(2)
    expect(placeOf(open, all, {run: 'e', step: 'review'}, seen('e', 4))).toBe(2)
    expect(placeOf([], all, {run: 'e', step: 'review'}, seen('e', 4))).toBe(0)
  })

  it('keeps a picture that is taken away until one moves on by hand', () => {
    const open = ['a', 'c'].map(run => gate(run))
    expect(takenAway(open, all, {run: 'b', step: 'review'}, seen('b', 1))).toEqual(gate('b'))
    expect(takenAway(open, all, {run: null, step: null}, seen('b', 1))).toEqual(gate('b'))
    expect(takenAway(open, all, {run: 'c', step: 'review'}, seen('b', 1))).toBeUndefined()
    expect(takenAway(open, all, {run: 'long-gone', step: 'review'}, seen('b', 1))).toEqual(gate('b'))
    expect(takenAway([], all, {run: 'b', step: 'review'}, seen('b', 1))).toEqual(gate('b'))
    expect(takenAway(open, all, {run: 'a', step: 'review'}, seen('a', 0))).toBeUndefined()
    expect(takenAway(open, () => false, {run: 'b', step: 'review'}, seen('b', 1)), 'by oneself').toBeUndefined()
    expect(takenAway(open, all, {run: 'b', step: 'review'}, undefined)).toBeUndefined()
  })

  it('does not put a newer version in place of the one that is looked at', () => {
    const newer = {...gate('b'), round: 2}
    expect(takenAway([gate('a'), newer], all, {run: 'b', step: 'review'}, seen('b', 1))).toEqual(gate('b'))
  })

  it('goes on behind a picture that is decided, before the address has followed', () => {
    const queue = ['a', 'b', 'c', 'd'].map(run => gate(run))
    const but = (...decided: string[]) => (one: {run: string}) => !decided.includes(one.run)
    expect(placeOf(queue, but('b'), {run: 'b', step: 'review'}, seen('b', 1))).toBe(1)
    expect(placeOf(queue, but('b', 'c'), {run: 'b', step: 'review'}, seen('b', 1))).toBe(1)
    expect(placeOf(queue, but('b', 'd'), {run: 'd', step: 'review'}, seen('d', 1))).toBe(1)
    expect(placeOf(queue, but('a', 'b', 'c', 'd'), {run: 'd', step: 'review'}, seen('d', 1))).toBe(0)
  })

  it('tells two gates of one item apart', () => {
    const open = [gate('a', 'work', 'first'), gate('a', 'work', 'second')]
    expect(placeOf(open, all, {run: 'a', step: 'second'}, undefined)).toBe(1)
    expect(placeOf(open, all, {run: 'a', step: null}, undefined)).toBe(0)
  })
})

import {describe, expect, it} from 'vitest'
import {placeOf, queued} from './reviewqueue'

const all = () => true
const gate = (run: string, batch = 'work', step = 'review') => ({run, batch, step})

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
    expect(placeOf(open, all, {run: null, step: null}, gate('seen'))).toBe(1)
    expect(placeOf(open, all, {run: 'gone', step: null}, gate('seen'))).toBe(1)
    expect(placeOf([], all, {run: 'gone', step: null}, gate('seen'))).toBe(0)
  })

  it('goes on behind a picture that is decided, before the address has followed', () => {
    const queue = ['a', 'b', 'c', 'd'].map(run => gate(run))
    const but = (...decided: string[]) => (one: {run: string}) => !decided.includes(one.run)
    expect(placeOf(queue, but('b'), {run: 'b', step: 'review'}, gate('b'))).toBe(1)
    expect(placeOf(queue, but('b', 'c'), {run: 'b', step: 'review'}, gate('b'))).toBe(1)
    expect(placeOf(queue, but('b', 'd'), {run: 'd', step: 'review'}, gate('d'))).toBe(1)
    expect(placeOf(queue, but('a', 'b', 'c', 'd'), {run: 'd', step: 'review'}, gate('d'))).toBe(0)
  })

  it('tells two gates of one item apart', () => {
    const open = [gate('a', 'work', 'first'), gate('a', 'work', 'second')]
    expect(placeOf(open, all, {run: 'a', step: 'second'}, undefined)).toBe(1)
    expect(placeOf(open, all, {run: 'a', step: null}, undefined)).toBe(0)
  })
})

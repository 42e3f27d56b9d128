import {describe, expect, it} from 'vitest'
import {holds, sendAll, settled} from './outbox'

describe('what is held back', () => {
  it('is sent, and has arrived, before somebody leaves', async () => {
    const arrived: string[] = []
    const send = async (one: string) => {
      await Promise.resolve()
      arrived.push(one)
    }
    const forget = holds(() => void sendAll(['a', 'b', 'c'], send, 2, () => {}))
    expect(await settled()).toEqual([])
    expect(arrived).toEqual(['a', 'b', 'c'])
    forget()
    await settled()
    expect(arrived).toHaveLength(3)
  })
  it('is told when it is refused, and keeps nothing else from being sent', async () => {
    const arrived: number[] = []
    const send = async (one: number) => {
      if (one === 1) throw new Error('no longer open')
      arrived.push(one)
    }
    const told: unknown[] = []
    void sendAll([0, 1, 2], send, 1, one => told.push(one.what))
    const refused = await settled()
    expect(refused).toEqual([{what: 1, why: new Error('no longer open')}])
    expect(told).toEqual([1])
    expect(arrived).toEqual([0, 2])
  })
  it('is waited for only so long', async () => {
    let answer = () => {}
    void sendAll([0], () => new Promise<void>(resume => (answer = resume)), 1, () => {})
    expect(await settled(1)).toHaveLength(1)
    answer()
  })
})

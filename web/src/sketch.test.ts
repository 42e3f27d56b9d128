import {expect, it} from 'vitest'
import {standing} from './sketch'

it('what somebody rejected is drawn apart from what broke from the start', () => {
  const counts = {total: 6, succeeded: 2, failed: 3, pending: 1}
  expect(standing({name: 'a', counts, rejected: 2})).toEqual([['succeeded', 2], ['failed', 1], ['rejected', 2], ['pending', 1]])
  expect(standing({name: 'a', counts, rejected: 3})).toEqual([['succeeded', 2], ['rejected', 3], ['pending', 1]])
})

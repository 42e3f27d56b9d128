import {expect, it} from 'vitest'
import type {Step} from '../api'
import {statesOf} from './states'

const step = (name: string, status: Step['status'], failure?: Step['failure']): Step => ({step: name, status, attempt: 1, reused: false, outputs: {}, attempts: [], ...(failure && {failure})})
const NO = {kind: 'refused', message: 'rejected: too dark', rejected: true} as const

it('a gate that somebody said no at is rejected, and what stands behind it was not reached', () => {
  const states = statesOf({status: 'failed', steps: [step('scale', 'succeeded'), step('look', 'failed', NO), step('publish', 'cancelled')]})
  expect([...states].map(([id, state]) => [id, state.status, state.says])).toEqual([
    ['scale', 'succeeded', undefined],
    ['look', 'rejected', undefined],
    ['publish', 'cancelled', 'not reached']
  ])
})

it('of a loop what broke is told before what was rejected', () => {
  const broken = step('each.1.look', 'failed', {kind: 'defect', message: 'no'})
  expect(statesOf({steps: [step('each.0.look', 'failed', NO), broken, step('each.2.look', 'succeeded')]}).get('each.look')).toMatchObject({status: 'failed', of: '1 of 3'})
  expect(statesOf({steps: [step('each.0.look', 'failed', NO), step('each.2.look', 'succeeded')]}).get('each.look')).toMatchObject({status: 'rejected', of: '1 of 2'})
})

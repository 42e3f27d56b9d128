import {describe, expect, it} from 'vitest'
import type {Step} from './api'
import {statesOf} from './flow/states'
import {lookAgain, says} from './headway'

const step = (name: string, status: Step['status'], more: Partial<Step> = {}): Step => ({step: name, status, attempt: 1, reused: false, outputs: {}, attempts: [], ...more})

describe('how far a step is', () => {
  it('is told as a percentage and in words', () => {
    expect(says({fraction: 0.4249, text: 'second 12 of 40'})).toBe('42 %, second 12 of 40')
    expect(says({fraction: 1})).toBe('100 %')
  })
  it('stands in the graph at the step that says so, and not where several stand for one', () => {
    const progress = {fraction: 0.4}
    const states = statesOf({steps: [step('cut', 'running', {progress}), step('each.0.tint', 'running', {progress}), step('each.1.tint', 'running')]})
    expect(states.get('cut')?.progress).toEqual(progress)
    expect(states.get('each.tint')?.progress).toBeUndefined()
  })
  it('is asked for again only while something runs, and less often of long runs', () => {
    expect(lookAgain(undefined)).toBeFalsy()
    expect(lookAgain({steps: [step('cut', 'succeeded'), step('join', 'ready')]})).toBeFalsy()
    expect(lookAgain({steps: [step('cut', 'running')]})).toBe(2_020)
    expect(lookAgain({steps: Array.from({length: 400}, (_, at) => step(`each.${at}.tint`, 'running'))})).toBe(10_000)
  })
})

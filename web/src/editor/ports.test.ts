import {describe, expect, it} from 'vitest'
import {read} from '../flow/flow'
import {misfit, portsOf} from './ports'
import type {Catalogue, StepType} from './sources'

const image = {'x-backlot-type': 'image', type: 'string'}
const type = (name: string, properties: object, required: string[], outputs: object) => [name, {type: name, parameters: {properties, required}, outputs: {properties: outputs}} as unknown as StepType] as const
const CATALOGUE: Catalogue = new Map([
  type('image.resize', {image, width: {type: 'integer'}, fit: {type: 'string', 'x-backlot-type': 'text'}}, ['image'], {image, width: {type: 'integer'}}),
  type('text.write', {prompt: {type: 'string', 'x-backlot-type': 'text'}, images: {type: 'array', items: image}}, ['prompt'], {text: {type: 'string', 'x-backlot-type': 'text'}}),
  type('text.count', {text: {type: 'string', 'x-backlot-type': 'text'}}, ['text'], {letters: {type: 'integer'}})
])
const flow = read(`steps:
  small: {uses: image.resize}
  grey: {uses: image.resize}
  words: {uses: text.write}
  count: {uses: text.count}
  ask: {gate: {title: good}}
`).flow!
const step = (id: string) => flow.steps.find(one => one.id === id)!

describe('the ports of a step', () => {
  it('are its files, and what it cannot do without', () => {
    expect(portsOf(step('small'), CATALOGUE)).toEqual({takes: ['image'], gives: ['image']})
    expect(portsOf(step('words'), CATALOGUE)).toEqual({takes: ['[image]', 'text'], gives: ['text']})
    expect(portsOf(step('ask'), CATALOGUE)).toEqual({takes: [], gives: []})
  })

  it('are joined where something fits, and else it is said why not', () => {
    expect(misfit(flow, 'small', 'grey', CATALOGUE)).toBeUndefined()
    expect(misfit(flow, 'small', 'words', CATALOGUE)).toBeUndefined()
    expect(misfit(flow, 'words', 'small', CATALOGUE)).toBe('words gives text, and small takes image: nothing of it fits.')
    expect(misfit(flow, 'small', 'count', CATALOGUE)).toBe('small gives image, and count takes text: nothing of it fits.')
    expect(misfit(flow, 'ask', 'small', CATALOGUE)).toBeUndefined()
  })
})

import {expect, test} from 'vitest'
import {read} from '../flow/flow'
import {sourcesOf} from './sources'
import {feed, wire} from './wire'

const picture = {type: 'string', 'x-backlot-type': 'image'}
const type = (name: string, parameters: object, outputs: object) => ({
  type: name,
  version: 1,
  summary: '',
  resource: 'cpu' as const,
  deterministic: true,
  parameters: {properties: parameters, required: Object.keys(parameters)},
  outputs: {properties: outputs}
})
const catalogue = new Map([
  ['image.resize', type('image.resize', {image: picture}, {image: picture})],
  ['check', type('check', {that: {type: 'array'}}, {passed: {type: 'integer'}})]
])
const FILE = `inputs: {photo: image}
steps:
  small: {uses: image.resize}
  tiny: {uses: image.resize}
  fine: {uses: check}
`
const flow = read(FILE).flow!

test('a line to a step that misses a picture binds it; any other is waited for', () => {
  const bound = read(wire(FILE, flow, 'small', 'tiny', catalogue)).flow!
  expect(bound.steps[1]!.body['with']).toEqual({image: '${{ steps.small.image }}'})
  expect(bound.steps[1]!.needs).toEqual([])
  expect(read(wire(FILE, flow, 'small', 'fine', catalogue)).flow!.steps[2]!.needs).toEqual(['small'])
})

test('a new step takes the input that fits', () => {
  expect(read(feed(FILE, flow, flow.steps[0]!, catalogue)).flow!.steps[0]!.body['with']).toEqual({image: '${{ inputs.photo }}'})
  expect(feed(FILE, flow, flow.steps[2]!, catalogue)).toBe(FILE)
})

test('what can be bound is told with its type', () => {
  expect(sourcesOf(flow, flow.steps[1], catalogue)).toEqual(
    expect.arrayContaining([
      {expression: 'inputs.photo', type: 'image'},
      {expression: 'steps.small.image', type: 'image'},
      {expression: 'run.name', type: 'text'}
    ])
  )
  expect(sourcesOf(flow, flow.steps[1], catalogue).map(one => one.expression)).not.toContain('steps.tiny.image')
})

import {expect, test} from 'vitest'
import {read} from '../flow/flow'
import {add} from './edit'
import {begin, change, undo} from './history'
import {sourcesOf} from './sources'
import {behind, feed, follow, wire} from './wire'

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

const wide = {
  ...type('image.watermark', {image: picture, mark: picture, width: {type: 'integer', 'x-backlot-type': 'integer'}}, {image: picture, width: {type: 'integer', 'x-backlot-type': 'integer'}}),
  parameters: {properties: {mark: picture, width: {type: 'integer', 'x-backlot-type': 'integer'}, image: picture}, required: ['image']}
}
const more = new Map([
  ...catalogue,
  ['image.watermark', wide],
  ['image.sheet', type('image.sheet', {images: {type: 'array', items: picture}}, {image: picture})]
])
const withs = (source: string, id: string) => read(source).flow!.steps.find(one => one.id === id)!.body['with']
const drawn = (source: string, from: string, to: string) => wire(source, read(source).flow!, from, to, more)
const TWO = `inputs: {photo: image, width: integer}
steps:
  resize:
    uses: image.resize
    with:
      image: \${{ inputs.photo }}
  watermark:
    uses: image.watermark
    with:
      image: \${{ inputs.photo }}
`

test('a line gives the picture of the one to the other, which had the input of the workflow; one undo takes it back', () => {
  const made = drawn(TWO, 'resize', 'watermark')
  expect(made).toBe(TWO.replace(/(watermark:[\s\S]*)inputs\.photo/, '$1steps.resize.image'))
  expect(undo(change(begin(TWO), made, undefined)).now).toBe(TWO)
  const between = add(made, 'tiny', {uses: 'image.resize', with: {image: '${{ steps.resize.image }}'}}).source
  expect(withs(drawn(between, 'tiny', 'watermark'), 'watermark')).toEqual({image: '${{ steps.tiny.image }}'})
})

test('what comes from elsewhere stays: another place takes the picture, or the step waits', () => {
  const other = TWO.replace(/(watermark:[\s\S]*)inputs\.photo/, '$1steps.other.image') + '  other: {uses: image.resize}\n'
  expect(withs(drawn(other, 'resize', 'watermark'), 'watermark')).toEqual({image: '${{ steps.other.image }}', mark: '${{ steps.resize.image }}'})
  const full = other.replace('      image: ${{ steps.other.image }}', '      image: ${{ steps.other.image }}\n      mark: ${{ steps.other.image }}')
  expect(read(drawn(full, 'resize', 'watermark')).flow!.steps[1]!.needs).toEqual(['resize'])
  expect(withs(drawn(full, 'resize', 'watermark'), 'watermark')).toEqual(withs(full, 'watermark'))
})

test('a line back makes no circle of what is read', () => {
  const made = drawn(TWO, 'resize', 'watermark')
  expect(withs(drawn(made, 'watermark', 'resize'), 'resize')).toEqual({image: '${{ inputs.photo }}'})
})

test('a list takes one picture after the other', () => {
  const file = add(TWO, 'sheet', {uses: 'image.sheet'}).source
  const both = drawn(drawn(file, 'resize', 'sheet'), 'watermark', 'sheet')
  expect(withs(both, 'sheet')).toEqual({images: ['${{ steps.resize.image }}', '${{ steps.watermark.image }}']})
})

test('behind a gate a step gets what the gate shows, once it is approved', () => {
  const gated = add(TWO, 'ask', {gate: {title: 'Good?', show: '${{ steps.resize.image }}'}}).source
  const made = read(drawn(gated, 'ask', 'watermark')).flow!.steps[1]!
  expect(made.body['with']).toEqual({image: '${{ steps.resize.image }}'})
  expect(made.needs).toEqual(['ask'])
})

test('a new step goes on with what the chosen one made, or the last that nothing follows', () => {
  const made = add(drawn(TWO, 'resize', 'watermark'), 'tiny', {uses: 'image.resize'})
  const now = read(made.source).flow!
  const [resize, watermark, tiny] = now.steps
  const before = {...now, steps: now.steps.slice(0, 2)}
  expect(behind(before, undefined, undefined)).toBe(watermark)
  expect(behind(before, resize, undefined)).toBe(resize)
  expect(withs(follow(made.source, now, tiny!, watermark, false, more), 'tiny')).toEqual({image: '${{ steps.watermark.image }}'})
  expect(withs(follow(made.source, now, tiny!, undefined, false, more), 'tiny')).toEqual({image: '${{ inputs.photo }}'})
  const check = add(made.source, 'fine', {uses: 'check'})
  const all = read(check.source).flow!
  expect(read(follow(check.source, all, all.steps[3]!, tiny, true, more)).flow!.steps[3]!.needs).toEqual(['tiny'])
  expect(follow(check.source, all, all.steps[3]!, tiny, false, more)).toBe(check.source)
  const ask = add(made.source, 'ask', {gate: {title: 'Good?', show: '${{ steps.resize.image }}'}})
  const gated = add(ask.source, 'small', {uses: 'image.resize'})
  const late = read(gated.source).flow!
  const small = read(follow(gated.source, late, late.steps[4]!, late.steps[3], false, more)).flow!.steps[4]!
  expect([small.needs, small.body['with']]).toEqual([['ask'], {image: '${{ steps.resize.image }}'}])
})

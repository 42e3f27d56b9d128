import {expect, test} from 'vitest'
import {before, edges, read} from './flow'
import {layout, layersOf} from './layout'
import {idOf, statesOf} from './states'

const FILE = `name: shop
inputs: {photo: image}
steps:
  facts: {uses: image.inspect, with: {image: "\${{ inputs.photo }}"}}
  paint: {uses: image.generate, with: {prompt: "\${{ notes.review }}"}}
  review:
    needs: facts
    gate: {title: Good?, show: "\${{ steps.paint.image }}", regenerate: paint}
  sizes:
    needs: [review]
    for-each: 3
    steps:
      small: {uses: image.resize, with: {image: "\${{ steps.paint.image }}"}}
      tint: {uses: image.tint, with: {image: "\${{ steps.small.image }}"}}
    outputs: {image: "\${{ steps.tint.image }}"}
`
const flow = read(FILE).flow!

test('a file is read with its loops and gates', () => {
  expect(flow.steps.map(step => [step.id, step.kind])).toEqual([
    ['facts', 'step'],
    ['paint', 'step'],
    ['review', 'gate'],
    ['sizes', 'loop'],
    ['sizes.small', 'step'],
    ['sizes.tint', 'step']
  ])
})

test('what is needed, read or made again are lines of their own kind', () => {
  const found = edges(flow).map(edge => `${edge.from} ${edge.kind} ${edge.to}`)
  expect(found).toEqual(
    expect.arrayContaining(['facts needs review', 'paint reads review', 'review needs sizes', 'paint reads sizes', 'sizes.small reads sizes.tint', 'review again paint'])
  )
  expect(found).toHaveLength(6)
})

test('each step stands right of all that it waits for, and within its loop', () => {
  const boxes = new Map(layout(flow, {width: 100, height: 50, between: 20, beside: 10, head: 30, pad: 8}).map(box => [box.id, box]))
  expect(boxes.get('review')!.x).toBeGreaterThan(boxes.get('facts')!.x + 99)
  expect(boxes.get('sizes')!.x).toBeGreaterThan(boxes.get('review')!.x + 99)
  const loop = boxes.get('sizes')!
  const tint = boxes.get('sizes.tint')!
  expect(tint.parent).toBe('sizes')
  expect(tint.x + tint.width).toBeLessThanOrEqual(loop.width)
  expect(tint.y + tint.height).toBeLessThanOrEqual(loop.height)
})

test('downwards each step stands below all that it waits for, two beside each other at most', () => {
  const size = {width: 100, height: 50, between: 20, beside: 10, head: 30, pad: 8, downwards: true}
  const boxes = new Map(layout(flow, size).map(box => [box.id, box]))
  expect(boxes.get('review')!.y).toBeGreaterThanOrEqual(boxes.get('facts')!.y + 70)
  const loop = boxes.get('sizes')!
  expect(loop.y).toBeGreaterThanOrEqual(boxes.get('review')!.y + 70)
  const [small, tint] = [boxes.get('sizes.small')!, boxes.get('sizes.tint')!]
  expect(Math.max(small.y, tint.y) + 50).toBeLessThanOrEqual(loop.height)
  expect(small.x).toBeGreaterThanOrEqual(8)

  const five = read(`steps:\n${['a', 'b', 'c', 'd', 'e'].map(id => `  ${id}: {uses: x}\n`).join('')}`).flow!
  expect(layout(five, size).map(({x, y}) => [x, y])).toEqual([[0, 0], [110, 0], [0, 70], [110, 70], [55, 140]])
})

test('a circle is drawn too', () => {
  const links = [
    {from: 'a', to: 'b', kind: 'needs' as const},
    {from: 'b', to: 'a', kind: 'needs' as const}
  ]
  expect(layersOf(['a', 'b'], links).flat().sort()).toEqual(['a', 'b'])
})

test('only what comes before can be bound', () => {
  const tint = flow.steps.find(step => step.id === 'sizes.tint')!
  expect(before(flow, tint).map(step => step.id)).toEqual(['facts', 'paint', 'review', 'sizes.small'])
  expect(before(flow, flow.steps[1]!).map(step => step.id)).toEqual(['facts'])
})

test('a file that is no YAML tells its line', () => {
  expect(read('name: a\nsteps: {a: [}\n').errors[0]).toMatchObject({line: 2})
  expect(read('- a\n').errors).toHaveLength(1)
  expect(read('').flow!.steps).toEqual([])
})

test('iterations of a loop are told together', () => {
  expect(idOf('sizes.2.small')).toBe('sizes.small')
  const one = {attempt: 1, reused: false, outputs: {}, attempts: []}
  const states = statesOf({
    steps: [
      {step: 'sizes.0.small', status: 'succeeded', ...one},
      {step: 'sizes.1.small', status: 'failed', ...one}
    ]
  })
  expect(states.get('sizes.small')).toMatchObject({status: 'failed', of: '1 of 2'})
})

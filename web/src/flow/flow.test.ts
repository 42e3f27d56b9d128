import {expect, test} from 'vitest'
import {before, edges, read} from './flow'
import {extentOf, layout, layersOf, rounded, rowsIn} from './layout'
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

const chain = (steps: number) =>
  read(`name: long\ninputs: {photo: image}\nsteps:\n${Array.from({length: steps}, (_, at) => `  s${at}: {uses: image.tint, ${at ? `needs: s${at - 1}, ` : ''}with: {image: "\${{ inputs.photo }}"}}`).join('\n')}\n`).flow!

test('a long chain stands in rows, like words in lines', () => {
  const size = {width: 100, height: 50, between: 20, beside: 10, head: 30, pad: 8}
  const boxes = layout(chain(7), {...size, rows: 2})
  const [first, second] = [boxes.slice(0, 4), boxes.slice(4)]
  expect(first.map(box => [box.x, box.y, box.turn])).toEqual([0, 120, 240, 360].map(x => [x, 0, undefined]))
  expect(second.map(box => [box.x, box.turn])).toEqual([0, 120, 240].map(x => [x, second[0]!.turn]))
  expect(second[0]!.y).toBeGreaterThan(second[0]!.turn!)
  expect(second[0]!.turn).toBeGreaterThan(50)
  expect(extentOf(chain(7), {...size, rows: 2}).width).toBe(460)
  // a chain of two has no third row
  expect(new Set(layout(chain(2), {...size, rows: 4}).map(box => box.y)).size).toBe(2)
})

test('there are as few rows as make the words as large as they can be', () => {
  const size = {width: 100, height: 50, between: 20, beside: 10, head: 30, pad: 8}
  expect(rowsIn({width: 500, height: 300}, chain(3), size)).toBe(1)
  expect(rowsIn({width: 500, height: 300}, chain(8), size)).toBe(2)
  expect(rowsIn({width: 500, height: 70}, chain(8), size)).toBe(1)
})

test('a line has corners as round as there is room for', () => {
  expect(rounded([[0, 0], [20, 0], [20, 40]], 8)).toBe('M 0,0 L 12,0 Q 20,0 20,8 L 20,40')
  expect(rounded([[0, 0], [4, 0], [4, 40]], 8)).toBe('M 0,0 L 2,0 Q 4,0 4,8 L 4,40')
  expect(rounded([[0, 0], [0, 0], [4, 0]], 8)).toBe('M 0,0 L 0,0 Q 0,0 2,0 L 4,0')
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

import {expect, test} from 'vitest'
import {edges, read} from '../flow/flow'
import {add, connect, cut, free, freeName, nameProblem, plain, problemsAt, problemsOf, put, remove, rename, renameEntry, slug} from './edit'
import {begin, change, redo, undo} from './history'

const FILE = `# what we sell
name: shop
inputs:
  photo: image # as it comes
steps:
  facts: {uses: image.inspect, with: {image: "\${{ inputs.photo }}"}}
  # not too small
  quality:
    uses: check
    needs: facts
    with:
      that: [{expect: steps.facts.width > 300, message: "only \${{ steps.facts.width }}"}]
  small:
    uses: image.resize
    needs: [quality]
    with: {image: "\${{ inputs.photo }}", width: 640}
outputs:
  image: \${{ steps.small.image }}
`
const step = (source: string, id: string) => read(source).flow!.steps.find(one => one.id === id)!

test('an edit leaves everything else as it was written', () => {
  const made = put(FILE, ['steps', 'small', 'with', 'width'], 800)
  expect(made).toBe(FILE.replace('640', '800'))
  expect(put(made, ['steps', 'small', 'with', 'width'], 640)).toBe(FILE)
})

test('a step is built from nothing', () => {
  const first = add('', 'image.resize', {uses: 'image.resize'})
  const second = add(first.source, 'image.resize', {uses: 'image.resize'})
  expect([first.id, second.id]).toEqual(['image_resize', 'image_resize_2'])
  const bound = put(second.source, ['steps', 'image_resize', 'with', 'image'], '${{ inputs.photo }}')
  expect(bound).toBe(`steps:
  image_resize:
    uses: image.resize
    with:
      image: \${{ inputs.photo }}
  image_resize_2:
    uses: image.resize
`)
})

test('a value within braces is quoted where it must be', () => {
  const made = put('steps: {a: {uses: x, with: {}}}\n', ['steps', 'a', 'with', 'image'], '${{ inputs.photo }}')
  expect(read(made).flow!.steps[0]!.body).toEqual({uses: 'x', with: {image: '${{ inputs.photo }}'}})
})

test('a step within a loop is added there', () => {
  const loop = add('name: a\n', 'each', {'for-each': 3})
  const inner = add(loop.source, 'tint', {uses: 'image.tint'}, step(loop.source, 'each'))
  expect(inner.id).toBe('each.tint')
  expect(step(inner.source, 'each.tint').path).toEqual(['steps', 'each', 'steps', 'tint'])
})

test('a new name is used wherever the step is called', () => {
  const made = rename(FILE, step(FILE, 'facts'), 'measure')
  expect(made).toBe(FILE.replaceAll('facts', 'measure'))
  expect(rename(FILE, step(FILE, 'small'), 'large')).toContain('image: ${{ steps.large.image }}')
  expect(renameEntry(FILE, 'inputs', 'photo', 'picture')).toBe(FILE.replaceAll('photo', 'picture'))
})

test('a step that goes is needed no more', () => {
  const made = remove(FILE, step(FILE, 'quality'))
  expect(made).not.toContain('quality')
  expect(step(made, 'small').needs).toEqual([])
  expect(made).toContain('# what we sell')
})

test('lines are drawn and cut', () => {
  const made = connect(FILE, 'facts', 'small')
  expect(step(made, 'small').needs).toEqual(['quality', 'facts'])
  expect(step(cut(made, 'quality', 'small'), 'small').needs).toEqual(['facts'])
  expect(connect(FILE, 'small', 'small')).toBe(FILE)
  expect(edges(read(cut(FILE, 'quality', 'small')).flow!)).toHaveLength(1)
})

test('a file that cannot be read is not edited', () => {
  expect(put('a: [', ['name'], 'b')).toBe('a: [')
})

test('names are free and allowed', () => {
  expect(freeName('mine', ['yours'])).toBe('mine')
  expect(freeName('mine', ['mine', 'mine-2'])).toBe('mine-3')
  expect(free('image.round-corners', ['image_round_corners'])).toBe('image_round_corners_2')
  expect(nameProblem('Small', [])).toBeDefined()
  expect(nameProblem('small', ['small'])).toBe('this name is taken')
  expect(nameProblem('small', [])).toBeUndefined()
})

test('what somebody types becomes a name', () => {
  expect(slug('Shop watermark')).toBe('shop-watermark')
  expect(slug('  Ärmel & Knöpfe! ')).toBe('armel-knopfe')
  expect(slug('2 sizes')).toBe('2-sizes')
  expect(slug(`${'a'.repeat(62)} b`)).toBe('a'.repeat(62))
  expect(slug('!')).toBe('')
  expect(plain('2 Shop marks')).toBe('shop_marks')
  expect(nameProblem(plain('Shop mark '), [])).toBeUndefined()
})

test('mistakes are told where they are', () => {
  const at = (field: string) => ({line: 1, column: 1, field, message: 'no'})
  const all = [at('steps.small.with.width'), at('steps.smaller.uses'), at('steps.small.with.list[0].a')]
  expect(problemsOf(all, step(FILE, 'small'))).toHaveLength(2)
  expect(problemsAt(all, ['steps', 'small', 'with', 'list'])).toHaveLength(1)
  expect(problemsAt(all, ['steps', 'small', 'with', 'list', 0])).toHaveLength(1)
})

test('what is undone can be done again, and typing is one edit', () => {
  let history = begin('a')
  history = change(history, 'ab', 'name')
  history = change(history, 'abc', 'name')
  history = change(history, 'x', 'other')
  history = undo(history)
  expect(history.now).toBe('abc')
  history = undo(history)
  expect(history.now).toBe('a')
  expect(undo(history).now).toBe('a')
  history = redo(history)
  expect(history.now).toBe('abc')
  expect(change(history, 'new', undefined).future).toEqual([])
})

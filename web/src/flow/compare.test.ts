import {describe, expect, it} from 'vitest'
import {compare, fields, lines} from './compare'
import {read} from './flow'

const flow = (source: string) => read(source).flow!
const ONE = `name: shop
steps:
  scale: {uses: image.resize, with: {image: "\${{ inputs.photo }}", width: 480}}
  old: {uses: image.sepia, needs: scale}
  each:
    for-each: "\${{ inputs.sizes }}"
    steps:
      small: {uses: image.resize, with: {width: 20}}
`
const TWO = ONE.replace('width: 480', 'width: 600').replace('  old: {uses: image.sepia, needs: scale}', '  grey: {uses: image.grayscale, needs: scale}').replace('width: 20', 'width: 30')

describe('two versions of a workflow', () => {
  it('are one graph with what became of each step', () => {
    const {flow: both, changes} = compare(flow(ONE), flow(TWO))
    expect(Object.fromEntries(changes)).toEqual({scale: 'changed', grey: 'added', old: 'removed', each: 'same', 'each.small': 'changed'})
    expect(both.steps.map(step => step.id)).toContain('old')
  })
  it('are the same when only the order of names differs', () => {
    const turned = flow('steps: {a: {with: {y: 2, x: 1}, uses: check}}')
    expect(compare(flow('steps: {a: {uses: check, with: {x: 1, y: 2}}}'), turned).changes.get('a')).toBe('same')
  })
  it('tell each field that differs', () => {
    const find = (source: string) => flow(source).steps.find(step => step.id === 'scale')
    expect(fields(find(ONE), find(TWO))).toEqual([{name: 'with.width', before: '480', after: '600'}])
  })
  it('tell lines that were removed and added, with their numbers', () => {
    const found = lines('a\nb\nc\nd', 'a\nx\nc\ny\nd')
    expect(found.map(line => `${line.kind[0]} ${line.text} ${line.before ?? ''}/${line.after ?? ''}`)).toEqual(['s a 1/1', 'r b 2/', 'a x /2', 's c 3/3', 'a y /4', 's d 4/5'])
    expect(lines('same', 'same')).toEqual([{kind: 'same', text: 'same', before: 1, after: 1}])
  })
})

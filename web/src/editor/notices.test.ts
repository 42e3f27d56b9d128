import {expect, test} from 'vitest'
import {read} from '../flow/flow'
import {add} from './edit'
import {noticesOf, stand} from './notices'

const picture = {type: 'string', 'x-backlot-type': 'image'}
const type = (name: string, outputs: object) => ({
  type: name,
  version: 1,
  summary: '',
  resource: 'cpu' as const,
  deterministic: true,
  parameters: {properties: {image: picture}, required: ['image']},
  outputs: {properties: outputs}
})
const catalogue = new Map([
  ['image.resize', type('image.resize', {image: picture, width: {type: 'integer', 'x-backlot-type': 'integer'}})],
  ['check', type('check', {passed: {type: 'integer'}})]
])
const FILE = `name: shop
inputs: {photo: image}
steps:
  small:
    uses: image.resize
    with:
      image: \${{ inputs.photo }}
  fine:
    uses: check
    needs: small
`
const told = (source: string) => noticesOf(read(source).flow!, catalogue)
const step = (source: string, id: string) => read(source).flow!.steps.find(one => one.id === id)!

test('a workflow that gives nothing out says so, and gives out the last picture at one press', () => {
  const [one, ...others] = told(FILE)
  expect(others).toEqual([])
  expect(one!.message).toContain('Nothing is given out')
  expect(one!.mend!.says).toBe('Give out image of small')
  const mended = one!.mend!.change(FILE)
  expect(read(mended).flow!.outputs).toEqual({image: '${{ steps.small.image }}'})
  expect(told(mended)).toEqual([])
  expect(told('name: shop\n')).toEqual([])
  expect(told('name: shop\nsteps: {fine: {uses: check}}\n')[0]!.mend).toBeUndefined()
})

test('a gate that shows nothing says so, and shows what stands before it at one press', () => {
  const blind = FILE + '  ask: {needs: fine, gate: {title: "Good?"}}\noutputs: {image: "${{ steps.small.image }}"}\n'
  const [one, ...others] = told(blind)
  expect(others).toEqual([])
  expect(one!.message).toContain('shows nothing to whoever decides')
  const mended = one!.mend!.change(blind)
  expect(step(mended, 'ask').body['gate']).toEqual({title: 'Good?', show: '${{ steps.small.image }}'})
  expect(told(mended)).toEqual([])
})

test('a new gate shows the picture of the step that it stands behind', () => {
  const made = add(FILE, 'gate', {gate: {title: 'Good?'}})
  const put = (anchor?: string) => step(stand(made.source, step(made.source, 'gate'), anchor ? step(made.source, anchor) : undefined, catalogue), 'gate')
  expect(put('small').body['gate']).toEqual({title: 'Good?', show: '${{ steps.small.image }}'})
  expect(put('small').needs).toEqual([])
  expect([put('fine').needs, put('fine').body['gate']]).toEqual([['fine'], {title: 'Good?', show: '${{ steps.small.image }}'}])
  const first = add('inputs: {photo: image}\n', 'gate', {gate: {title: 'Good?'}}).source
  expect(step(stand(first, step(first, 'gate'), undefined, catalogue), 'gate').body['gate']).toEqual({title: 'Good?', show: '${{ inputs.photo }}'})
})

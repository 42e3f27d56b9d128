import {expect, it} from 'vitest'
import {outcomesOf} from './outcome'

const FILE = `name: shop
steps:
  square: {uses: image.resize, with: {image: "\${{ inputs.photo }}", width: 900, height: 900, format: jpeg}}
  wide: {uses: image.resize, with: {image: "\${{ inputs.photo }}", width: "\${{ inputs.width }}"}}
  channels: {for-each: [a, b, c], steps: {cut: {uses: image.flip, with: {image: "\${{ inputs.photo }}"}}}, outputs: {image: "\${{ steps.cut.image }}"}}
outputs: {shop: "\${{ steps.square.image }}", wide: "\${{ steps.wide.image }}", all: "\${{ steps.channels.image }}", was: "\${{ inputs.photo }}"}
`

it('what comes out is told with its size and format, where the file says so', () => {
  expect(outcomesOf(FILE)).toEqual([
    {name: 'shop', says: '900 × 900 pixels, JPEG, made at square'},
    {name: 'wide', says: 'made at wide'},
    {name: 'all', says: '3, one for each of channels'},
    {name: 'was', says: ''}
  ])
})

it('of a file that cannot be read nothing is told', () => {
  expect(outcomesOf('name: [')).toEqual([])
})

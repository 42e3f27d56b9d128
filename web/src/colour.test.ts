import {expect, it} from 'vitest'
import {isColour, sixDigits} from './colour'

it('a text is a colour by its usual value, what is said of it, or its name', () => {
  expect(isColour('background', {type: 'string', default: '#ffffff'})).toBe(true)
  expect(isColour('background', {type: 'string', description: 'With pad: colour of the rest, such as #f3efe8'})).toBe(true)
  expect(isColour('brand_colour', {type: 'string'})).toBe(true)
  expect(isColour('by', {type: 'string', default: 'auto', description: 'colour for the colour of the corner'})).toBe(false)
  expect(isColour('colour', {type: 'string', enum: ['red', 'blue']})).toBe(false)
  expect(isColour('saturation', {type: 'number', description: 'Colour of all'})).toBe(false)
})

it('a picker shows the colour without what shines through it', () => {
  expect(sixDigits('#FA0')).toBe('#ffaa00')
  expect(sixDigits('#11223344')).toBe('#112233')
  expect(sixDigits('${{ inputs.colour }}')).toBeUndefined()
})

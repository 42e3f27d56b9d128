import {expect, it} from 'vitest'
import {rows} from './rows'

const sheet = {columns: ['photo'], rows: [{photo: 'bag.jpg'}, {photo: 'shoe'}, {photo: 'hat.jpg'}]}
const file = (name: string) => ({name, file: `${name}.jpg`, media: {asset: `sha256:${name}`}})

it('a line whose file is left out is left out with it, and the others keep their numbers', () => {
  const made = rows(sheet, {photo: 'photo'}, '', [['photo', {'x-backlot-type': 'image'}]], [file('bag'), file('hat')], new Set(['shoe.jpg', 'shoe']), {})
  expect(made).toEqual([
    {name: 'line-1', inputs: {photo: 'sha256:bag'}},
    {name: 'line-3', inputs: {photo: 'sha256:hat'}}
  ])
})

import {expect, test} from 'vitest'
import {match, table} from './csv'

test('a table is read as spreadsheets write it', () => {
  const text = '\uFEFFname,Head line\r\na,"one, ""two""\nthree"\r\n\r\nb\r\n'
  expect(table(text)).toEqual({
    columns: ['name', 'Head line'],
    rows: [
      {name: 'a', 'Head line': 'one, "two"\nthree'},
      {name: 'b', 'Head line': ''}
    ]
  })
  expect(table('a;b\n1;2').rows).toEqual([{a: '1', b: '2'}])
  expect(table('').rows).toEqual([])
})

test('columns go to the inputs that are called alike', () => {
  expect(match(['head_line', 'photo'], ['Head line', 'price'])).toEqual({head_line: 'Head line'})
})

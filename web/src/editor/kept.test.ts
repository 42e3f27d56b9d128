import {expect, test} from 'vitest'
import {drawer, type Kept, keep, recall} from './kept'

function box() {
  const held = new Map<string, string>()
  return {held, getItem: (at: string) => held.get(at) ?? null, setItem: (at: string, value: string) => void held.set(at, value), removeItem: (at: string) => void held.delete(at), key: (at: number) => [...held.keys()][at] ?? null, get length() {
    return held.size
  }}
}
const AT = drawer('shop/ann', 'catalog')
const DRAFT: Kept = {base: 'name: a', text: 'name: b', chosen: 'small', tried: {text: 'name: b', batch: 'bat_1'}, values: {width: '5'}, files: {photo: {asset: 'sha256:1'}}}

test('what was not saved comes back with its trial and what was given to it', () => {
  const store = box()
  expect(keep(store, AT, DRAFT)).toBe(true)
  expect(recall(store, AT, 'name: a')).toEqual(DRAFT)
  expect(recall(store, drawer('shop/ann', undefined), 'name: a')).toBeUndefined()
  expect(recall(store, drawer('shop/bob', 'catalog'), 'name: a')).toBeUndefined()
})

test('a text that was saved keeps its trial and is not unsaved', () => {
  const store = box()
  keep(store, AT, {...DRAFT, base: 'name: b'})
  expect(recall(store, AT, 'name: c')).toEqual({...DRAFT, base: 'name: c', text: 'name: c'})
})

test('it is told when another text was saved meanwhile', () => {
  const store = box()
  keep(store, AT, DRAFT)
  expect(recall(store, AT, 'name: of somebody else')).toMatchObject({text: 'name: b', isOlder: true})
  expect(recall(store, AT, 'name: b')?.isOlder).toBeUndefined()
})

test('nothing is kept of what is saved and was not tried', () => {
  const store = box()
  keep(store, AT, DRAFT)
  keep(store, AT, {base: 'name: a', text: 'name: a', values: {}, files: {}})
  expect(store.held.size).toBe(0)
})

test('what is too large is not kept, and neither is what came before', () => {
  const store = box()
  keep(store, AT, DRAFT)
  expect(keep(store, AT, {...DRAFT, text: 'a'.repeat(500_000)})).toBe(false)
  expect(store.held.size).toBe(0)
  const full = {...box(), setItem: () => { throw new Error('full') }}
  expect(keep(full, AT, DRAFT)).toBe(false)
})

test('what cannot be read is nothing', () => {
  const store = box()
  store.setItem(AT, '{"text": 5')
  expect(recall(store, AT, '')).toBeUndefined()
  store.setItem(AT, '{"text": 5}')
  expect(recall(store, AT, '')).toBeUndefined()
})

test('the draft that was touched longest ago makes room for another', () => {
  const store = box()
  for (let at = 0; at < 25; at++) keep(store, drawer('shop/ann', `flow-${at}`), DRAFT, at)
  expect(store.held.size).toBe(20)
  expect(recall(store, drawer('shop/ann', 'flow-4'), '')).toBeUndefined()
  expect(recall(store, drawer('shop/ann', 'flow-5'), '')).toBeDefined()
})

import {describe, expect, it} from 'vitest'
import {itemName, kindOf, misfit, nameColumn, named, stem, whyLeftOut} from './files'

const file = (name: string, type?: string) => ({name, file: name, media: {asset: `sha256:${name}`, ...(type && {type})}})

describe('a picture that cannot be read', () => {
  const bag = {...file('bag.jpg', 'image/jpeg'), isDamaged: true}
  it('is left out, unless somebody wants it tried', () => {
    expect(whyLeftOut(bag, 'image')).toBe('may be damaged')
    expect(whyLeftOut({...bag, isWanted: true}, 'image')).toBeUndefined()
  })
  it('is left out as what it is not, however much it is wanted', () => {
    expect(whyLeftOut({...bag, isWanted: true}, 'video')).toBe('not a video')
  })
})

describe('a file of a kind that the input does not take', () => {
  it('is told, and one that it takes is not', () => {
    expect(misfit(file('notes.txt', 'text/plain'), 'image')).toBe('not a picture')
    expect(misfit(file('film.mp4', 'video/mp4'), 'image')).toBe('not a picture')
    expect(misfit(file('bag.jpg', 'image/jpeg'), 'image')).toBeUndefined()
  })
  it('is nothing where any file is taken, or nobody knows what it is', () => {
    expect(misfit(file('notes.txt', 'text/plain'), kindOf({'x-backlot-type': 'file'}))).toBeUndefined()
    expect(misfit(file('what'), kindOf({'x-backlot-type': 'image'}))).toBeUndefined()
  })
})

describe('a mistake in an item', () => {
  it('is told with the name of its file', () => {
    expect(named({field: 'items[1].inputs.photo', message: 'is too small'}, ['bag.jpg', 'notes.txt'])).toEqual({field: 'notes.txt: photo', message: 'is too small'})
  })
  it('is told as it is where it is about something else', () => {
    expect(named({field: 'concurrency', message: 'too many'}, ['bag.jpg']).field).toBe('concurrency')
    expect(named({field: 'items[7].name', message: 'taken'}, ['bag.jpg']).field).toBe('items[7].name')
  })
})

describe('the name of an item', () => {
  const name = (file: string, taken = new Set<string>()) => itemName(stem(file), taken)
  it('keeps letters of every script', () => {
    expect(name('Größe 42 – Tasche.jpg')).toBe('Größe 42 - Tasche')
    expect(name('カメラ.jpg')).toBe('カメラ')
    expect(name('सामान.jpg')).toBe('सामान')
    // as another system writes its accents
    expect(name('Größe.jpg'.normalize('NFD'))).toBe('Größe')
  })
  it('is safe as a folder and not too long for one', () => {
    expect(name('../../etc/passwd')).toBe('etc-passwd')
    expect(name('.htaccess')).toBe('htaccess')
    expect(name('a. .jpg')).toBe('a')
    expect(name('📷.jpg')).toBe('item')
    expect(new TextEncoder().encode(name('カ'.repeat(300))).length).toBeLessThanOrEqual(180)
  })
  it('stands once in a batch, and is none that the server gives', () => {
    const taken = new Set<string>()
    expect([name('Bag.jpg', taken), name('bag.png', taken), name('item-000001.jpg', taken)]).toEqual(['Bag', 'bag-2', '_item-000001'])
  })
  it('comes from the column that most likely names a line', () => {
    expect(nameColumn(['price', 'SKU', 'id'])).toBe('SKU')
    expect(nameColumn(['id', 'Name'])).toBe('Name')
    expect(nameColumn(['price'])).toBeUndefined()
  })
})

import {describe, expect, it} from 'vitest'
import {kindOf, misfit, named} from './files'

const file = (name: string, type?: string) => ({name, file: name, media: {asset: `sha256:${name}`, ...(type && {type})}})

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

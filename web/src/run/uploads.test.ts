import {describe, expect, it} from 'vitest'
import {gather, gatherDropped, sendFiles} from './uploads'

const file = (name: string) => ({name}) as File
const entry = (name: string) => ({name, isFile: true, isDirectory: false, file: (resume: (file: File) => void) => resume(file(name))})
const folder = (name: string, entries: unknown[]) => ({
  name,
  isFile: false,
  isDirectory: true,
  createReader() {
    const left = [...entries]
    return {readEntries: (resume: (entries: unknown[]) => void) => resume(left.splice(0, 100))}
  }
})

describe('files that are chosen', () => {
  it('are taken while there is room, and the others are counted', () => {
    const found = gather(['a.jpg', '.DS_Store', 'b.jpg', 'c.jpg'].map(file), 2)
    expect(found.files.map(one => one.name)).toEqual(['a.jpg', 'b.jpg'])
    expect(found).toMatchObject({hidden: 1, beyond: 1})
  })
  it('come from folders within folders too, a hundred at a time', async () => {
    const many = Array.from({length: 250}, (_, at) => entry(`${at}.jpg`))
    const found = await gatherDropped([entry('first.jpg'), folder('shoot', [folder('day 1', many), entry('.hidden')])], 1000)
    expect(found.files).toHaveLength(251)
    expect(found).toMatchObject({hidden: 1, beyond: 0})
  })
  it('are counted beyond the limit, and not read', async () => {
    const found = await gatherDropped([folder('shoot', Array.from({length: 250}, (_, at) => entry(`${at}.jpg`)))], 200)
    expect(found.files).toHaveLength(200)
    expect(found.beyond).toBe(50)
  })
})

describe('files that are sent', () => {
  const never = () => {}
  it('come back in their order, whichever is done first, and what failed is told', async () => {
    const release: (() => void)[] = []
    const sending = sendFiles(
      ['slow', 'bad', 'quick'],
      async name => {
        if (name === 'slow') await new Promise<void>(resume => release.push(resume))
        if (name === 'bad') throw new Error('refused')
        if (name === 'quick') release.forEach(resume => resume())
        return name.toUpperCase()
      },
      {signal: new AbortController().signal, seen: never}
    )
    const {done, failed} = await sending
    expect(done.map(one => one.sent)).toEqual(['SLOW', 'QUICK'])
    expect(failed.map(one => one.file)).toEqual(['bad'])
  })
  it('are never more than a few at once', async () => {
    let under = 0
    let most = 0
    await sendFiles(
      Array.from({length: 50}, (_, at) => at),
      async () => {
        most = Math.max(most, ++under)
        await Promise.resolve()
        under--
      },
      {signal: new AbortController().signal, seen: never}
    )
    expect(most).toBe(4)
  })
  it('stay where they are once somebody says stop', async () => {
    const stop = new AbortController()
    const {done, left} = await sendFiles(
      Array.from({length: 50}, (_, at) => at),
      async at => {
        if (at === 9) stop.abort()
        return at
      },
      {signal: stop.signal, seen: never}
    )
    expect(done.length + left.length).toBe(50)
    expect(left.length).toBeGreaterThan(30)
  })
})

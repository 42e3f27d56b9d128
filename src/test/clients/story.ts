// What every story needs: where the server is, and the patience of somebody who polls.
import assert from 'node:assert/strict'
import {setTimeout} from 'node:timers/promises'

const [url = '', key = '', site = ''] = process.argv.slice(2)
export {url, key, site, assert}

export const headers = {Authorization: `Bearer ${key}`}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** What a good answer says; anything else ends the story with its words. */
export function good<T>(answer: Answer<T>): T {
  assert.equal(answer.error, undefined, `${answer.response.url}: ${JSON.stringify(answer.error)}`)
  assert.notEqual(answer.data, undefined, `${answer.response.url} said nothing`)
  return answer.data as T
}

/** What a bad answer says. */
export function bad<E>(answer: {error?: E; response: Response}, status: number): NonNullable<E> {
  assert.equal(answer.response.status, status, answer.response.url)
  assert.ok(answer.error)
  return answer.error as NonNullable<E>
}

/** Asks again until it is as wanted, for at most a minute. */
export async function until<T>(ask: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  for (let left = 600; left > 0; left--) {
    const value = await ask()
    if (wanted(value)) return value
    await setTimeout(100)
  }
  throw new Error('it did not come to that in time')
}

/** The bytes at an address that needs no key. */
export async function bytes(address: string | undefined): Promise<number> {
  assert.ok(address)
  const answer = await fetch(address)
  assert.equal(answer.status, 200)
  return (await answer.arrayBuffer()).byteLength
}

import {shell as say} from './words/shell'
/** What was not sent, and why. */
export type Refusal<T> = {what: T; why: unknown}

const SETTLED_MAX_MS = 10_000
const holders = new Set<() => void>()
const deliveries = new Set<Promise<Refusal<unknown>[]>>()

/** Somebody who may hold something back for a while; `flush` sends it. Answers how to be forgotten. */
export function holds(flush: () => void): () => void {
  holders.add(flush)
  return () => {
    holders.delete(flush)
  }
}

/** Sends all of them, some at once and in order, and tells which were refused. */
export function sendAll<T>(all: readonly T[], send: (one: T) => Promise<unknown>, atOnce: number, refused: (one: Refusal<T>) => void): Promise<Refusal<T>[]> {
  const queue = [...all]
  const back: Refusal<T>[] = []
  async function work() {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        await send(next)
      } catch (why) {
        const one = {what: next, why}
        back.push(one)
        refused(one)
      }
    }
  }
  const done = Promise.all(Array.from({length: atOnce}, work)).then(() => back)
  deliveries.add(done)
  void done.then(() => deliveries.delete(done))
  return done
}

/** Sends what is held back and waits until all on its way has arrived; tells what did not, or did not in time. */
export async function settled(most = SETTLED_MAX_MS): Promise<Refusal<unknown>[]> {
  holders.forEach(flush => flush())
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Refusal<unknown>[]>(resume => {
    timer = setTimeout(() => resume([{what: undefined, why: new Error(say.noAnswerInTime)}]), most)
  })
  const arrived = Promise.all(deliveries).then(all => all.flat())
  return Promise.race([arrived, late]).finally(() => clearTimeout(timer))
}

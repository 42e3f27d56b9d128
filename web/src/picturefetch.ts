/**
 * Fetches pictures beside the page's own thread, which draws meanwhile. A page asks for addresses and drops what it no longer shows; it is
 * told of some at a time.
 */

/** A browser opens six connections to a server: one is for events, one for data. */
const AT_ONCE = 4
const TURNS_MAX = 3
/** Each time that some come, a page paints anew: while they come one after the other it does so ten times a second. */
const TOLD_EVERY_MS = 100

/** A picture to fetch, one that nobody waits for any more, or the place of one that is no longer kept. */
export type Asked = {ask: string; key: string} | {drop: string} | {over: string}
/** Where a picture is; nothing for one that cannot be had, and an empty place for one that cannot be read. */
export type Told = {path: string; url?: string | undefined}

type Here = {onmessage: ((event: {data: Asked}) => void) | null; postMessage: (told: Told[]) => void}
const here = self as unknown as Here
const waiting = new Map<string, string>()
const under = new Map<string, AbortController>()
let told: Told[] = []
let toldAt = -TOLD_EVERY_MS

/** The first one after a pause is told at once. */
function tell(one: Told) {
  told.push(one)
  if (told.length > 1) return
  setTimeout(
    () => {
      here.postMessage(told)
      told = []
      toldAt = performance.now()
    },
    Math.max(0, toldAt + TOLD_EVERY_MS - performance.now())
  )
}

async function answered(path: string, key: string, signal: AbortSignal): Promise<Response> {
  for (let turn = 1; ; turn++) {
    const answer = await fetch(path, {headers: {Authorization: `Bearer ${key}`}, signal})
    if (![429, 503].includes(answer.status) || turn === TURNS_MAX) return answer
    await new Promise(resume => setTimeout(resume, Number(answer.headers.get('Retry-After') ?? 1) * 1000))
    signal.throwIfAborted()
  }
}

async function work(path: string, key: string) {
  const over = new AbortController()
  under.set(path, over)
  try {
    const answer = await answered(path, key, over.signal)
    const picture = answer.ok ? await answer.blob() : undefined
    // made here, since it waits for the browser's main process, which a page under the wheel must not
    if (!over.signal.aborted) tell({path, url: picture && (picture.size === 0 ? '' : URL.createObjectURL(picture))})
  } catch {
    if (!over.signal.aborted) tell({path})
  } finally {
    if (under.get(path) === over) under.delete(path)
    next()
  }
}

function next() {
  for (const [path, key] of waiting) {
    if (under.size >= AT_ONCE) return
    waiting.delete(path)
    void work(path, key)
  }
}

here.onmessage = ({data}) => {
  if ('over' in data) return URL.revokeObjectURL(data.over)
  if ('ask' in data) waiting.set(data.ask, data.key)
  else {
    waiting.delete(data.drop)
    under.get(data.drop)?.abort()
    under.delete(data.drop)
  }
  next()
}

import {sketch} from './sketch'

/**
 * Asks for what the page in the address will show, before the scripts of the page are here: a script of its own, which imports nothing of
 * theirs. Whoever asks for the same then takes what is already on its way.
 */
export type Early = {key: string; answers: Map<string, Promise<Response | undefined>>}
declare global {
  interface Window {
    /** `null` once the page has taken what it wanted: an answer of an earlier moment would hide what happened since. */
    backlotEarly?: Early | null
  }
}

/** What is asked for first at an address, as the page itself asks for it. */
export function firstAsked(path: string): string[] {
  const [, place, id] = /^\/console\/(batches|runs)\/([\w-]+)$/.exec(path) ?? []
  if (place === 'batches') return ['/v1/me', `/v1/batches/${id}`, `/v1/batches/${id}/items?limit=100&after=0`]
  if (place === 'runs') return ['/v1/me', `/v1/runs/${id}`]
  return path === '/' ? ['/v1/me', '/v1/batches?limit=20'] : ['/v1/me']
}

function ask(key: string, path: string): Early {
  const headers = {Authorization: `Bearer ${key}`}
  return {key, answers: new Map(firstAsked(path).map(one => [one, fetch(one, {headers}).catch(() => undefined)]))}
}

const key = globalThis.sessionStorage?.getItem('backlot.key')
// a script that comes after those of the page has nothing to be early for
if (key && window.backlotEarly === undefined) {
  const asked = ask(key, location.pathname)
  window.backlotEarly = asked
  for (const [path, answer] of asked.answers) if (/^\/v1\/batches\/[\w-]+$/.test(path)) void answer.then(draw)
}

/** The page reads the answer as well: a copy is drawn. */
async function draw(answer: Response | undefined) {
  if (answer?.ok) sketch(await answer.clone().json(), document.getElementById('root'))
}

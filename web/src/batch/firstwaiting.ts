import type {Run} from '../api'
import {ITEMS} from '../paging'

const pageOf = (run: Pick<Run, 'item'>) => Math.floor((run.item - 1) / ITEMS)

type Waits = Pick<Run, 'id' | 'item' | 'status'>

/**
 * Where to ask for gates from: of each page of items that is seen, the first that waits for people. It is the same wherever in the page one
 * looks, so to scroll within it asks for nothing.
 */
export function firstWaiting(loaded: Iterable<Waits>, seen: readonly Waits[]): Waits[] {
  const pages = new Set(seen.filter(run => run.status === 'waiting').map(pageOf))
  const first = new Map<number, Waits>()
  for (const run of loaded) {
    const known = first.get(pageOf(run))
    if (run.status === 'waiting' && pages.has(pageOf(run)) && (!known || run.item < known.item)) first.set(pageOf(run), run)
  }
  return [...first.values()]
}

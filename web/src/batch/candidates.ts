import {useQueries} from '@tanstack/react-query'
import {client, good, type Run} from '../api'
import {type Media, pictures} from '../media'
import {firstWaiting} from './firstwaiting'

/** Two for each item of a page. */
const GATES_MAX = 200
/** New ones may open behind those that were told, and a new version of a picture takes its place. */
const EVERY = 3_000
/** The first of all names of steps: what comes after it are the gates of a run, and of those behind it. */
const FIRST = 'a'

/** What people are asked to judge of the items that wait for them, by run: an item that has not ended has no result yet. */
export function useCandidates(batch: string, loaded: Iterable<Run>, seen: readonly Run[]): ReadonlyMap<string, Media> {
  const pages = useQueries({
    queries: firstWaiting(loaded, seen).map(({id}) => ({
      queryKey: ['gates-of', batch, id],
      queryFn: () => good(client.GET('/v1/gates', {params: {query: {batch, after: `${id}:${FIRST}`, limit: GATES_MAX}}})),
      staleTime: EVERY,
      refetchInterval: EVERY
    }))
  })
  const shown = new Map<string, Media>()
  for (const page of pages) {
    for (const gate of page.data?.items ?? []) {
      const picture = pictures(gate.question.candidates)[0]
      if (picture && !shown.has(gate.run)) shown.set(gate.run, picture)
    }
  }
  return shown
}

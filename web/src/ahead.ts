import type {QueryClient} from '@tanstack/react-query'
import {client, good, key} from './api'
import {ITEMS} from './paging'

/** Who is signed in. */
export const ME = {queryKey: ['me'], queryFn: () => good(client.GET('/v1/me')), staleTime: Infinity}
/** The newest batches, as the first page shows them. */
export const LATEST = {queryKey: ['batches', 'latest'], queryFn: () => good(client.GET('/v1/batches', {params: {query: {limit: 20}}}))}

/**
 * What the page in the address will ask for, asked at once rather than one answer after the other; `early` has asked for the same. It ends
 * when all is there that the page begins with.
 */
export function lookAhead(queries: QueryClient, path: string): Promise<unknown> {
  if (!key.get()) return Promise.resolve()
  return Promise.all([queries.prefetchQuery(ME), pageAhead(queries, path)])
}

function pageAhead(queries: QueryClient, path: string): Promise<void> {
  if (path === '/') return queries.prefetchQuery(LATEST)
  const [, place, id] = /^\/console\/(batches|runs)\/([\w-]+)$/.exec(path) ?? []
  if (!id) return Promise.resolve()
  const params = {path: {id}}
  if (place === 'runs') return queries.prefetchQuery({queryKey: ['run', id], queryFn: () => good(client.GET('/v1/runs/{id}', {params}))})
  const batch = queries.prefetchQuery({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params}))})
  // the figures come first
  void queries.prefetchQuery({queryKey: ['items', id, 'all', 0], queryFn: () => good(client.GET('/v1/batches/{id}/items', {params: {...params, query: {limit: ITEMS, after: 0}}}))})
  return batch
}

/** What was asked early and is not wanted by now is of a moment that passes: no later question is answered by it. */
export function takenEarly() {
  setTimeout(() => {
    window.backlotEarly = null
  })
}

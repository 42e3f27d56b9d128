import type {QueryClient} from '@tanstack/react-query'
import {client, good, key} from './api'
import {ITEMS} from './paging'

/** Who is signed in. */
export const ME = {queryKey: ['me'], queryFn: () => good(client.GET('/v1/me')), staleTime: Infinity}
/** The newest batches, as the first page shows them. */
export const LATEST = {queryKey: ['batches', 'latest'], queryFn: () => good(client.GET('/v1/batches', {params: {query: {limit: 20}}}))}

/** What the page in the address will ask for, asked at once rather than one answer after the other; `early` has asked for the same. */
export function lookAhead(queries: QueryClient, path: string) {
  if (!key.get()) return
  void queries.prefetchQuery(ME)
  if (path === '/') void queries.prefetchQuery(LATEST)
  const [, place, id] = /^\/console\/(batches|runs)\/([\w-]+)$/.exec(path) ?? []
  if (!id) return
  const params = {path: {id}}
  if (place === 'runs') {
    void queries.prefetchQuery({queryKey: ['run', id], queryFn: () => good(client.GET('/v1/runs/{id}', {params}))})
    return
  }
  void queries.prefetchQuery({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params}))})
  void queries.prefetchQuery({queryKey: ['items', id, 'all', 0], queryFn: () => good(client.GET('/v1/batches/{id}/items', {params: {...params, query: {limit: ITEMS, after: 0}}}))})
}

/** What was asked early and is not wanted by now is of a moment that passes: no later question is answered by it. */
export function takenEarly() {
  setTimeout(() => {
    window.backlotEarly = null
  })
}

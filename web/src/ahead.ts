import type {QueryClient} from '@tanstack/react-query'
import {client, good, key} from './api'
import {ITEMS} from './paging'

/** Who is signed in. */
export const ME = {queryKey: ['me'], queryFn: () => good(client.GET('/v1/me')), staleTime: Infinity}

/** What the page in the address will ask for, asked at once rather than one answer after the other. */
export function lookAhead(queries: QueryClient, path: string) {
  if (!key.get()) return
  void queries.prefetchQuery(ME)
  const id = /^\/console\/batches\/([\w-]+)$/.exec(path)?.[1]
  if (!id) return
  const params = {path: {id}}
  void queries.prefetchQuery({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params}))})
  void queries.prefetchQuery({queryKey: ['items', id, 'all', 0], queryFn: () => good(client.GET('/v1/batches/{id}/items', {params: {...params, query: {limit: ITEMS, after: 0}}}))})
}

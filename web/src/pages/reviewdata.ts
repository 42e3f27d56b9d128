import {useQueries, useQuery} from '@tanstack/react-query'
import {type Batch, client, type Gate, good} from '../api'
import {batchesOf} from '../batch/standing'
import {type Told, type Version, versionsOf} from './reviewpast'

/** Batches that are asked for; gates of further ones show without the names. */
const BATCHES_MAX = 50
const PAGE = 500
/** Longer histories are not looked through. */
const PAGES_MAX = 10

/** What gates belong to, by id. */
export function useBatches(gates: readonly Pick<Gate, 'batch'>[]): {batches: ReadonlyMap<string, Batch>; isPending: boolean} {
  const ids = batchesOf(gates).reverse().slice(0, BATCHES_MAX)
  const found = useQueries({
    queries: ids.map(id => ({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params: {path: {id}}})), staleTime: 60_000}))
  })
  return {
    batches: new Map(ids.flatMap((id, at) => (found[at]?.data ? [[id, found[at].data] as const] : []))),
    isPending: found.some(one => one.isPending)
  }
}

/** Whether a picture that is no longer among the first that wait has been decided, or only has many before it by now. */
export function useIsDecided(gate: Gate | undefined): boolean {
  const found = useQuery({
    queryKey: ['decided', gate?.run, gate?.step, gate?.round],
    queryFn: async () => {
      const run = await good(client.GET('/v1/runs/{id}', {params: {path: {id: gate!.run}}}))
      const step = run.steps?.find(one => one.step === gate!.step)
      return step?.status !== 'waiting' || step.gate?.round !== gate!.round
    },
    enabled: !!gate,
    refetchInterval: 2000
  })
  return !!gate && !!found.data
}

async function history(gate: Gate): Promise<Version[]> {
  const events: Told[] = []
  let after: string | undefined
  for (let page = 0; page < PAGES_MAX; page++) {
    const found = await good(
      client.GET('/v1/events', {params: {query: {batch: gate.batch, run: gate.run, limit: PAGE, ...(after && {after: Number(after)})}}, headers: {Accept: 'application/json'}})
    )
    const {items, next} = found as {items: Told[]; next?: string}
    events.push(...items)
    if (!next || (gate.question.approvals === 1 && versionsOf(events, gate).at(-1)?.round === gate.round)) break
    after = next
  }
  return versionsOf(events, gate)
}

/** What came before the version that is looked at, and what was said of it once it waits no longer, where its batch has a history short enough to be read. */
export function usePast(gate: Gate, isGone: boolean): Version[] {
  const found = useQuery({
    queryKey: ['past', gate.run, gate.step, gate.round, isGone],
    queryFn: () => history(gate),
    enabled: isGone || gate.round > 1 || gate.question.approvals > 1,
    staleTime: 10_000
  })
  return found.data ?? []
}

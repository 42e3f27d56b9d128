import {useQuery} from '@tanstack/react-query'
import {Problem, type Run, send} from '../api'
import {EVENTS_MAX, type Happened} from './history'
import {item as say} from '../words/item'

const PAGE = 500

async function read(run: string): Promise<Happened[]> {
  const all: Happened[] = []
  for (let after: string | undefined = '0'; after !== undefined && all.length < EVENTS_MAX; ) {
    const answer = await send(new Request(`/v1/events?run=${run}&limit=${PAGE}&after=${after}`, {headers: {Accept: 'application/json'}}))
    const said = await answer.json()
    if (!answer.ok) throw new Problem(answer.status, said.detail ?? say.noEvents)
    all.push(...said.items)
    after = said.next
  }
  return all
}

/** What happened to a run, from its beginning. */
export const useHistory = (run: Run) => useQuery({queryKey: ['run-events', run.id], queryFn: () => read(run.id), enabled: run.status !== 'pending'})

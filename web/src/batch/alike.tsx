import {useQuery} from '@tanstack/react-query'
import {Link} from 'react-router'
import {type Batch, client, good} from '../api'
import {Curl} from '../curl'
import {Empty, Loading, Wrong} from '../parts'
import {Thumb} from '../pictures'
import {far, } from '../words'
import {batch as say} from '../words/batch'

const AGAIN_MS = 3000

/** Which pictures that came out look nearly the same; what has not been looked at yet is asked for again. */
export default function Alike({batch}: {batch: Batch}) {
  const path = {id: batch.id}
  const found = useQuery({
    queryKey: ['alike', batch.id],
    queryFn: () => good(client.GET('/v1/batches/{id}/duplicates', {params: {path}})),
    refetchInterval: query => (query.state.data?.without_look ? AGAIN_MS : false)
  })
  if (found.isPending) return <Loading what={say.whatLooksAlike} />
  if (found.isError) return <Wrong error={found.error} what={say.groups} retry={() => void found.refetch()} />
  const {groups, others, compared, without_look, not_compared} = found.data
  return (
    <div className="alike">
      <p className="small" role="status">
        {say.compared(compared)}
        {without_look > 0 && say.stillToBeLookedAt(without_look)}
        {not_compared > 0 && say.notCompared(not_compared)}
      </p>
      {groups.length === 0 && (
        <Empty title={without_look > 0 ? say.nothingAlikeSoFar : say.noTwoPicturesLookAlike}>
          <p>{say.whatCountsAsAlike}</p>
        </Empty>
      )}
      {groups.map(group => (
        <section key={group.pictures[0]!.run + group.pictures[0]!.asset} className="card" aria-label={say.alikeInAll(group.size)}>
          <h2>{say.lookAlike(group.size)}</h2>
          <ul className="assets">
            {group.pictures.map((one, at) => (
              <li key={one.run + one.asset + at}>
                <Link to={`/console/runs/${one.run}`} className="cell">
                  <span className="shot">
                    <Thumb of={{asset: one.asset}} />
                  </span>
                  <span className="row">
                    <span className="clip">{one.name}</span>
                    <span className="small">{at === 0 ? say.first : far(one.distance)}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          {group.size > group.pictures.length && <p className="small">{say.andMore(group.size - group.pictures.length)}</p>}
        </section>
      ))}
      {others > 0 && <p className="small">{say.andOthers(others)}</p>}
      <Curl path={`/v1/batches/${batch.id}/duplicates`} />
    </div>
  )
}

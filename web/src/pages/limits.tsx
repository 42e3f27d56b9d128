import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useState} from 'react'
import {useInAddress} from '../address'
import {client, good, type Limit} from '../api'
import {Curl} from '../curl'
import {Loading, Refused, Wrong} from '../parts'
import {ACTIONS, figure, Table} from '../table'
import {count} from '../words'
import {Tenants} from './tenants'
import {settings as say} from '../words/settings'

type NewLimit = {concurrent?: number; rate?: {starts: number; per_ms: number; burst?: number}}

/** What a form of a limit says: how many at once, how many may start within some seconds, or both. */
function limitOf(form: FormData): NewLimit {
  const figure = (name: string) => Number(form.get(name)) || undefined
  const [concurrent, starts, seconds, burst] = ['concurrent', 'starts', 'seconds', 'burst'].map(figure)
  return {...(concurrent && {concurrent}), ...(starts && {rate: {starts, per_ms: Math.round((seconds ?? 60) * 1000), ...(burst && {burst})}})}
}

/** How many tenants with settings of their own are shown; of others the form is filled in by name. */
const TENANTS_MAX = 200

/** What is limited for all together, what each tenant may have, and how much of it is used now. */
export function Limits() {
  const limits = useQuery({queryKey: ['limits'], queryFn: () => good(client.GET('/v1/limits', {params: {query: {limit: TENANTS_MAX}}})), refetchInterval: 3000})
  if (limits.isPending) return <Loading what={say.limits} />
  if (limits.isError) return <Wrong error={limits.error} what={say.listOfLimits} retry={() => void limits.refetch()} />
  return (
    <>
      <section aria-labelledby="shared">
        <h2 id="shared">{say.forAllTogether}</h2>
        <Resources of={limits.data.resources} />
      </section>
      <section aria-labelledby="tenants" className="apart">
        <h2 id="tenants">{say.forEachTenant}</h2>
        <Tenants of={limits.data.tenants} hasMore={!!limits.data.next} />
      </section>
      <Curl path={`/v1/limits?limit=${TENANTS_MAX}`} />
    </>
  )
}

function Resources({of}: {of: Limit[]}) {
  const queries = useQueryClient()
  const [key, edit] = useInAddress('limit')
  const edited = of.find(one => one.key === key)
  const [said, setBody] = useState<NewLimit>()
  const body = said ?? {...(edited?.rate && {rate: edited.rate})}
  const again = () => void queries.invalidateQueries({queryKey: ['limits']})
  const set = useMutation({
    mutationFn: ({key, body}: {key: string; body: NewLimit}) => good(client.PUT('/v1/limits/resources/{key}', {params: {path: {key}}, body})),
    onSuccess: () => change(undefined),
    onSettled: again
  })
  function change(limit: Limit | undefined) {
    edit(limit?.key)
    setBody(undefined)
  }
  const lift = useMutation({
    mutationFn: (key: string) => good(client.DELETE('/v1/limits/resources/{key}', {params: {path: {key}}})),
    onSettled: again
  })
  return (
    <>
      <form
        key={edited?.key ?? ''}
        className="across"
        aria-label={say.newLimit}
        onChange={event => setBody(limitOf(new FormData(event.currentTarget)))}
        onSubmit={event => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          set.mutate({key: String(form.get('key')).trim(), body: limitOf(form)})
          event.currentTarget.reset()
        }}
      >
        <label>
          {say.what}
          <input name="key" required defaultValue={edited?.key} placeholder={say.limitExample} />
        </label>
        <label>
          {say.atOnce}
          <input name="concurrent" type="number" required={!body.rate} min={1} max={100000} defaultValue={edited?.concurrent} placeholder={body.rate ? say.any : ''} />
        </label>
        <label>
          {say.starts}
          <input name="starts" type="number" min={1} max={1000000} defaultValue={edited?.rate?.starts} placeholder={say.any} />
        </label>
        <label>
          {say.withinSeconds}
          <input name="seconds" type="number" min={0.001} max={86400} step="any" defaultValue={edited?.rate ? edited.rate.per_ms / 1000 : undefined} placeholder="60" />
        </label>
        <label title={say.whatABurstIs}>
          {say.startsAfterAPause}
          <input name="burst" type="number" min={1} max={1000000} defaultValue={edited?.rate?.burst} placeholder="1" />
        </label>
        <button className="main">{edited ? say.changeIt : say.limitIt}</button>
        {edited && (
          <button type="button" onClick={() => change(undefined)}>
            {say.cancel}
          </button>
        )}
      </form>
      <Refused error={set.error ?? lift.error} />
      {of.length === 0 ? (
        <p className="note">{say.nothingIsLimited}</p>
      ) : (
        <Table label={say.limitsTitle} columns={[say.what, figure(say.atOnce), say.rate, figure(say.inUse), figure(say.waiting), ACTIONS]}>
          {of.map(one => (
            <tr key={one.key}>
              <td>{one.key}</td>
              <td className="number">{one.concurrent ?? '–'}</td>
              <td>
                {one.rate ? say.startsIn(one.rate.starts, one.rate.per_ms / 1000) : '–'}
                {one.rate && (one.rate.burst ?? 1) > 1 && <span className="small block">{say.atOnceAfterAQuietTime(one.rate.burst!)}</span>}
              </td>
              <td className="number">{count(one.in_use)}</td>
              <td className="number">{count(one.waiting)}</td>
              <td>
                <button
                  className="quiet"
                  onClick={() => change(one)}
                  aria-label={say.changeTheLimitOf(one.key)}
                >
                  {say.change}
                </button>
                <button className="quiet" onClick={() => lift.mutate(one.key)} aria-label={say.liftTheLimitOf(one.key)}>
                  {say.lift}
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Curl path="/v1/limits/resources/provider:replicate" method="PUT" body={Object.keys(body).length > 0 ? body : {concurrent: 4, rate: {starts: 60, per_ms: 60000, burst: 10}}} label={say.curlLimitIt} />
    </>
  )
}

import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useDeferredValue, useEffect, useState} from 'react'
import {Link, useLocation, useParams, useSearchParams} from 'react-router'
import {type Batch, client, type FailureGroup, good} from '../api'
import {useMay} from '../app'
import {Boundary} from '../boundary'
import {StepsOfBatch} from '../batch/panel'
import {useFailures} from '../batch/failures'
import {type Chosen, KINDS, Redrive} from '../batch/redrive'
import {useRedrives} from '../batch/redrives'
import {apart, type Counts, isRejection, onlyPeople, rejections, standingOf} from '../batch/standing'
import {Curl} from '../curl'
import {Downloads} from '../download'
import {useEvents} from '../events'
import {Items} from '../items'
import {Bar, Dialog, Fact, Loading, Refused, Status, Wrong} from '../parts'
import {cost, count, duration, moment, plural} from '../words'

const OVER = ['succeeded', 'failed', 'cancelled']

export function BatchPage() {
  const {id = ''} = useParams()
  const queries = useQueryClient()
  // the figures are on the screen before the rest is made
  const rest = useDeferredValue(true, false)
  const batch = useQuery({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params: {path: {id}}}))})
  const live = useEvents(id, () => {
    for (const what of ['batch', 'failures', 'items', 'steps-of']) void queries.invalidateQueries({queryKey: [what, id]})
  })
  useEffect(() => {
    if (batch.data) document.title = `${batch.data.name} · Backlot`
    return () => {
      document.title = 'Backlot'
    }
  }, [batch.data])
  if (batch.isPending) return <Loading what="the batch" />
  if (batch.isError) return <Wrong error={batch.error} what="batch" retry={() => void batch.refetch()} />
  return (
    <>
      <Head batch={batch.data} live={live === 'live'} />
      <Boundary what="list of failures">
        <Failures batch={batch.data} />
      </Boundary>
      {rest && (
        <>
          <Boundary what="part about steps">
            <StepsOfBatch batch={batch.data} />
          </Boundary>
          <Boundary what="list of items">
            <Items batch={batch.data} />
          </Boundary>
        </>
      )}
    </>
  )
}

function Head({batch, live}: {batch: Batch; live: boolean}) {
  const {counts, timing, cost: paid} = batch
  const rejected = useFailures(batch).data?.rejected
  const over = OVER.includes(batch.status)
  return (
    <section className="head" aria-label="Batch">
      <div className="row wrap">
        <div>
          <h1>{batch.name}</h1>
          <p className="small">
            <Link to={`/console/workflows/${batch.workflow}?version=${batch.version}`}>
              {batch.workflow} v{batch.version}
            </Link>{' '}
            · started by {batch.created_by}, {moment(batch.created_at)}
            {batch.redrive_of && (
              <>
                {' · takes up '}
                <Link to={`/console/batches/${batch.redrive_of}`}>an earlier batch</Link>
              </>
            )}
            <TakenUp batch={batch} over={over} />
          </p>
        </div>
        <span className="row">
          {!over && live && <span className="live">live</span>}
          <Status {...standingOf(batch)} />
        </span>
      </div>
      {batch.pause && (
        <p className="banner">
          <Status of="paused" label={`Paused: ${batch.pause.message}`} />
        </p>
      )}
      <Bar counts={apart(counts, rejected)} legend />
      <dl className="facts">
        <Fact name="items">{count(counts.total)}</Fact>
        {(over || !onlyPeople(counts)) && <Fact name="rate">{timing.items_per_second.toFixed(1)} / s</Fact>}
        {(over || !onlyPeople(counts)) && <Fact name={over ? 'took' : 'left, about'}>{over ? duration(timing.elapsed_ms) : duration(timing.remaining_ms)}</Fact>}
        <Fact name="cost">
          {cost(paid.spent)}
          {batch.budget !== undefined && ` of ${cost(batch.budget)}`}
          {paid.reserved > 0 && <span className="small"> + {cost(paid.reserved)} on its way</span>}
        </Fact>
        <Settings batch={batch} over={over} />
      </dl>
      <Buttons batch={batch} over={over} />
      <Curls batch={batch} over={over} />
    </section>
  )
}

/** What the panel shows and its buttons do, as commands. */
function Curls({batch, over}: {batch: Batch; over: boolean}) {
  const may = useMay('operator')
  const path = `/v1/batches/${batch.id}`
  const steering = batch.status === 'running' ? 'pause' : batch.status === 'paused' ? 'resume' : undefined
  return (
    <div className="curls">
      <Curl path={path} />
      {may && !over && <Curl path={path} method="PATCH" body={{concurrency: batch.concurrency, priority: batch.priority}} label="curl to change it" />}
      {may && steering && <Curl path={`${path}/${steering}`} method="POST" label={`curl to ${steering}`} />}
    </div>
  )
}

const TOLD_MAX = 5

/** The newest batches that took up this one. */
function TakenUp({batch, over}: {batch: Batch; over: boolean}) {
  const found = useRedrives(batch, over).data?.items.slice(0, TOLD_MAX) ?? []
  if (found.length === 0) return null
  return (
    <>
      {' · taken up by '}
      {found.map((one, at) => (
        <span key={one.id}>
          {at > 0 && ', '}
          <Link to={`/console/batches/${one.id}`}>{one.name}</Link>
        </span>
      ))}
    </>
  )
}

/** Concurrency and priority: they count at once. */
function Settings({batch, over}: {batch: Batch; over: boolean}) {
  const may = useMay('operator')
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  const change = useMutation({
    mutationFn: (body: {concurrency?: number; priority?: Batch['priority']}) =>
      good(client.PATCH('/v1/batches/{id}', {params: {path: {id: batch.id}}, body})),
    onSuccess: changed => {
      setError(undefined)
      queries.setQueryData(['batch', batch.id], changed)
    },
    onError: setError
  })
  if (!may || over) {
    return (
      <>
        <Fact name="at once">{batch.concurrency}</Fact>
        <Fact name="priority">{batch.priority}</Fact>
      </>
    )
  }
  return (
    <>
      <div className="fact">
        <dt>
          <label htmlFor="concurrency">at once</label>
        </dt>
        <dd>
          <input
            id="concurrency"
            key={batch.concurrency}
            type="number"
            min={1}
            max={4096}
            defaultValue={batch.concurrency}
            onBlur={event => {
              const wanted = event.target.valueAsNumber
              if (wanted !== batch.concurrency && wanted >= 1) change.mutate({concurrency: wanted})
            }}
            onKeyDown={event => event.key === 'Enter' && event.currentTarget.blur()}
          />
        </dd>
      </div>
      <div className="fact">
        <dt>
          <label htmlFor="priority">priority</label>
        </dt>
        <dd>
          <select id="priority" value={batch.priority} onChange={event => change.mutate({priority: event.target.value as Batch['priority']})}>
            <option>high</option>
            <option>normal</option>
            <option>low</option>
          </select>
        </dd>
      </div>
      <Refused error={error} />
    </>
  )
}

function Buttons({batch, over}: {batch: Batch; over: boolean}) {
  const may = useMay('operator')
  const queries = useQueryClient()
  const [asked, ask] = useState<'cancel' | 'retry' | 'edit' | 'download' | undefined>(useLocation().hash === '#download' ? 'download' : undefined)
  const steer = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') =>
      good(client.POST(`/v1/batches/{id}/${what}`, {params: {path: {id: batch.id}}})),
    onSuccess: changed => queries.setQueryData(['batch', batch.id], changed)
  })
  const {counts} = batch
  const groups = useFailures(batch)
  const rejected = rejections(groups.data?.items ?? [])
  // what somebody said no to is not broken: it is left out, and can be ticked again
  const broken = apart(counts, groups.data?.rejected).failed
  return (
    <>
      <div className="buttons">
        {counts.waiting > 0 && (
          <Link className="button main" to={`/console/review?batch=${batch.id}`}>
            {may ? 'Review' : 'Look at'} {count(counts.waiting)} waiting
          </Link>
        )}
        {counts.succeeded + counts.failed > 0 && <button onClick={() => ask('download')}>Download…</button>}
        {may && broken > 0 && <button onClick={() => ask('retry')}>Retry {count(broken)} failed…</button>}
        {may && over && <button onClick={() => ask('edit')}>Edit and redrive…</button>}
        {may && batch.status === 'running' && <button onClick={() => steer.mutate('pause')}>Pause</button>}
        {may && batch.status === 'paused' && (
          <button className="main" onClick={() => steer.mutate('resume')}>
            Resume
          </button>
        )}
        {may && !over && batch.status !== 'cancelling' && <button onClick={() => ask('cancel')}>Cancel…</button>}
      </div>
      <Refused error={steer.error} />
      {asked === 'download' && <Downloads batch={batch} close={() => ask(undefined)} />}
      {asked === 'edit' && <Redrive batch={batch} edit close={() => ask(undefined)} />}
      {asked === 'retry' && <Redrive batch={batch} {...(rejected.length > 0 && {chosen: {except: rejected}})} close={() => ask(undefined)} />}
      {asked === 'cancel' && (
        <Dialog title="Cancel this batch?" close={() => ask(undefined)}>
          <p>
            {plural(counts.pending, 'item')} will not start, {count(counts.running + counts.waiting)} on their way will be stopped. What has ended stays.
          </p>
          <div className="buttons">
            <button
              className="danger"
              onClick={() => {
                steer.mutate('cancel')
                ask(undefined)
              }}
            >
              Cancel the batch
            </button>
            <button onClick={() => ask(undefined)}>Let it run</button>
            <Curl path={`/v1/batches/${batch.id}/cancel`} method="POST" />
          </div>
        </Dialog>
      )}
    </>
  )
}

function whyOf({failed, rejected = 0}: Counts): string {
  if (rejected === 0) return `Why ${plural(failed, 'item')} failed`
  const no = `${rejected === 1 ? 'was' : 'were'} rejected`
  return failed === 0 ? `Why ${plural(rejected, 'item')} ${no}` : `Why ${plural(failed, 'item')} failed and ${count(rejected)} ${no}`
}

function Failures({batch}: {batch: Batch}) {
  const [search, setSearch] = useSearchParams()
  const may = useMay('operator')
  const [asked, ask] = useState<Chosen>()
  const failed = batch.counts.failed
  const groups = useFailures(batch)
  if (failed === 0 || !groups.data) return null
  const show = (one: FailureGroup) => {
    const next = new URLSearchParams(search)
    for (const other of ['status', 'step']) next.delete(other)
    if (next.get('view') === 'alike') next.delete('view')
    next.set('like', String(one.first_item))
    setSearch(next)
  }
  return (
    <section className="failures" aria-labelledby="failures">
      <h2 id="failures">{whyOf(apart(batch.counts, groups.data.rejected))}</h2>
      <ul>
        {groups.data.items.map(one => (
          <li key={`${one.step} ${one.kind} ${one.message}`}>
            <span className="times">{count(one.count)} ×</span>
            <span className="grow">
              {one.message}
              <span className="small block">
                {one.step ? `at ${one.step}` : 'the run as a whole'} · {isRejection(one) ? 'somebody said no' : KINDS[one.kind]}
              </span>
            </span>
            <button className="quiet" onClick={() => show(one)}>
              Show
            </button>
            {may && (
              <>
                <button className="quiet" onClick={() => ask({only: one})}>
                  Retry these…
                </button>
                {groups.data.items.length > 1 && (
                  <button className="quiet" onClick={() => ask({except: [one]})}>
                    Exclude these…
                  </button>
                )}
              </>
            )}
          </li>
        ))}
        {groups.data.others > 0 && <li className="small">and {count(groups.data.others)} in other words</li>}
      </ul>
      {asked && <Redrive batch={batch} chosen={asked} {...('except' in asked && {title: 'Retry all but these'})} close={() => ask(undefined)} />}
      <Curl path={`/v1/batches/${batch.id}/failures`} />
    </section>
  )
}

import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useEffect, useState} from 'react'
import {Link, useNavigate, useParams, useSearchParams} from 'react-router'
import {type Batch, client, type DryRun, type FailureGroup, good, once} from '../api'
import {useMay} from '../app'
import {StepsOfBatch} from '../batch/panel'
import {Curl} from '../curl'
import {Downloads} from '../download'
import {useEvents} from '../events'
import {Items} from '../items'
import {Bar, Dialog, Fact, Loading, Refused, Status, Wrong} from '../parts'
import {cost, count, duration, moment, plural} from '../words'

type Steps = Record<string, number>
const OVER = ['succeeded', 'failed', 'cancelled']

export function BatchPage() {
  const {id = ''} = useParams()
  const queries = useQueryClient()
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
      <Failures batch={batch.data} />
      <StepsOfBatch batch={batch.data} />
      <Items batch={batch.data} />
    </>
  )
}

function Head({batch, live}: {batch: Batch; live: boolean}) {
  const {counts, timing, cost: paid} = batch
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
          </p>
        </div>
        <span className="row">
          {!over && live && <span className="live">live</span>}
          <Status of={batch.status} />
        </span>
      </div>
      {batch.pause && (
        <p className="banner">
          <Status of="paused" label={`Paused: ${batch.pause.message}`} />
        </p>
      )}
      <Bar counts={counts} legend />
      <dl className="facts">
        <Fact name="items">{count(counts.total)}</Fact>
        <Fact name="rate">{timing.items_per_second.toFixed(1)} / s</Fact>
        <Fact name={over ? 'took' : 'left, about'}>{over ? duration(timing.elapsed_ms) : duration(timing.remaining_ms)}</Fact>
        <Fact name="cost">
          {cost(paid.spent)}
          {batch.budget !== undefined && ` of ${cost(batch.budget)}`}
          {paid.reserved > 0 && <span className="small"> + {cost(paid.reserved)} on its way</span>}
        </Fact>
        <Settings batch={batch} over={over} />
      </dl>
      <Buttons batch={batch} over={over} />
      <Curl path={`/v1/batches/${batch.id}`} />
    </section>
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
  const [asked, ask] = useState<'cancel' | 'retry' | 'download'>()
  const steer = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') =>
      good(client.POST(`/v1/batches/{id}/${what}`, {params: {path: {id: batch.id}}})),
    onSuccess: changed => queries.setQueryData(['batch', batch.id], changed)
  })
  const {counts} = batch
  return (
    <>
      <div className="buttons">
        {counts.waiting > 0 && (
          <Link className="button main" to={`/console/review?batch=${batch.id}`}>
            {may ? 'Review' : 'Look at'} {count(counts.waiting)} waiting
          </Link>
        )}
        {counts.succeeded + counts.failed > 0 && <button onClick={() => ask('download')}>Download…</button>}
        {may && counts.failed > 0 && <button onClick={() => ask('retry')}>Retry {count(counts.failed)} failed…</button>}
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
      {asked === 'retry' && <Retry batch={batch} close={() => ask(undefined)} />}
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
          </div>
        </Dialog>
      )}
    </>
  )
}

/** Shows what a retry would do and cost before it does it. */
function Retry({batch, step, close}: {batch: Batch; step?: string; close: () => void}) {
  const go = useNavigate()
  const path = {id: batch.id}
  const body = {select: 'failed' as const, ...(step && {step})}
  const dry = useQuery({
    queryKey: ['redrive', batch.id, step],
    queryFn: () => good(client.POST('/v1/batches/{id}/redrive/dry-run', {params: {path}, body})),
    staleTime: 0
  })
  const start = useMutation({
    mutationFn: () => good(client.POST('/v1/batches/{id}/redrive', {params: {path, ...once()}, body})),
    onSuccess: made => void go(`/console/batches/${made.id}`)
  })
  return (
    <Dialog title={step ? `Retry what failed at ${step}` : 'Retry what failed'} close={close}>
      {dry.isPending && <Loading what="what it would do" />}
      <Refused error={dry.error ?? start.error} />
      {dry.data && <Forecast of={dry.data} />}
      <p className="small">They become a new batch; every step that had finished is taken as it is.</p>
      <div className="buttons">
        <button className="main" disabled={!dry.data?.valid || start.isPending} onClick={() => start.mutate()}>
          {start.isPending ? 'Starting…' : `Retry ${dry.data ? plural(dry.data.items, 'item') : ''}`}
        </button>
        <button onClick={close}>Not now</button>
      </div>
    </Dialog>
  )
}

/** What a dry run says. */
export function Forecast({of}: {of: DryRun}) {
  const sum = (steps: Steps) => Object.values(steps).reduce((all, one) => all + one, 0)
  const dear = of.cost.high > of.cost.low
  return (
    <>
      <dl className="facts">
        <Fact name="items">{count(of.items)}</Fact>
        <Fact name="steps to run">
          {count(sum(of.to_run as Steps))}
          {sum(of.unsure as Steps) > 0 && ` to ${count(sum(of.to_run as Steps) + sum(of.unsure as Steps))}`}
        </Fact>
        <Fact name="reused">{count(sum(of.reused as Steps))}</Fact>
        <Fact name="cost">{dear ? `${cost(of.cost.low)} to ${cost(of.cost.high)}` : cost(of.cost.low)}</Fact>
        {of.estimated_ms !== undefined && <Fact name="time, about">{duration(of.estimated_ms)}</Fact>}
      </dl>
      {of.bound_by && <p className="small">Bound by {of.bound_by}.</p>}
      {of.problems.length > 0 && (
        <div className="refused">
          <p>{plural(of.invalid, 'item')} cannot be used.</p>
          <ul>
            {of.problems.slice(0, 20).map(one => (
              <li key={one.field + one.message}>
                <code>{one.field}</code> {one.message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Failures({batch}: {batch: Batch}) {
  const [search, setSearch] = useSearchParams()
  const may = useMay('operator')
  const [retried, retry] = useState<string>()
  const failed = batch.counts.failed
  const groups = useQuery({
    queryKey: ['failures', batch.id],
    queryFn: () => good(client.GET('/v1/batches/{id}/failures', {params: {path: {id: batch.id}}})),
    enabled: failed > 0
  })
  if (failed === 0 || !groups.data) return null
  const show = (one: FailureGroup) => {
    const next = new URLSearchParams(search)
    next.set('status', 'failed')
    if (one.step) next.set('step', one.step)
    setSearch(next)
  }
  return (
    <section className="failures" aria-labelledby="failures">
      <h2 id="failures">Why {plural(failed, 'item')} failed</h2>
      <ul>
        {groups.data.items.map(one => (
          <li key={`${one.step} ${one.kind} ${one.message}`}>
            <span className="times">{count(one.count)} ×</span>
            <span className="grow">
              {one.message}
              <span className="small block">
                {one.step ? `at ${one.step}` : 'the run as a whole'} · {KINDS[one.kind]}
              </span>
            </span>
            <button className="quiet" onClick={() => show(one)}>
              Show
            </button>
            {may && one.step && (
              <button className="quiet" onClick={() => retry(one.step)}>
                Retry {one.step}…
              </button>
            )}
          </li>
        ))}
        {groups.data.others > 0 && <li className="small">and {count(groups.data.others)} in other words</li>}
      </ul>
      {retried && <Retry batch={batch} step={retried} close={() => retry(undefined)} />}
    </section>
  )
}

const KINDS: Record<string, string> = {
  transient: 'may work when tried again',
  invalid: 'the input does not fit',
  refused: 'refused',
  defect: 'a defect'
}

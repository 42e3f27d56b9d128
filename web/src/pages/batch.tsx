import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useDeferredValue, useEffect, useState} from 'react'
import {Link, useParams, useSearchParams} from 'react-router'
import {type Batch, client, type FailureGroup, good} from '../api'
import {useMay} from '../app'
import {Boundary} from '../boundary'
import {StepsOfBatch} from '../batch/panel'
import {useFailures} from '../batch/failures'
import {Leave} from '../batch/leave'
import {type Chosen, Redrive} from '../batch/redrive'
import {useRedrives} from '../batch/redrives'
import {toItems} from '../batch/toitems'
import {apart, type Counts, isRejection, onlyPeople, rejections, standingOf} from '../batch/standing'
import {Curl} from '../curl'
import {Downloads} from '../download'
import {useEvents} from '../events'
import {Items} from '../items'
import {after, useOpened} from '../opened'
import {Bar, Dialog, Fact, Loading, Refused, Status, Wrong} from '../parts'
import {cost, count, duration, } from '../words'
import {batch as say} from '../words/batch'

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
  if (batch.isPending) return <Loading what={say.theBatch} />
  if (batch.isError) return <Wrong error={batch.error} what={say.batch} retry={() => void batch.refetch()} />
  return (
    <>
      <Head batch={batch.data} live={live === 'live'} />
      <Boundary what={say.listOfFailures}>
        <Failures batch={batch.data} />
      </Boundary>
      {rest && (
        <>
          <Boundary what={say.partAboutSteps}>
            <StepsOfBatch batch={batch.data} />
          </Boundary>
          <Boundary what={say.listOfItems}>
            <Items batch={batch.data} />
          </Boundary>
        </>
      )}
    </>
  )
}

function Head({batch, live}: {batch: Batch; live: boolean}) {
  const {counts, timing, cost: paid} = batch
  const over = OVER.includes(batch.status)
  return (
    <section className="head" aria-label={say.batchTitle}>
      <div className="row wrap">
        <div>
          <h1>{batch.name}</h1>
          <p className="small">
            <Link to={`/console/workflows/${batch.workflow}?version=${batch.version}`}>
              {say.workflowVersion(batch.workflow, batch.version)}
            </Link>{' '}
            {say.startedBy(batch.created_by, batch.created_at)}
            {batch.redrive_of && (
              <>
                {say.takesUp}
                <Link to={`/console/batches/${batch.redrive_of}`}>{say.anEarlierBatch}</Link>
              </>
            )}
            <TakenUp batch={batch} over={over} />
          </p>
        </div>
        <span className="row">
          {!over && live && <span className="live">{say.live}</span>}
          <Status {...standingOf(batch)} />
        </span>
      </div>
      {batch.pause && (
        <p className="banner">
          <Status of="paused" label={say.paused(batch.pause.message)} />
        </p>
      )}
      <Bar counts={apart(batch)} legend />
      <dl className="facts">
        <Fact name={say.items}>{count(counts.total)}</Fact>
        {(over || !onlyPeople(counts)) && <Fact name={say.rate}>{say.perSecond(timing.items_per_second.toFixed(1))}</Fact>}
        {(over || !onlyPeople(counts)) && <Fact name={over ? say.took : say.leftAbout}>{over ? duration(timing.elapsed_ms) : duration(timing.remaining_ms)}</Fact>}
        <Fact name={say.cost}>
          {cost(paid.spent)}
          {batch.budget !== undefined && say.ofBudget(batch.budget)}
          {paid.reserved > 0 && <span className="small"> {say.onItsWay(paid.reserved)}</span>}
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
      {may && !over && <Curl path={path} method="PATCH" body={{concurrency: batch.concurrency, priority: batch.priority}} label={say.curlToChangeIt} />}
      {may && steering && <Curl path={`${path}/${steering}`} method="POST" label={say.curlTo(steering)} />}
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
      {' · '}
      {found.map((one, at) => (
        <span key={one.id}>
          {at > 0 && ', '}
          {say.takenUpIn(one.counts.total)}
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
        <Fact name={say.atOnce}>{batch.concurrency}</Fact>
        <Fact name={say.priority}>{batch.priority}</Fact>
      </>
    )
  }
  return (
    <>
      <div className="fact">
        <dt>
          <label htmlFor="concurrency">{say.atOnce}</label>
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
          <label htmlFor="priority">{say.priority}</label>
        </dt>
        <dd>
          <select id="priority" value={batch.priority} onChange={event => change.mutate({priority: event.target.value as Batch['priority']})}>
            <option value="high">{say.high}</option>
            <option value="normal">{say.normal}</option>
            <option value="low">{say.low}</option>
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
  const {what: asked, open: ask, close} = useOpened()
  const steer = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') =>
      good(client.POST(`/v1/batches/{id}/${what}`, {params: {path: {id: batch.id}}})),
    onSuccess: changed => queries.setQueryData(['batch', batch.id], changed)
  })
  const {counts} = batch
  const groups = useFailures(batch)
  const rejected = rejections(groups.data?.items ?? [])
  // what somebody said no to is not broken: it is left out, and can be ticked again
  const broken = apart(batch).failed
  const hasEnded = counts.succeeded + counts.failed > 0
  const canCancel = may && !over && batch.status !== 'cancelling'
  return (
    <>
      <div className="buttons">
        {counts.waiting > 0 && (
          <Link className="button main" to={`/console/review?batch=${batch.id}`}>
            {may ? say.review : say.lookAt} {say.waiting(counts.waiting)}
          </Link>
        )}
        {hasEnded && (
          <button className={over && counts.succeeded > 0 ? 'main' : undefined} onClick={() => ask('download')}>
            {say.download}
          </button>
        )}
        {may && broken > 0 && <button onClick={() => ask('retry')}>{say.retryFailed(broken)}</button>}
        {may && over && <button title={say.whatRedriveIs} onClick={() => ask('edit')}>{say.editAndRedrive}</button>}
        {may && batch.status === 'running' && <button onClick={() => steer.mutate('pause')}>{say.pause}</button>}
        {may && batch.status === 'paused' && (
          <button className="main" onClick={() => steer.mutate('resume')}>
            {say.resume}
          </button>
        )}
        {canCancel && <button onClick={() => ask('cancel')}>{say.cancel}</button>}
      </div>
      <Refused error={steer.error} />
      {/* a link may be older than how the batch stands, and of somebody who may do more */}
      {asked === 'download' && hasEnded && <Downloads batch={batch} close={close} />}
      {asked === 'edit' && may && over && <Redrive batch={batch} edit close={close} />}
      {asked === 'retry' && may && broken > 0 && groups.data && <Redrive batch={batch} {...(rejected.length > 0 && {chosen: {except: rejected}})} close={close} />}
      {asked === 'cancel' && canCancel && (
        <Dialog title={say.cancelThisBatch} close={close}>
          <p>
            {say.whatCancelStops(counts.pending, counts.running + counts.waiting)}
          </p>
          <div className="buttons">
            <button
              className="danger"
              onClick={() => {
                steer.mutate('cancel')
                void close()
              }}
            >
              {say.cancelTheBatch}
            </button>
            <button onClick={close}>{say.letItRun}</button>
            <Curl path={`/v1/batches/${batch.id}/cancel`} method="POST" />
          </div>
        </Dialog>
      )}
    </>
  )
}

function whyOf({failed, rejected}: Counts): string {
  if (rejected === 0) return say.whyFailed(failed)
  return failed === 0 ? say.whyRejected(rejected) : say.whyFailedAndRejected(failed, rejected)
}

/** The group that a dialog is about, by the first item that failed so. */
function chosenOf(what: string | undefined, groups: readonly FailureGroup[]): Chosen | undefined {
  const find = (item: string | undefined) => groups.find(one => String(one.first_item) === item)
  const only = find(after('only', what))
  const except = find(after('except', what))
  return only ? {only} : except && {except: [except]}
}

/** The first item that failed so, by name. */
function First({batch, of: {first_item: item, count: all}}: {batch: Batch; of: FailureGroup}) {
  const found = useQuery({
    queryKey: ['item', batch.id, item],
    queryFn: () => good(client.GET('/v1/batches/{id}/items', {params: {path: {id: batch.id}, query: {after: item - 1, limit: 1}}})),
    staleTime: Infinity
  })
  const run = found.data?.items[0]
  return (
    <>
      {run ? <Link to={`/console/runs/${run.id}`}>{run.name}</Link> : say.itemNumber(item)}
      {all > 1 && say.andOtherItems(all - 1)}
    </>
  )
}

function Failures({batch}: {batch: Batch}) {
  const [search, setSearch] = useSearchParams()
  const may = useMay('operator')
  const {what, open, close} = useOpened()
  const failed = batch.counts.failed
  const groups = useFailures(batch)
  if (failed === 0 || !groups.data) return null
  const asked = may ? chosenOf(what, groups.data.items) : undefined
  const show = (one: FailureGroup) => {
    const next = new URLSearchParams(search)
    for (const other of ['status', 'step']) next.delete(other)
    if (next.get('view') === 'alike') next.delete('view')
    next.set('like', String(one.first_item))
    setSearch(next)
    toItems()
  }
  return (
    <section className="failures" aria-labelledby="failures">
      <h2 id="failures">{whyOf(apart(batch))}</h2>
      <ul>
        {groups.data.items.map(one => (
          <li key={`${one.step} ${one.kind} ${one.message}`}>
            <span className="times">{count(one.count)} ×</span>
            <span className="grow">
              {one.message}
              <span className="small block">
                {one.step ? say.atStep(one.step) : say.runAsAWhole} · {isRejection(one) ? say.somebodySaidNo : say.kinds[one.kind]} · <First batch={batch} of={one} />
              </span>
            </span>
            <button className="quiet" onClick={() => show(one)}>
              {say.show}
            </button>
            {may && (
              <>
                <button className="quiet" onClick={() => open(`only:${one.first_item}`)}>
                  {say.retryThese}
                </button>
                {groups.data.items.length > 1 && (
                  <button className="quiet" onClick={() => open(`except:${one.first_item}`)}>
                    {say.excludeThese}
                  </button>
                )}
              </>
            )}
          </li>
        ))}
        {groups.data.others > 0 && <li className="small">{say.andInOtherWords(groups.data.others)}</li>}
      </ul>
      <Leave batch={batch} />
      {asked && <Redrive batch={batch} chosen={asked} {...('except' in asked && {title: say.retryAllBut})} close={close} />}
      <Curl path={`/v1/batches/${batch.id}/failures`} />
    </section>
  )
}

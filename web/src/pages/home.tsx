import {useQuery} from '@tanstack/react-query'
import {Link} from 'react-router'
import {LATEST} from '../ahead'
import {type Batch, client, type Gate, good} from '../api'
import {useMay} from '../app'
import {apart, onlyPeople, openFailures, standingOf, takenUp} from '../batch/standing'
import {Curl} from '../curl'
import {useOpened} from '../opened'
import {Bar, Dialog, Empty, Loading, Refused, Status, Wrong} from '../parts'
import {ProviderHealth} from '../providers'
import {Samples} from '../samples'
import {figure, Table} from '../table'
import {ago, cost, count, } from '../words'
import {home as say} from '../words/home'

const LIVE = ['accepting', 'running', 'cancelling', 'stopping'] as const
const EVERY = 2000
const GATES_MAX = 500

const batches = (status: Batch['status']) => good(client.GET('/v1/batches', {params: {query: {limit: 20, status}}}))

export function Home() {
  const may = useMay('operator')
  const writes = useMay('editor')
  const latest = useQuery({...LATEST, refetchInterval: EVERY})
  const running = useQuery({queryKey: ['batches', 'running'], queryFn: () => batches('running'), refetchInterval: EVERY})
  const paused = useQuery({queryKey: ['batches', 'paused'], queryFn: () => batches('paused'), refetchInterval: EVERY})
  const gates = useQuery({
    queryKey: ['gates', 'home'],
    queryFn: () => good(client.GET('/v1/gates', {params: {query: {limit: GATES_MAX}}})),
    refetchInterval: EVERY
  })
  if (latest.isPending) return <Loading what={say.batches} />
  if (latest.isError) return <Wrong error={latest.error} what={say.listOfBatches} retry={() => void latest.refetch()} />
  const all = latest.data.items
  if (all.length === 0) return <Newcomer />
  const live = new Map<string, Batch>()
  for (const one of [...(running.data?.items ?? []), ...all.filter(one => LIVE.some(state => state === one.status))]) live.set(one.id, one)
  // whatever takes up one of these is newer, and so among them
  const by = takenUp([...new Map([...live.values(), ...all].map(one => [one.id, one])).values()])
  const ended = all.filter(one => !live.has(one.id) && one.status !== 'paused')
  return (
    <div className="home">
      <div className="row">
        <h1>{say.home}</h1>
        {may && <Begin />}
      </div>
      <div className="columns">
        <section aria-labelledby="live">
          <h2 id="live">{say.onTheirWay}</h2>
          {live.size === 0 ? <p className="note">{say.noBatchIsRunning}</p> : [...live.values()].map(one => <Card key={one.id} batch={one} />)}
        </section>
        <aside>
          <section aria-labelledby="waits">
            <h2 id="waits">{say.waitingForPeople}</h2>
            <Waiting
              gates={gates.data?.items ?? []}
              more={!!gates.data?.next}
              paused={paused.data?.items ?? []}
              failed={ended.map(one => ({batch: one, open: openFailures(one, by)})).filter(one => one.open > 0)}
              named={new Map([...live.values(), ...all].map(one => [one.id, one.name]))}
            />
            <Curl path={`/v1/gates?limit=${GATES_MAX}`} />
          </section>
          <Spend />
          <ProviderHealth />
        </aside>
      </div>
      <section aria-labelledby="ended">
        <h2 id="ended">{say.latest}</h2>
        {ended.length === 0 ? <p className="note">{say.nothingHasEndedYet}</p> : <Batches batches={ended} by={by} />}
        <Curl path="/v1/batches?limit=20" />
      </section>
      {writes && (
        <p className="small">
          <Link to="/console/workflows#samples">{say.samplesToTry}</Link>
        </p>
      )}
    </div>
  )
}

const WORKFLOWS_MAX = 50

/** Straight to what is to be run. */
function Begin() {
  const {what, open, close} = useOpened()
  const asked = what === 'new'
  const found = useQuery({
    queryKey: ['workflows', 'to-run'],
    queryFn: () => good(client.GET('/v1/workflows', {params: {query: {limit: WORKFLOWS_MAX}}})),
    enabled: asked
  })
  return (
    <>
      <button className="main" onClick={() => open('new')}>
        {say.newRun}
      </button>
      {asked && (
        <Dialog title={say.whatIsToBeRun} close={close}>
          {found.isPending && <Loading what={say.theWorkflows} />}
          <Refused error={found.error} />
          <ul className="todo">
            {found.data?.items.map(one => (
              <li key={one.name}>
                <Link to={`/console/workflows/${one.name}${one.status === 'published' ? '/run' : ''}`}>
                  <strong>{one.name}</strong>
                  <span className="small">{[one.status === 'draft' && 'a draft, to be published first', one.description].filter(Boolean).join(': ')}</span>
                </Link>
              </li>
            ))}
          </ul>
          <div className="buttons">
            <Link className="button" to="/console/workflows">
              {say.allWorkflowsAndSamples}
            </Link>
            <button onClick={close}>{say.close}</button>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Newcomer() {
  const may = useMay('editor')
  return (
    <div className="home">
      <Empty title={say.nothingRunYet}>
        {may ? (
          <p>
            {say.tryASample} <Link to="/console/workflows">{say.bringYourOwn}</Link>.
          </p>
        ) : (
          <p>{say.othersStart}</p>
        )}
      </Empty>
      {may && <Samples />}
    </div>
  )
}

function Card({batch}: {batch: Batch}) {
  const {timing} = batch
  const counts = apart(batch)
  const done = counts.succeeded + counts.failed + counts.rejected + counts.cancelled
  return (
    <Link to={`/console/batches/${batch.id}`} className="card batch">
      <span className="row">
        <strong>{batch.name}</strong>
        <Status {...standingOf(batch)} />
      </span>
      <Bar counts={counts} />
      <span className="row small">
        <span>
          {say.doneOf(done, counts.total)}
          {counts.failed > 0 && say.failed(counts.failed)}
          {counts.rejected > 0 && say.rejected(counts.rejected)}
          {counts.waiting > 0 && say.waiting(counts.waiting)}
        </span>
        <span>
          {!onlyPeople(counts) && say.left(timing.items_per_second.toFixed(1), timing.remaining_ms)}
        </span>
      </span>
    </Link>
  )
}

type Waits = {gates: Gate[]; more: boolean; paused: Batch[]; failed: {batch: Batch; open: number}[]; named: ReadonlyMap<string, string>}

function Waiting({gates, more, paused, failed, named}: Waits) {
  const byBatch = new Map<string, Gate[]>()
  for (const gate of gates) byBatch.set(gate.batch, [...(byBatch.get(gate.batch) ?? []), gate])
  if (byBatch.size + paused.length + failed.length === 0) return <p className="note">{say.nothingAllIsWell}</p>
  return (
    <ul className="todo">
      {[...byBatch].map(([batch, open]) => (
        <li key={batch}>
          <Link to={`/console/review?batch=${batch}`}>
            <Status of="waiting" label={say.reviews(open.length, more)} />
            <span>{named.get(batch) ?? open[0]!.question.title}</span>
            {named.has(batch) && <span className="small">{open[0]!.question.title}</span>}
          </Link>
        </li>
      ))}
      {paused.map(one => (
        <li key={one.id}>
          <Link to={`/console/batches/${one.id}`}>
            <Status of="paused" />
            <span>
              {one.name}
              {one.pause && `: ${one.pause.message}`}
            </span>
          </Link>
        </li>
      ))}
      {failed.slice(0, 5).map(({batch, open}) => (
        <li key={batch.id}>
          <Link to={`/console/batches/${batch.id}?status=failed`}>
            <Status of="failed" label={say.failedItems(open)} />
            <span>{batch.name}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Spend() {
  const costs = useQuery({queryKey: ['costs'], queryFn: () => good(client.GET('/v1/costs')), refetchInterval: 10_000})
  if (!costs.data) return null
  const {days, spent, to, from} = costs.data
  const today = days.find(one => one.day === to)?.spent ?? 0
  const most = Math.max(...days.map(one => one.spent), 0.01)
  const span = 30
  const at = (day: string) => Math.round((Date.parse(day) - Date.parse(from)) / 86_400_000)
  return (
    <section aria-labelledby="spend">
      <h2 id="spend">{say.spent}</h2>
      <dl className="facts">
        <div className="fact">
          <dt>{say.today}</dt>
          <dd>{cost(today)}</dd>
        </div>
        <div className="fact">
          <dt>{say.thirtyDays}</dt>
          <dd>{cost(spent)}</dd>
        </div>
      </dl>
      {days.length > 1 && (
        <svg className="days" viewBox="0 0 300 40" role="img" aria-label={say.spentByDay(most)} preserveAspectRatio="none">
          {days.map(one => (
            <rect key={one.day} x={(at(one.day) * 300) / span + 1} width={300 / span - 2} y={40 - (one.spent / most) * 38} height={(one.spent / most) * 38}>
              <title>{`${one.day}: ${cost(one.spent)}`}</title>
            </rect>
          ))}
        </svg>
      )}
      <Curl path="/v1/costs" />
    </section>
  )
}

function Batches({batches, by}: {batches: Batch[]; by: ReadonlyMap<string, Batch[]>}) {
  return (
    <Table label={say.batchesTitle} stacked columns={[say.batch, say.status, {title: say.itemsColumn, kind: 'wide'}, figure(say.failedTitle), figure(say.cost), say.started]}>
      {batches.map(one => (
        <tr key={one.id}>
          <td>
            <Link to={`/console/batches/${one.id}`}>{one.name}</Link>
            <span className="small block">
              {say.workflowVersion(one.workflow, one.version)}
              {one.redrive_of && say.takesUpAnEarlierBatch}
            </span>
            {by.get(one.id)?.slice(0, 3).map(later => (
              <span key={later.id} className="small block">
                {say.takenUpIn(later.counts.total)}
                <Link to={`/console/batches/${later.id}`}>{later.name}</Link>
              </span>
            ))}
          </td>
          <td data-label={say.status}>
            <Status {...standingOf(one)} />
          </td>
          <td className="wide" data-label={say.itemsColumn}>
            <div className="grow">
              <Bar counts={apart(one)} />
              <span className="small">
                {say.items(one.counts.total)}
                {one.rejected > 0 && say.rejected(one.rejected)}
              </span>
            </div>
          </td>
          <td className="number" data-label={say.failedTitle}>
            {count(apart(one).failed)}
          </td>
          <td className="number" data-label={say.cost}>
            {cost(one.cost.spent)}
          </td>
          <td data-label={say.started}>{ago(one.created_at)}</td>
        </tr>
      ))}
    </Table>
  )
}

import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {type MouseEvent, Suspense, useEffect, useMemo} from 'react'
import {plainly, settled, useInAddress} from '../address'
import {lazily} from '../lazily'
import {Link, useNavigate, useParams, useSearchParams} from 'react-router'
import {client, type Failure, good, type Run, type Step} from '../api'
import {useMay} from '../app'
import {isRejection, stateOf} from '../batch/standing'
import {Curl} from '../curl'
import {useEvents} from '../events'
import {idOf, saysOf, statesOf} from '../flow/states'
import {lookAgain} from '../headway'
import {Log, StepCurls, useInputsOf} from '../item/log'
import {Timeline} from '../item/timeline'
import {useOpened, useShown} from '../opened'
import {Fact, HeadwayBar, Loading, Refused, Status, Wrong} from '../parts'
import {isPicture, media, type Media, pictures, Save, Thumb} from '../pictures'
import {Viewer} from '../viewer'
import {bytesOf, cost, duration, moment, } from '../words'
import {item as say} from '../words/item'

const GraphPanel = lazily(() => import('../flow/panel'))
const Redrive = lazily(async () => ({default: (await import('../batch/redrive')).Redrive}))

const useBatch = (id: string) => useQuery({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params: {path: {id}}}))})

export function ItemPage() {
  const {id = ''} = useParams()
  const run = useQuery({
    queryKey: ['run', id],
    queryFn: () => good(client.GET('/v1/runs/{id}', {params: {path: {id}}})),
    refetchInterval: query => lookAgain(query.state.data) || false
  })
  if (run.isPending) return <Loading what={say.theItem} />
  if (run.isError) return <Wrong error={run.error} what={say.item} retry={() => void run.refetch()} />
  return <Shown run={run.data} />
}

function Shown({run}: {run: Run}) {
  const queries = useQueryClient()
  const batch = useBatch(run.batch)
  useEvents(run.batch, () => {
    for (const what of ['run', 'run-events']) void queries.invalidateQueries({queryKey: [what, run.id]})
  })
  const before = pictures(run.inputs)
  const after = pictures(run.outputs)
  return (
    <>
      <section className="head" aria-label={say.itemTitle}>
        <div className="row wrap">
          <p className="small">
            <Link to={`/console/batches/${run.batch}`}>{batch.data?.name ?? say.batch}</Link> {say.itemNumber(run.item, batch.data?.counts.total)}
          </p>
          <Neighbours run={run} />
        </div>
        <div className="row wrap">
          <h1>{run.name}</h1>
          <Status of={stateOf(run)} />
        </div>
        {run.failure && <Why failure={run.failure} step={run.failed_step} />}
        <dl className="facts">
          <Fact name={say.started}>{moment(run.started_at)}</Fact>
          <Fact name={say.took}>{duration(run.duration_ms)}</Fact>
          <Fact name={say.cost}>{cost(run.cost ?? 0)}</Fact>
        </dl>
        <Buttons run={run} />
      </section>
      {before[0] && after[0] ? <Pictures before={before[0]} after={after} /> : (after[0] ?? before[0]) && <Viewer after={(after[0] ?? before[0])!} label={run.name} />}
      <section className="values">
        <Values title={say.inputs} of={run.inputs} />
        {Object.keys(run.outputs).length > 0 && <Values title={say.outputs} of={run.outputs} />}
      </section>
      <RunGraph run={run} />
      <Timeline run={run} />
      <section aria-labelledby="steps">
        <h2 id="steps">{say.steps}</h2>
        <ol className="steps">
          {run.steps?.map(step => (
            <StepRow key={step.step} run={run} step={step} />
          ))}
        </ol>
      </section>
      <Curl path={`/v1/runs/${run.id}`} />
    </>
  )
}

/** How one looks at pictures: it stays from item to item. */
const LOOKS = ['compare', 'zoom']

function addressOf(run: string, search: URLSearchParams) {
  const looks = new URLSearchParams([...search].filter(([name]) => LOOKS.includes(name)))
  return `/console/runs/${run}${looks.size > 0 ? `?${plainly(looks)}` : ''}`
}

/** Whether a click opens a link here, which is then done otherwise. */
function here(event: MouseEvent) {
  const is = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
  if (is) event.preventDefault()
  return is
}

/** The items before and behind it in its batch. Back from any of them is where one came from. */
function Neighbours({run}: {run: Run}) {
  const go = useNavigate()
  const [search] = useSearchParams()
  const found = useQuery({
    queryKey: ['neighbours', run.batch, run.item],
    queryFn: () => good(client.GET('/v1/batches/{id}/items', {params: {path: {id: run.batch}, query: {after: Math.max(0, run.item - 2), limit: 3}}})),
    staleTime: Infinity
  })
  const at = (item: number) => {
    const other = found.data?.items.find(one => one.item === item)
    return other && {name: other.name, to: addressOf(other.id, search), go: () => void go(addressOf(other.id, settled()), {replace: true})}
  }
  const [before, behind] = [at(run.item - 1), at(run.item + 1)]
  useEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input:not([type=range]),textarea,select,dialog')) return
      const to = event.key === 'j' ? behind : event.key === 'k' ? before : undefined
      to?.go()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  if (!before && !behind) return null
  return (
    <nav className="row neighbours" aria-label={say.otherItems}>
      {before ? (
        <Link className="button" replace to={before.to} onClick={event => here(event) && before.go()} title={say.previousKey(before.name)}>
          {say.previous}
        </Link>
      ) : (
        <button disabled>{say.previous}</button>
      )}
      {behind ? (
        <Link className="button" replace to={behind.to} onClick={event => here(event) && behind.go()} title={say.nextKey(behind.name)}>
          {say.next}
        </Link>
      ) : (
        <button disabled>{say.next}</button>
      )}
    </nav>
  )
}

/** The workflow that it runs, with how each step stands. */
function RunGraph({run}: {run: Run}) {
  const batch = useBatch(run.batch)
  const {workflow = '', version = 0} = batch.data ?? {}
  const source = useQuery({
    queryKey: ['workflow', workflow, version],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name: workflow}, query: {version}}})),
    enabled: version > 0,
    staleTime: Infinity
  })
  const states = useMemo(() => statesOf(run), [run])
  if (!source.data?.source) return null
  return (
    <section aria-labelledby="graph">
      <h2 id="graph">{say.graph}</h2>
      <Suspense fallback={<Loading what={say.theGraph} />}>
        <GraphPanel source={source.data.source} states={states} snug>
          {step => (
            <ol className="steps">
              {run.steps
                ?.filter(one => idOf(one.step) === step.id)
                .slice(0, 50)
                .map(one => <StepRow key={one.step} run={run} step={one} beside />)}
            </ol>
          )}
        </GraphPanel>
      </Suspense>
    </section>
  )
}

function Pictures({before, after}: {before: Media; after: Media[]}) {
  const [told, tell] = useInAddress('picture')
  const at = Math.max(0, Number(told) - 1 || 0)
  return (
    <section aria-label={say.beforeAndAfter}>
      <Viewer before={before} after={after[at] ?? after[0]!} label={say.after} />
      {after.length > 1 && (
        <div className="strip choose" role="group" aria-label={say.whichPicture}>
          {after.map((one, place) => (
            <button key={one.asset} aria-pressed={place === at} onClick={() => tell(place === 0 ? undefined : String(place + 1))} aria-label={say.picture(place + 1, one.name ?? one.type ?? '')}>
              <Thumb of={one} size={128} />
            </button>
          ))}
        </div>
      )}
    </section>
  )
}

function Why({failure, step}: {failure: Failure; step?: string | undefined}) {
  return (
    <p className="banner bad">
      {isRejection(failure) ? <Status of="rejected" label={step ? say.rejectedAt(step) : say.rejected} /> : <Status of="failed" label={step ? say.failedAt(step) : say.failed} />}
      <span>{failure.message}</span>
    </p>
  )
}

function Buttons({run}: {run: Run}) {
  const may = useMay('operator')
  const queries = useQueryClient()
  const batch = useBatch(run.batch)
  const {what, open, close} = useOpened()
  const steer = useMutation({
    mutationFn: (what: 'pause' | 'resume' | 'cancel') => good(client.POST(`/v1/runs/{id}/${what}`, {params: {path: {id: run.id}}})),
    onSuccess: changed => queries.setQueryData(['run', run.id], changed)
  })
  if (!may) return null
  const live = run.status === 'running' || run.status === 'waiting'
  const over = ['succeeded', 'failed', 'cancelled'].includes(run.status)
  // the same file fails the same way: another one is what helps
  const isInputWrong = run.failure?.kind === 'invalid'
  const hasGood = run.steps?.some(step => step.status === 'succeeded')
  return (
    <>
      <div className="buttons">
        {run.status === 'waiting' && (
          <Link className="button main" to={`/console/review?batch=${run.batch}&run=${run.id}`}>
            {say.review}
          </Link>
        )}
        {run.status === 'failed' && (
          <button className={isInputWrong ? '' : 'main'} disabled={steer.isPending} onClick={() => steer.mutate('resume')}>
            {hasGood ? say.goOn : say.tryAgain}
          </button>
        )}
        {run.status === 'paused' && (
          <button className="main" onClick={() => steer.mutate('resume')}>
            {say.resume}
          </button>
        )}
        {over && batch.data && (
          <button className={isInputWrong ? 'main' : ''} onClick={() => open('redo')}>
            {say.otherInputs}
          </button>
        )}
        {live && <button onClick={() => steer.mutate('pause')}>{say.pause}</button>}
        {(live || run.status === 'paused') && <button onClick={() => steer.mutate('cancel')}>{say.cancelThisItem}</button>}
      </div>
      <Refused error={steer.error} />
      {what === 'redo' && over && batch.data && (
        <Suspense fallback={null}>
          <Redrive batch={batch.data} item={run} edit close={close} />
        </Suspense>
      )}
    </>
  )
}

function Values({title, of}: {title: string; of: Record<string, unknown>}) {
  const entries = Object.entries(of)
  return (
    <div>
      <h2>{title}</h2>
      {entries.length === 0 && <p className="note">{say.none}</p>}
      <dl className="list">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <ValueOf of={value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function ValueOf({of}: {of: unknown}) {
  const found = media(of)
  if (found.length > 0) {
    return (
      <div className="strip">
        {found.map((one, at) => (
          <figure key={one.asset + at}>
            {isPicture(one) && <Thumb of={one} label={one.name ?? ''} />}
            <figcaption className="small">
              {one.name && <span className="block clip">{one.name}</span>}
              {one.width ? `${one.width} × ${one.height}` : one.type} {one.bytes !== undefined && `· ${bytesOf(one.bytes)}`} <Save of={one} />{' '}
              <Link className="small" to={`/console/asset/${one.asset}`}>
                {say.lineage}
              </Link>
            </figcaption>
          </figure>
        ))}
      </div>
    )
  }
  const text = typeof of === 'string' ? of : JSON.stringify(of, null, 1)
  return <span className="text">{text}</span>
}

/** `beside` the graph the same step may be shut while it is open in the list. */
function StepRow({run, step, beside}: {run: Run; step: Step; beside?: boolean}) {
  const [open, setOpen] = useShown(`${beside ? 'node' : 'step'}:${step.step}`, step.status === 'failed')
  const shown = pictures(step.outputs)
  const state = stateOf(step)
  return (
    <li className={`step ${state}`}>
      <button className="line" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Status of={state} label={saysOf(run, state)} />
        <strong className="grow clip">{step.step}</strong>
        {step.reused && <Status of="reused" />}
        {step.attempt > 1 && <span className="small">{say.attempt(step.attempt)}</span>}
        {!!step.cost && <span className="small">{cost(step.cost)}</span>}
        <span className="pair">
          {shown.slice(0, 3).map((one, at) => (
            <Thumb key={one.asset + at} of={one} size={128} />
          ))}
        </span>
        <span className="small number time">{duration(step.attempts.at(-1)?.duration_ms)}</span>
      </button>
      {step.progress && <HeadwayBar of={step.progress} name={step.step} inWords />}
      {open && <StepDetails run={run} step={step} />}
    </li>
  )
}

function StepDetails({run, step}: {run: Run; step: Step}) {
  const reasoned = ['succeeded', 'failed', 'running'].includes(step.status) && !step.gate
  const why = useQuery({
    queryKey: ['why', run.id, step.step, step.attempt],
    queryFn: () => good(client.GET('/v1/runs/{id}/steps/{step}/why', {params: {path: {id: run.id, step: step.step}}})),
    enabled: reasoned,
    retry: false
  })
  const given = useInputsOf(run, step)
  const inputs = Object.entries(given.data?.inputs ?? {}).filter(([, value]) => value !== null)
  return (
    <div className="details">
      {step.failure && <Why failure={step.failure} />}
      {step.note && <p>{say.skippedBecauseOf(step.note)}</p>}
      {step.outcome_unknown && <p className="banner">{say.callWithoutEnd}</p>}
      {why.data && (
        <p>
          {why.data.reused ? say.reused : say.run}
          {why.data.reason}
        </p>
      )}
      {step.gate && <p>{step.gate.title}</p>}
      {step.gate?.votes?.map(vote => (
        <p key={vote.by ?? ''} className="small">
          {vote.by}: {vote.decision} {vote.note && `– ${vote.note}`}
        </p>
      ))}
      {step.attempts.length > 0 && (
        <table className="attempts">
          <caption className="small">{say.attempts(step.attempts.length)}</caption>
          <tbody>
            {step.attempts.map(one => (
              <tr key={one.attempt}>
                <td>{one.attempt}</td>
                <td>
                  <Status of={stateOf(one)} />
                </td>
                <td>{moment(one.started_at)}</td>
                <td className="number">{duration(one.duration_ms)}</td>
                <td>{one.failure?.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {inputs.length > 0 && <Values title={say.inputs} of={Object.fromEntries(inputs)} />}
      {given.data?.missing && <p className="small">{say.itsInputsCannotBeTold(given.data.missing)}</p>}
      {typeof step.outputs.joined_into === 'string' ? (
        <p className="small">{say.doneAlongWith(step.outputs.joined_into)}</p>
      ) : (
        Object.keys(step.outputs).length > 0 && <Values title={say.outputs} of={step.outputs} />
      )}
      <Log run={run} step={step} />
      {given.data && <StepCurls run={run} step={step} why={reasoned} />}
    </div>
  )
}

import {useQuery} from '@tanstack/react-query'
import {Suspense, useMemo} from 'react'
import {lazily} from '../lazily'
import {Link, useSearchParams} from 'react-router'
import {type Batch, client, good} from '../api'
import {Curl} from '../curl'
import {Fact, Loading, PartBar, Refused} from '../parts'
import {Thumb} from '../pictures'
import {cost, count, duration} from '../words'
import {toItems} from './toitems'
import {partsOf, statesOfBatch, type StepCounts} from './steps'
import {batch as say} from '../words/batch'

const GraphPanel = lazily(() => import('../flow/panel'))
const Figures = lazily(() => import('./figures'))

/** How each step stands over all items: on the graph, and in figures. The server counts; no item is read. */
export function StepsOfBatch({batch}: {batch: Batch}) {
  const [search, setSearch] = useSearchParams()
  const figures = search.get('panel') === 'figures'
  const found = useQuery({
    queryKey: ['steps-of', batch.id],
    queryFn: () => good(client.GET('/v1/batches/{id}/steps', {params: {path: {id: batch.id}}}))
  })
  const show = (panel: string | undefined) => {
    const next = new URLSearchParams(search)
    if (panel) next.set('panel', panel)
    else next.delete('panel')
    setSearch(next, {replace: true})
  }
  return (
    <section className="stepsof" aria-labelledby="steps-of">
      <div className="row wrap tools">
        <h2 id="steps-of">{say.steps}</h2>
        <div className="chips" role="group" aria-label={say.howStepsAreShown}>
          <button aria-pressed={!figures} onClick={() => show(undefined)}>
            {say.graph}
          </button>
          <button aria-pressed={figures} onClick={() => show('figures')}>
            {say.figures}
          </button>
        </div>
      </div>
      <Refused error={found.error} />
      <Suspense fallback={<Loading what={say.theSteps} />}>
        {found.isPending ? <Loading what={say.theSteps} /> : !found.data ? null : figures ? <Figures of={found.data} /> : <StepGraph batch={batch} steps={found.data.items} />}
      </Suspense>
      <Curl path={`/v1/batches/${batch.id}/steps`} />
    </section>
  )
}

function StepGraph({batch, steps}: {batch: Batch; steps: StepCounts[]}) {
  const {workflow, version} = batch
  const source = useQuery({
    queryKey: ['workflow', workflow, version],
    queryFn: () => good(client.GET('/v1/workflows/{name}', {params: {path: {name: workflow}, query: {version}}})),
    staleTime: Infinity
  })
  const states = useMemo(() => statesOfBatch(steps), [steps])
  if (source.isError) return <Refused error={source.error} />
  if (!source.data?.source) return <Loading what={say.theGraph} />
  return (
    <GraphPanel source={source.data.source} states={states} snug>
      {step => {
        const found = steps.find(one => one.step === step.id)
        return found ? <Chosen step={found} /> : <p className="note">{say.notBegun}</p>
      }}
    </GraphPanel>
  )
}

function Chosen({step}: {step: StepCounts}) {
  const {duration: took, latest} = step
  return (
    <div className="chosenstep">
      <PartBar parts={partsOf(step)} legend />
      <dl className="facts">
        {took && (
          <>
            <Fact name={say.halfWithin}>{duration(took.p50_ms)}</Fact>
            <Fact name={say.mostWithin}>{duration(took.p99_ms)}</Fact>
          </>
        )}
        <Fact name={say.waitedOnAverage}>{duration(step.waited_ms)}</Fact>
        <Fact name={say.attempts}>{count(step.attempts)}</Fact>
        {step.cost > 0 && <Fact name={say.cost}>{cost(step.cost)}</Fact>}
      </dl>
      {latest && (
        <Link to={`/console/runs/${latest.run}`} className="latest">
          <Thumb of={{asset: latest.asset}} size={256} />
          <span className="small">{say.latestPicture}</span>
        </Link>
      )}
      {step.counts.failed > step.rejected && <Link to={`?${new URLSearchParams({status: 'failed', step: step.step})}`} onClick={toItems}>{say.itemsThatFailedHere}</Link>}
      {step.rejected > 0 && <Link to={`?${new URLSearchParams({status: 'rejected', step: step.step})}`} onClick={toItems}>{say.itemsRejectedHere}</Link>}
    </div>
  )
}

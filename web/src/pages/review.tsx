import {useQuery} from '@tanstack/react-query'
import {useEffect, useReducer, useRef} from 'react'
import {Link, useSearchParams} from 'react-router'
import {useAddress} from '../address'
import {client, type Gate, good} from '../api'
import {useMay} from '../app'
import {batchesOf} from '../batch/standing'
import {Curl} from '../curl'
import {Empty, Loading, Wrong} from '../parts'
import {gateId} from '../gate'
import {type Decision, useDecisions} from '../grace'
import {Desk} from './reviewdesk'
import {useBatches, useIsDecided} from './reviewdata'
import {placeOf, queued, type Seen, takenAway} from './reviewqueue'
import {ReviewSheet} from './reviewsheet'
import {Decided, NotDecided, Said} from './reviewtold'
import {review as say} from '../words/review'

const PAGE = 200
/** Parts of the address that are about the one picture that is looked at. */
const OF_ONE = ['zoom', 'against', 'keep', 'open']

/** One picture after the other, decided by keys; the answer goes out while the next one is already seen. */
export function Review() {
  useSearchParams()
  // the router may be behind: what the window says counts, so that keys in quick succession all do something
  const search = new URLSearchParams(window.location.search)
  const [, redraw] = useReducer((times: number) => times + 1, 0)
  const go = useAddress()
  const batch = search.get('batch') ?? undefined
  const may = useMay('operator')
  const path = `/v1/gates?limit=${PAGE}${batch ? `&batch=${batch}` : ''}`
  const gates = useQuery({
    queryKey: ['gates', batch ?? 'all'],
    queryFn: () => good(client.GET('/v1/gates', {params: {query: {limit: PAGE, ...(batch && {batch})}}})),
    refetchInterval: 2000
  })
  const decisions = useDecisions()
  const {decided, held, forget} = decisions
  const {batches, isPending} = useBatches(gates.data?.items ?? [])
  const queue = queued(gates.data?.items ?? [], batches)
  const isOpen = (gate: Gate) => !decided.has(gateId(gate))
  const open = queue.filter(isOpen)
  const seen = useRef<Seen<Gate>>(undefined)
  const wanted = {run: search.get('run'), step: search.get('step')}
  const at = placeOf(queue, isOpen, wanted, seen.current)
  const isSheet = search.get('view') === 'sheet'
  const isOfThese = !batch || seen.current?.gate.batch === batch
  const away = isOfThese && gates.data ? takenAway(queue, isOpen, wanted, seen.current) : undefined
  const isDecided = useIsDecided(away)
  const gate = isSheet ? open[at] : (away ?? open[at])
  // until it is known what is a trial, nothing is shown yet
  const isReady = !isPending || !!seen.current
  useEffect(() => {
    const looked = away ?? gate
    if (isReady) seen.current = looked && {gate: looked, at: away && seen.current ? seen.current.at : at}
  }, [gate, away, at, isReady])

  const name = (next: Gate | undefined) => (to: URLSearchParams) => {
    for (const part of ['run', 'step'] as const) {
      if (next) to.set(part, next[part])
      else to.delete(part)
    }
    // what was said of one picture says nothing of the next
    for (const part of OF_ONE) to.delete(part)
  }
  function show(next: Gate | undefined) {
    go(name(next))
    redraw()
  }
  /** By hand: only this leaves a picture that was taken away. */
  function attend(next: Gate | undefined) {
    seen.current = undefined
    show(next)
  }
  // what is said of earlier decisions goes when somebody moves on by hand
  function turnTo(next: Gate | undefined) {
    forget()
    attend(next)
  }
  // behind one that is gone is what has its place now
  const step = (by: number) => turnTo(open[Math.min(open.length - 1, Math.max(0, away && by > 0 ? at : at + by))])
  function answer(decision: Decision, note?: string, selected?: number[]) {
    if (!gate) return
    show(away ? open[at] : (open[at + 1] ?? open[at - 1]))
    decisions.decide([{gate, decision, ...(note && {note}), ...(selected && {selected})}])
  }
  const undo = () => show(decisions.undo() ?? gate)
  function look(view: 'sheet' | undefined, at?: Gate) {
    go(to => {
      if (view) to.set('view', view)
      else to.delete('view')
      if (at) name(at)(to)
    }, 'push')
    forget()
  }
  useEffect(forget, [batch, forget])

  if (gates.isPending || !isReady) return <Loading what={say.whatWaitsForYou} />
  if (gates.isError) return <Wrong error={gates.error} what={say.review} retry={() => void gates.refetch()} />
  if (!gate) {
    const items = new Set([...decided.values()].map(one => `${one.gate.run} ${one.gate.step}`))
    const anew = [...decided.values()].filter(({decision, gate}) => decision === 'regenerate' && !decided.has(gateId({...gate, round: gate.round + 1}))).length
    return (
      <Empty title={say.nothingWaitsForYou} page>
        <p>{items.size > 0 ? say.decided(items.size) : say.gatesShowHere}</p>
        {anew > 0 && <p>{say.madeAnew(anew)}</p>}
        <Said of={decisions.told} />
        <NotDecided of={decisions.refused} />
        <div className="buttons">
          <Link className="button main" to={batch ? `/console/batches/${batch}` : '/'}>
            {batch ? say.toTheBatch : say.home}
          </Link>
          {held.length > 0 && <button onClick={undo}>{held.length > 1 ? say.takeTheLastBack(held.length) : say.takeTheLastOneBack}</button>}
        </div>
        {!batch && decided.size > 0 && <Decided of={batchesOf([...decided.values()].map(one => one.gate))} />}
        <UndoKey undo={undo} />
      </Empty>
    )
  }
  if (isSheet) {
    return (
      <ReviewSheet
        open={open}
        batches={batches}
        may={may}
        at={gate}
        held={held.length}
        undo={undo}
        show={one => look(undefined, one)}
        lost={isDecided ? away : undefined}
        focus={attend}
        oneByOne={() => look(undefined)}
        decide={(gates, decision, note) => decisions.decide(gates.map(gate => ({gate, decision, ...(note && {note})})))}
      >
        <Said of={decisions.told} />
        <NotDecided of={decisions.refused} />
        <Curl path={path} />
      </ReviewSheet>
    )
  }
  return (
    <Desk
      gate={gate}
      isGone={isDecided}
      of={batches.get(gate.batch)}
      open={open}
      at={at}
      more={!!gates.data.next}
      batch={batch}
      held={held.length}
      undo={undo}
      sheet={() => look('sheet')}
      step={step}
      show={turnTo}
      answer={answer}
    >
      <Said of={decisions.told} />
      <NotDecided of={decisions.refused} />
    </Desk>
  )
}

/** U where no picture is left. */
function UndoKey({undo}: {undo: () => void}) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'u' && !event.ctrlKey && !event.metaKey && !event.altKey) undo()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  return null
}

import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {useEffect, useLayoutEffect, useRef, useState} from 'react'
import {Link, useSearchParams} from 'react-router'
import {client, type Gate, good, once} from '../api'
import {useMay} from '../app'
import {batchesOf} from '../batch/standing'
import {Curl} from '../curl'
import {Dialog, Empty, Loading, Refused, Wrong} from '../parts'
import {type Answer, type Decision, gateId, useDecisions} from '../grace'
import type {Refusal} from '../outbox'
import {pictures, Thumb} from '../pictures'
import {Viewer} from '../viewer'
import {ReviewSheet} from './reviewsheet'
import {Decided, Keys, NotDecided} from './reviewtold'
import {ago, count, plural} from '../words'

const PAGE = 200
const DONE: Record<Decision, string> = {approve: 'Approved', reject: 'Rejected', regenerate: 'Asked for another'}

/** One picture after the other, decided by keys; the answer goes out while the next one is already seen. */
export function Review() {
  const [search, setSearch] = useSearchParams()
  const batch = search.get('batch') ?? undefined
  const may = useMay('operator')
  const gates = useQuery({
    queryKey: ['gates', batch ?? 'all'],
    queryFn: () => good(client.GET('/v1/gates', {params: {query: {limit: PAGE, ...(batch && {batch})}}})),
    refetchInterval: 2000
  })
  const decisions = useDecisions()
  const {decided} = decisions
  const open = (gates.data?.items ?? []).filter(gate => !decided.has(gateId(gate)))
  const wanted = search.get('run')
  const at = Math.max(0, open.findIndex(gate => gate.run === wanted))
  const gate = open[at]

  function show(next: Gate | undefined) {
    const to = new URLSearchParams(search)
    if (next) to.set('run', next.run)
    else to.delete('run')
    setSearch(to, {replace: true})
  }
  // what is said of earlier decisions goes when somebody moves on by hand
  function turnTo(next: Gate | undefined) {
    decisions.forget()
    show(next)
  }
  const step = (by: number) => turnTo(open[Math.min(open.length - 1, Math.max(0, at + by))])
  function answer(decision: Decision, note?: string, selected?: number[]) {
    if (!gate) return
    show(open[at + 1] ?? open[at - 1])
    decisions.decide([{gate, decision, ...(note && {note}), ...(selected && {selected})}])
  }
  const undo = () => show(decisions.undo() ?? gate)
  const view = search.get('view')
  function look(next: string | undefined, gate?: Gate) {
    const to = new URLSearchParams(search)
    if (next) to.set('view', next)
    else to.delete('view')
    if (gate) to.set('run', gate.run)
    setSearch(to, {replace: true})
    decisions.forget()
  }
  const {forget} = decisions
  useEffect(forget, [batch, forget])

  if (gates.isPending) return <Loading what="what waits for you" />
  if (gates.isError) return <Wrong error={gates.error} what="review" retry={() => void gates.refetch()} />
  if (!gate) {
    return (
      <Empty title="Nothing waits for you">
        <p role="status">{decided.size > 0 ? `${plural(decided.size, 'picture')} decided.` : 'Gates of running batches show here as they open.'}</p>
        <NotDecided of={decisions.refused} />
        {decisions.canUndo && <button onClick={undo}>Take the last one back</button>}{' '}
        {batch ? <Link to={`/console/batches/${batch}`}>To the batch</Link> : <Link to="/">Home</Link>}
        {!batch && decided.size > 0 && <Decided of={batchesOf([...decided.values()].map(one => one.gate))} />}
      </Empty>
    )
  }
  if (view === 'sheet') {
    return (
      <div className="review">
        <div className="row wrap">
          <h1>Review</h1>
          <span className="row">
            <span className="small" role="status">
              {count(open.length)} waiting
            </span>
            {decisions.canUndo && <button onClick={undo}>Undo</button>}
            <button onClick={() => look(undefined)}>One by one</button>
          </span>
        </div>
        <NotDecided of={decisions.refused} />
        <Curl path={`/v1/gates?limit=${PAGE}${batch ? `&batch=${batch}` : ''}`} />
        <ReviewSheet open={open} may={may} show={one => look(undefined, one)} decide={(gates, decision) => decisions.decide(gates.map(gate => ({gate, decision})))} />
      </div>
    )
  }
  return (
    <Desk
      gate={gate}
      open={open}
      at={at}
      more={!!gates.data.next}
      batch={batch}
      last={[...decided.values()].at(-1)?.decision}
      refused={decisions.refused}
      undo={decisions.canUndo ? undo : undefined}
      sheet={() => look('sheet')}
      step={step}
      show={turnTo}
      answer={answer}
    />
  )
}

type Table = {
  gate: Gate
  open: Gate[]
  at: number
  more: boolean
  batch: string | undefined
  last: Decision | undefined
  refused: readonly Refusal<Answer>[]
  step: (by: number) => void
  show: (gate: Gate) => void
  answer: (decision: Decision, note?: string, selected?: number[]) => void
  undo: (() => void) | undefined
  sheet: () => void
}

function Desk({gate, open, at, more, batch, last, refused, step, show, answer, undo, sheet}: Table) {
  const may = useMay('operator')
  const [asked, ask] = useState<'reject' | 'regenerate' | 'bulk'>()
  const [kept, setKept] = useState<{of: string; places: number[]}>({of: '', places: []})
  const places = kept.of === gateId(gate) ? kept.places : []
  const {select} = gate.question
  const enough = !select || (places.length >= (select.min ?? 1) && places.length <= (select.max ?? 100))
  const approve = () => enough && answer('approve', undefined, select ? places : undefined)
  function toggle(place: number) {
    const next = places.includes(place) ? places.filter(one => one !== place) : [...places, place].sort((one, two) => one - two)
    setKept({of: gateId(gate), places: next})
  }
  const strip = useRef<HTMLDivElement>(null)

  useEffect(() => {
    strip.current?.querySelector('[aria-current=true]')?.scrollIntoView({block: 'nearest', inline: 'center'})
  }, [gate])
  // at once, so that no key ever goes to the picture before
  useLayoutEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      if (event.ctrlKey || event.metaKey || event.altKey || asked || target.closest('input:not([type=range]),textarea,select,dialog')) return
      // the slider has the arrows while it has the focus
      if (target.closest('[type=range]') && event.key.startsWith('Arrow')) return
      const does: Record<string, () => void> = {
        ArrowRight: () => step(1),
        ArrowLeft: () => step(-1),
        j: () => step(1),
        k: () => step(-1),
        ...(undo && {u: undo}),
        ...(may && select && Object.fromEntries(gate.question.candidates.slice(0, 9).map((_, place) => [String(place + 1), () => toggle(place)]))),
        ...(may && {a: approve, r: () => ask('reject'), ...(gate.regenerates && {g: () => ask('regenerate')})})
      }
      const action = does[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })

  const {question} = gate
  const after = pictures(question.candidates)
  const before = pictures(question.before)[0]
  return (
    <div className="review">
      <div className="row wrap">
        <h1>{question.title}</h1>
        <span className="small" role="status">
          {last && `${DONE[last]}. `}
          {count(at + 1)} of {count(open.length)}
          {more && '+'} waiting
        </span>
      </div>
      <div className="stage">
        {select ? (
          <Candidates of={gate.question.candidates} places={places} toggle={may ? toggle : undefined} />
        ) : after[0] ? (
          <Viewer key={gateId(gate)} before={before} after={after[0]} label={gate.name} />
        ) : (
          <pre className="full text">{JSON.stringify(question.candidates, null, 1)}</pre>
        )}
      </div>
      <div className="row wrap">
        <p className="small">
          <Link to={`/console/runs/${gate.run}`}>{gate.name}</Link> · {gate.step}
          {gate.round > 1 && ` · version ${gate.round}`} · opened {ago(gate.opened_at)}
          {select && ` · keep ${select.min ?? 1} to ${select.max ?? question.candidates.length} of ${question.candidates.length}`}
          {question.approvals > 1 && ` · ${question.votes?.length ?? 0} of ${question.approvals} approvals`}
        </p>
        <div className="buttons">
          {undo && (
            <button onClick={undo}>
              Undo <kbd>U</kbd>
            </button>
          )}
          {open.length > 1 && (
            <button className="quiet" onClick={sheet}>
              Sheet
            </button>
          )}
          <button onClick={() => step(-1)} disabled={at === 0}>
            Previous <kbd>←</kbd>
          </button>
          <button onClick={() => step(1)} disabled={at === open.length - 1}>
            Next <kbd>→</kbd>
          </button>
          {may && (
            <>
              <button className="main" disabled={!enough} onClick={approve}>
                {select ? `Keep ${places.length}` : 'Approve'} <kbd>A</kbd>
              </button>
              <button onClick={() => ask('reject')}>
                Reject… <kbd>R</kbd>
              </button>
              {gate.regenerates && (
                <button onClick={() => ask('regenerate')}>
                  Once more… <kbd>G</kbd>
                </button>
              )}
              {batch && open.length > 1 && (
                <button className="quiet" onClick={() => ask('bulk')}>
                  Approve all…
                </button>
              )}
            </>
          )}
        </div>
      </div>
      <NotDecided of={refused} />
      <div className="filmstrip" ref={strip} role="group" aria-label="What waits">
        {open.slice(Math.max(0, at - 30), at + 31).map(one => (
          <button key={gateId(one)} aria-current={one === gate} aria-label={one.name} onClick={() => show(one)}>
            <Thumb of={pictures(one.question.candidates)[0]} size={128} />
          </button>
        ))}
      </div>
      <Keys can={{may, again: may && !!gate.regenerates, select: may && !!select}} />
      {(asked === 'reject' || asked === 'regenerate') && (
        <Note
          decision={asked}
          close={() => ask(undefined)}
          done={note => {
            ask(undefined)
            answer(asked, note)
          }}
        />
      )}
      {asked === 'bulk' && batch && <Bulk batch={batch} step={gate.step} close={() => ask(undefined)} />}
    </div>
  )
}

/** What some are kept of: a press, or the number, marks one. */
function Candidates({of, places, toggle}: {of: unknown[]; places: number[]; toggle: ((place: number) => void) | undefined}) {
  return (
    <div className="candidates" role="group" aria-label="Candidates">
      {of.map((one, place) => (
        <button key={place} aria-pressed={places.includes(place)} disabled={!toggle} onClick={() => toggle?.(place)} aria-label={`Candidate ${place + 1}`}>
          {pictures(one)[0] ? <Thumb of={pictures(one)[0]} size={512} /> : <span className="thumb none">{typeof one === 'string' ? one : JSON.stringify(one)}</span>}
          <span className="tag left">
            {places.includes(place) ? '✓ kept' : ''} <kbd>{place + 1}</kbd>
          </span>
        </button>
      ))}
    </div>
  )
}

function Note({decision, close, done}: {decision: 'reject' | 'regenerate'; close: () => void; done: (note: string) => void}) {
  const [note, setNote] = useState('')
  return (
    <Dialog title={decision === 'reject' ? 'Reject' : 'Once more'} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault()
          done(note.trim())
        }}
      >
        <label htmlFor="note">{decision === 'reject' ? 'Why? (may be empty)' : 'What should be different?'}</label>
        <input id="note" value={note} maxLength={4000} onChange={event => setNote(event.target.value)} autoFocus required={decision === 'regenerate'} />
        <div className="buttons">
          <button className="main">{decision === 'reject' ? 'Reject' : 'Make another'}</button>
          <button type="button" onClick={close}>
            Back
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function Bulk({batch, step, close}: {batch: string; step: string; close: () => void}) {
  const body = {action: 'approve' as const, batch, step: step.split('.').at(-1)!}
  const queries = useQueryClient()
  const reach = useQuery({queryKey: ['bulk', batch, step], queryFn: () => good(client.POST('/v1/bulk-actions/dry-run', {body})), staleTime: 0})
  const start = useMutation({
    mutationFn: () => good(client.POST('/v1/bulk-actions', {params: once(), body})),
    onSuccess: () => {
      void queries.invalidateQueries({queryKey: ['gates']})
      close()
    }
  })
  return (
    <Dialog title="Approve all that wait" close={close}>
      <p>{reach.data ? `${plural(reach.data.selected, 'gate')} of this batch at ${step} will be approved.` : 'Counting…'}</p>
      <Refused error={reach.error ?? start.error} />
      <div className="buttons">
        <button className="main" disabled={!reach.data || start.isPending} onClick={() => start.mutate()}>
          Approve {reach.data ? count(reach.data.selected) : ''}
        </button>
        <button onClick={close}>Back</button>
      </div>
    </Dialog>
  )
}

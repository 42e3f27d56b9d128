import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query'
import {type ReactNode, useEffect, useLayoutEffect, useRef, useState} from 'react'
import {Link} from 'react-router'
import {useAddress} from '../address'
import {type Batch, client, type Gate, good, once} from '../api'
import {useMay} from '../app'
import {Curl} from '../curl'
import {gateId} from '../gate'
import type {Decision} from '../grace'
import {useOpened} from '../opened'
import {Dialog, Refused} from '../parts'
import {pictures, Thumb} from '../pictures'
import {holds, said} from '../ranges'
import {Viewer} from '../viewer'
import {usePast} from './reviewdata'
import type {Version} from './reviewpast'
import {Keys, Note, Where} from './reviewtold'
import {count, } from '../words'
import {review as say} from '../words/review'

type Table = {
  gate: Gate
  /** It waits no longer, by somebody else's decision. */
  isGone: boolean
  of: Batch | undefined
  open: Gate[]
  at: number
  more: boolean
  batch: string | undefined
  /** How many decisions a press of undo takes back. */
  held: number
  step: (by: number) => void
  show: (gate: Gate) => void
  answer: (decision: Decision, note?: string, selected?: number[]) => void
  undo: () => void
  sheet: () => void
  children: ReactNode
}

/** The picture over the whole window, what is asked above it and what can be answered below. */
export function Desk({gate, isGone, of, open, at, more, batch, held, step, show, answer, undo, sheet, children}: Table) {
  const mayAnswer = useMay('operator')
  const may = mayAnswer && !isGone
  const {asked, ask, close} = useAsked(gate, {
    // who is still writing goes on writing: letters must not become keys
    reject: mayAnswer,
    regenerate: mayAnswer && !!gate.regenerates,
    bulk: mayAnswer && !!batch,
    help: true
  })
  const change = useAddress()
  const [kept, setKept] = useState(() => ({of: gateId(gate), places: keptOf(gate)}))
  const [against, setAgainst] = useState<{of: string; round: number} | undefined>(() => againstOf(gate))
  const places = kept.of === gateId(gate) ? kept.places : []
  const {question} = gate
  const {select} = question
  const enough = !select || (places.length >= (select.min ?? 1) && places.length <= (select.max ?? 100))
  const approve = () => enough && answer('approve', undefined, select ? places : undefined)
  function toggle(place: number) {
    const next = places.includes(place) ? places.filter(one => one !== place) : [...places, place].sort((one, two) => one - two)
    setKept({of: gateId(gate), places: next})
    tell('keep', next.length > 0 ? said(next.map(one => one + 1)).join(',') : undefined)
  }
  function compare(round: number | undefined) {
    setAgainst(round === undefined ? undefined : {of: gateId(gate), round})
    tell('against', round === undefined ? undefined : String(round))
  }
  /** What is said of this picture stands in the address with its name. */
  function tell(name: 'keep' | 'against', value: string | undefined) {
    change(to => {
      to.set('run', gate.run)
      to.set('step', gate.step)
      if (value === undefined) to.delete(name)
      else to.set(name, value)
    })
  }
  useWholeWindow()
  const desk = useRef<HTMLDivElement>(null)
  const strip = useRef<HTMLDivElement>(null)
  const isWhole = useFullScreen()
  const fill = () => void (document.fullscreenElement ? document.exitFullscreen() : desk.current?.requestFullscreen())

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
        f: fill,
        s: sheet,
        '?': () => ask('help'),
        ...(mayAnswer && {u: undo}),
        ...(may && select && Object.fromEntries(question.candidates.slice(0, 9).map((_, place) => [String(place + 1), () => toggle(place)]))),
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

  const past = usePast(gate, isGone)
  const earlier = past.filter(one => one.round < gate.round)
  const approvals = past.find(one => one.round === gate.round)?.votes.filter(vote => vote.decision === 'approve') ?? []
  const compared = against?.of === gateId(gate) ? earlier.find(one => one.round === against.round) : undefined
  const after = pictures(question.candidates)
  const before = pictures(question.before)[0]
  const old = compared && pictures(compared.candidates)[0]
  return (
    <div className="desk" ref={desk}>
      <div className="deskbar">
        <Link className="button out" to={batch ? `/console/batches/${batch}` : '/'} aria-label={batch ? say.backToTheBatch : say.leaveTheReview}>
          ←
        </Link>
        <div className="asks">
          <h1>{question.title}</h1>
          <p className="small">
            <Where gate={gate} of={of} />
            {select && say.keepOf(select.min ?? 1, select.max ?? question.candidates.length, question.candidates.length)}
            {question.approvals > 1 && say.approvals(approvals.map(vote => vote.by), question.approvals)} {say.opened(gate.opened_at)}
          </p>
        </div>
        <span className="small waits" role="status">
          {isGone ? say.waitingNow(open.length) : say.placeOf(at + 1, open.length, more)}
        </span>
        <div className="buttons">
          {open.length > 1 && (
            <button onClick={sheet}>
              {say.sheet} <kbd>S</kbd>
            </button>
          )}
          {document.fullscreenEnabled && (
            <button aria-pressed={isWhole} onClick={fill}>
              {say.fullScreen} <kbd>F</kbd>
            </button>
          )}
          <button onClick={() => ask('help')} aria-label={say.keysAndCurl} title={say.keysAndCurl}>
            ?
          </button>
        </div>
      </div>
      <div className="stage">
        {select ? (
          <Candidates of={question.candidates} places={places} toggle={may ? toggle : undefined} />
        ) : after[0] ? (
          <Viewer key={gateId(gate)} before={old ?? before} after={after[0]} label={gate.name} {...(old && {names: [say.version(compared.round), say.version(gate.round)]})} />
        ) : (
          <pre className="text words">{JSON.stringify(question.candidates, null, 1)}</pre>
        )}
      </div>
      <div className="deskfoot">
        {earlier.length > 0 && <Earlier of={earlier} compared={compared?.round} compare={select ? undefined : round => compare(round === compared?.round ? undefined : round)} />}
        {open.length > 1 && (
          <div className="filmstrip" ref={strip} role="group" aria-label={say.whatWaits}>
            {open.slice(Math.max(0, at - 30), at + 31).map(one => (
              <button key={gateId(one)} aria-current={one === gate} aria-label={one.name} onClick={() => show(one)}>
                <Thumb of={pictures(one.question.candidates)[0]} size={128} />
              </button>
            ))}
          </div>
        )}
        <div className="row wrap">
          <div className="told">
            {isGone && (
              <p className="small" role="alert">
                {say.waitsNoLonger(gate.name, past.find(one => one.round === gate.round)?.votes.at(-1))}
              </p>
            )}
            {children}
          </div>
          <div className="buttons">
            {held > 0 && (
              <button onClick={undo}>
                {held > 1 ? say.undoSeveral(held) : say.undo} <kbd>U</kbd>
              </button>
            )}
            <button onClick={() => step(-1)} disabled={at === 0} aria-label={say.previous}>
              ← <span className="word">{say.previous}</span>
            </button>
            <button onClick={() => step(1)} disabled={!isGone && at === open.length - 1} aria-label={say.next}>
              <span className="word">{say.next}</span> →
            </button>
            {may && (
              <>
                {batch && open.length > 1 && (
                  <button className="quiet" onClick={() => ask('bulk')}>
                    {say.approveAll}
                  </button>
                )}
                {gate.regenerates && (
                  <button onClick={() => ask('regenerate')}>
                    {say.onceMore} <kbd>G</kbd>
                  </button>
                )}
                <button onClick={() => ask('reject')}>
                  {say.reject} <kbd>R</kbd>
                </button>
                <button className="main" disabled={!enough} onClick={approve}>
                  {select ? say.keep(places.length) : say.approve} <kbd>A</kbd>
                </button>
              </>
            )}
          </div>
        </div>
      </div>
      {(asked === 'reject' || asked === 'regenerate') && (
        <Note
          decision={asked}
          close={close}
          done={note => {
            void close()
            answer(asked, note)
          }}
        />
      )}
      {asked === 'help' && (
        <Dialog title={say.keysOfTheReview} close={close}>
          <Keys can={{may, again: may && !!gate.regenerates, select: may && !!select}} />
          <Curl path={`/v1/gates${batch ? `?batch=${batch}` : ''}`} label={say.curlWhatWaits} />
          <Curl path={`/v1/runs/${gate.run}/steps/${gate.step}/decision`} method="POST" body={{decision: 'approve', ...(select && {selected: places})}} label={say.curlApproveThisOne} />
          <div className="buttons">
            <button onClick={close}>{say.close}</button>
          </div>
        </Dialog>
      )}
      {asked === 'bulk' && batch && <Bulk batch={batch} step={gate.step} close={close} />}
    </div>
  )
}

const QUESTIONS = ['reject', 'regenerate', 'bulk', 'help'] as const
type Question = (typeof QUESTIONS)[number]

/** What is asked over this picture, by the address: a link to a question about another one that is decided by now asks nothing. */
function useAsked(gate: Gate, can: Record<Question, boolean>) {
  const change = useAddress()
  const {what, open, close} = useOpened()
  const search = new URLSearchParams(window.location.search)
  const isOfThis = search.get('run') === gate.run && search.get('step') === gate.step
  const [byHand, setByHand] = useState<string>()
  function ask(question: Question) {
    change(to => {
      to.set('run', gate.run)
      to.set('step', gate.step)
    })
    setByHand(gateId(gate))
    open(question)
  }
  return {asked: QUESTIONS.find(one => (isOfThis || byHand === gateId(gate)) && can[one] && one === what), ask, close}
}

/** A part of the address that was said of this picture. */
function saidOf(gate: Gate, name: 'keep' | 'against'): string | undefined {
  const search = new URLSearchParams(window.location.search)
  return search.get('run') === gate.run && search.get('step') === gate.step ? (search.get(name) ?? undefined) : undefined
}
function keptOf(gate: Gate): number[] {
  const isKept = holds(saidOf(gate, 'keep') ?? '')
  return gate.question.select ? gate.question.candidates.flatMap((_, place) => (isKept(place + 1) ? [place] : [])) : []
}
function againstOf(gate: Gate) {
  const round = Number(saidOf(gate, 'against'))
  return round > 0 ? {of: gateId(gate), round} : undefined
}

/** The page's own bar stands back. Told to the page, since a style that looks for the desk is looked through again at each change of any page. */
function useWholeWindow() {
  useLayoutEffect(() => {
    document.documentElement.dataset['desk'] = ''
    return () => {
      delete document.documentElement.dataset['desk']
    }
  }, [])
}

function useFullScreen(): boolean {
  const [is, set] = useState(!!document.fullscreenElement)
  useEffect(() => {
    const changed = () => set(!!document.fullscreenElement)
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }, [])
  return is
}

/** What was asked for, and what it was asked of. */
function Earlier({of, compared, compare}: {of: readonly Version[]; compared: number | undefined; compare: ((round: number) => void) | undefined}) {
  return (
    <ul className="earlier" aria-label={say.earlierVersions}>
      {of.map(one => (
        <li key={one.round}>
          <button disabled={!compare || !pictures(one.candidates)[0]} aria-pressed={compared === one.round} onClick={() => compare?.(one.round)} title={say.compareWithIt}>
            <Thumb of={pictures(one.candidates)[0]} size={128} />
            {say.version(one.round)}
          </button>
          <span className="small">
            {one.votes
              .filter(vote => vote.note || vote.decision === 'regenerate')
              .map(vote => `${vote.by}: ${vote.note || say.onceMoreAsked}`)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What some are kept of: a press, or the number, marks one. */
function Candidates({of, places, toggle}: {of: unknown[]; places: number[]; toggle: ((place: number) => void) | undefined}) {
  return (
    <div className="candidates" role="group" aria-label={say.candidates}>
      {of.map((one, place) => (
        <button key={place} aria-pressed={places.includes(place)} disabled={!toggle} onClick={() => toggle?.(place)} aria-label={say.candidate(place + 1)}>
          {pictures(one)[0] ? <Thumb of={pictures(one)[0]} size={512} /> : <span className="thumb none">{typeof one === 'string' ? one : JSON.stringify(one)}</span>}
          <span className="tag left">
            {places.includes(place) ? say.kept : ''} <kbd>{place + 1}</kbd>
          </span>
        </button>
      ))}
    </div>
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
    <Dialog title={say.approveAllThatWait} close={close}>
      <p>{reach.data ? say.whatApproveAllDoes(reach.data.selected, step) : say.counting}</p>
      <Refused error={reach.error ?? start.error} />
      <Curl path="/v1/bulk-actions" method="POST" body={body} />
      <div className="buttons">
        <button className="main" disabled={!reach.data || start.isPending} onClick={() => start.mutate()}>
          {say.approve} {reach.data ? count(reach.data.selected) : ''}
        </button>
        <button onClick={close}>{say.back}</button>
      </div>
    </Dialog>
  )
}

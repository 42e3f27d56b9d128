import {type MouseEvent, type ReactNode, useEffect, useRef, useState} from 'react'
import {useAddress} from '../address'
import type {Batch, Gate} from '../api'
import {gateId} from '../gate'
import type {Decision} from '../grace'
import {useOpened} from '../opened'
import {Dialog} from '../parts'
import {pictures, Thumb} from '../pictures'
import {marksOf, written} from './reviewmarks'
import {isTrial} from './reviewqueue'
import {Note, SheetKeys, Where} from './reviewtold'
import {review as say} from '../words/review'

type Given = {
  open: Gate[]
  batches: ReadonlyMap<string, Batch>
  may: boolean
  /** The one that the keys are at. */
  at: Gate
  /** What they were at before somebody else decided it: they mean nothing until they are moved. */
  lost: Gate | undefined
  held: number
  undo: () => void
  show: (gate: Gate) => void
  focus: (gate: Gate) => void
  oneByOne: () => void
  decide: (gates: Gate[], decision: Decision, note?: string) => void
  children: ReactNode
}

/** What is marked, by id: told to the address, and read from it at first. */
function useMarks(open: readonly Gate[]) {
  const change = useAddress()
  const [marked, set] = useState(() => marksOf(new URLSearchParams(window.location.search).get('marked') ?? undefined, open))
  const {text, left} = written(open.filter(gate => marked.has(gateId(gate))))
  useEffect(() => change(to => (text ? to.set('marked', text) : to.delete('marked'))), [change, text])
  return [marked, set, left] as const
}

/** All that waits on one sheet: several are marked and decided at once. Gates where some are kept need a look of their own. */
export function ReviewSheet({open, batches, may, at, lost, held, undo, show, focus, oneByOne, decide, children}: Given) {
  const [marked, setMarked, left] = useMarks(open)
  const {what, open: ask, close} = useOpened()
  const list = useRef<HTMLUListElement>(null)
  const from = useRef<string>(undefined)
  const plain = open.filter(gate => !gate.question.select)
  const chosen = plain.filter(gate => marked.has(gateId(gate)))
  const place = open.indexOf(at)
  /** What is marked, or else the one that the keys are at; nothing where that was taken away. */
  const meant = () => (chosen.length > 0 ? chosen : marked.size > 0 || lost ? [] : plain.filter(gate => gate === at))
  /** What a rejection is asked about, until it is answered, whatever others decide meanwhile. */
  const [about, setAbout] = useState<readonly Gate[]>(() => (what === 'reject' && isAsked() ? meant() : []))
  const asked = what === 'help' || (what === 'reject' && may && about.length > 0) ? what : undefined
  const hasMany = new Set(open.map(gate => gate.batch)).size > 1

  function mark(gate: Gate) {
    const next = new Set(marked)
    if (!next.delete(gateId(gate))) next.add(gateId(gate))
    from.current = gateId(gate)
    setMarked(next)
  }
  /** All from the one that was marked last to this one. */
  function reach(gate: Gate) {
    const first = open.findIndex(one => gateId(one) === from.current)
    const ends = [Math.max(0, first), open.indexOf(gate)].sort((one, two) => one - two)
    const between = open.slice(ends[0], ends[1]! + 1).filter(one => !one.question.select)
    setMarked(new Set([...marked, ...between.map(gateId)]))
  }
  /** Whether the question is about what is here: a link may be older than that. */
  function isAsked() {
    const search = new URLSearchParams(window.location.search)
    return chosen.length > 0 || (search.get('run') === at.run && search.get('step') === at.step && meant().length > 0)
  }
  function reject() {
    setAbout(meant())
    focus(at)
    ask('reject')
  }
  // one that others decided meanwhile is refused by the server, and that is told
  function act(decision: Decision, of: readonly Gate[], note?: string) {
    decide([...of], decision, note)
    setMarked(new Set())
  }
  function across(): number {
    const cells = [...(list.current?.children ?? [])] as HTMLElement[]
    const next = cells.findIndex(cell => cell.offsetTop !== cells[0]!.offsetTop)
    return next < 0 ? cells.length : next
  }
  function move(by: number, reaching: boolean) {
    const next = lost ? at : open[Math.min(open.length - 1, Math.max(0, place + by))]!
    if (reaching) {
      if (marked.size === 0) from.current = gateId(at)
      reach(next)
    }
    focus(next)
    cellOf(next)?.focus()
  }
  const cellOf = (gate: Gate) => list.current?.children[open.indexOf(gate)]?.querySelector<HTMLElement>('.shot')

  useEffect(() => {
    function press(event: KeyboardEvent) {
      const target = event.target as HTMLElement
      if (event.altKey || asked || target.closest('input:not([type=checkbox]),textarea,select,dialog,summary')) return
      if (event.ctrlKey || event.metaKey) {
        if (event.key !== 'a' || !may) return
        event.preventDefault()
        setMarked(new Set(plain.map(gateId)))
        return
      }
      const does: Record<string, () => void> = {
        ArrowRight: () => move(1, may && event.shiftKey),
        ArrowLeft: () => move(-1, may && event.shiftKey),
        ArrowDown: () => move(across(), may && event.shiftKey),
        ArrowUp: () => move(-across(), may && event.shiftKey),
        s: oneByOne,
        '?': () => ask('help'),
        // a button in focus has Enter for itself
        ...(!target.closest('button,a') && {Enter: () => show(at)}),
        ...(may && {
          ...(!target.closest('button:not(.shot),a,[type=checkbox]') && !at.question.select && {' ': () => mark(at)}),
          a: () => meant().length > 0 && act('approve', meant()),
          r: () => meant().length > 0 && reject(),
          u: undo,
          Escape: () => setMarked(new Set())
        })
      }
      const action = does[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  function pick(event: MouseEvent, gate: Gate) {
    focus(gate)
    if (!event.shiftKey || !may) return
    event.preventDefault()
    reach(gate)
  }

  return (
    <div className="review">
      <div className="row wrap">
        <h1>{say.reviewTitle}</h1>
        <span className="row">
          <span className="small" role="status">
            {say.waitingNow(open.length)}
          </span>
          <button onClick={oneByOne}>
            {say.oneByOne} <kbd>S</kbd>
          </button>
          <button onClick={() => ask('help')} aria-label={say.keys}>
            ?
          </button>
        </span>
      </div>
      {may && (
        <div className="buttons decide">
          <button onClick={() => setMarked(new Set(chosen.length === plain.length ? [] : plain.map(gateId)))}>{chosen.length === plain.length ? say.markNone : say.markAll}</button>
          <button className="main" disabled={chosen.length === 0} onClick={() => act('approve', meant())}>
            {say.approveMarked(chosen.length)} <kbd>A</kbd>
          </button>
          <button disabled={chosen.length === 0} onClick={reject}>
            {say.rejectMarked(chosen.length)} <kbd>R</kbd>
          </button>
          {held > 0 && (
            <button onClick={undo}>
              {held > 1 ? say.undoSeveral(held) : say.undo} <kbd>U</kbd>
            </button>
          )}
        </div>
      )}
      {left > 0 && <p className="note">{say.marksForgotten(left)}</p>}
      {lost && (
        <p className="note" role="alert">
          {say.waitsNoLonger(lost.name, undefined)}
        </p>
      )}
      {children}
      <ul className="assets reviewsheet" ref={list}>
        {open.map(gate => (
          <li key={gateId(gate)}>
            <div className={`cell ${marked.has(gateId(gate)) ? 'marked' : ''}`} aria-current={gate === at}>
              <button
                className="shot"
                tabIndex={gate === at ? 0 : -1}
                onFocus={() => gate !== at && focus(gate)}
                onClick={event => (event.shiftKey && may ? pick(event, gate) : show(gate))}
                aria-label={say.lookAt(gate.name)}
              >
                <Thumb of={pictures(gate.question.candidates)[0]} />
              </button>
              <label className="row" title={hasMany ? batches.get(gate.batch)?.name : undefined}>
                <span className="names">
                  <span className="clip block">
                    {isTrial(batches.get(gate.batch)) && <span className="trialmark">{say.trial}</span>} {gate.name}
                  </span>
                  {hasMany && <span className="clip block small">{batches.get(gate.batch)?.name}</span>}
                </span>
                {may && !gate.question.select && (
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    checked={marked.has(gateId(gate))}
                    onClick={event => event.shiftKey && pick(event, gate)}
                    onChange={event => !(event.nativeEvent as unknown as MouseEvent).shiftKey && mark(gate)}
                    aria-label={say.mark(gate.name)}
                  />
                )}
              </label>
            </div>
          </li>
        ))}
      </ul>
      <p className="small">
        <Where gate={at} of={batches.get(at.batch)} />
      </p>
      {asked === 'reject' && (
        <Note
          decision="reject"
          what={about.length === 1 ? about[0]!.name : say.pictures(about.length)}
          close={close}
          done={note => {
            void close()
            act('reject', about, note)
          }}
        />
      )}
      {asked === 'help' && (
        <Dialog title={say.keysOfTheSheet} close={close}>
          <SheetKeys may={may} />
          <div className="buttons">
            <button onClick={close}>{say.close}</button>
          </div>
        </Dialog>
      )}
    </div>
  )
}

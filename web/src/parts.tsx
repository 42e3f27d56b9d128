import {type ReactNode, useEffect, useRef} from 'react'
import {Problem} from './api'
import type {Counts} from './batch/standing'
import {type Headway, says} from './headway'
import {count} from './words'
import {shell as say} from './words/shell'

const SHAPES: Record<string, ReactNode> = {
  succeeded: <path d="M3 8.5 6.5 12 13 4.5" />,
  failed: <path d="M4 4l8 8M12 4l-8 8" />,
  mostly: <path d="M2.5 9 5.5 12 10 6.500M12.500 4v4.500M12.500 11.500v.5" />,
  rejected: <path d="M5 8.5V3h6.5l1.5 5H9.5l.5 4.5L8 13 5 8.5zM2.5 3v5.5" />,
  running: <path d="M8 2.5a5.5 5.5 0 1 1-5.5 5.5M8 5v3l2 1.5" />,
  waiting: <path d="M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8zM3 14c.4-3 2.4-4.4 5-4.4s4.6 1.4 5 4.4" />,
  paused: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  pending: <circle cx="8" cy="8" r="4.5" strokeDasharray="2 2" />,
  cancelled: <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 4.2l7.6 7.6" />,
  skipped: <path d="M3 4l5 4-5 4zM12.5 4v8" />,
  added: <path d="M8 3v10M3 8h10" />,
  removed: <path d="M3 8h10" />,
  changed: <path d="M2.5 9c2-4 4-4 5.5-1s3.500 3 5.500-1" />,
  same: <path d="M3.500 6h9M3.500 10h9" />,
  reused: <path d="M3 8a5 5 0 0 1 9-3M13 8a5 5 0 0 1-9 3M12 2v3H9M4 14v-3h3" />
}
const KIND: Record<string, string> = {
  accepting: 'running',
  cancelling: 'running',
  stopping: 'running',
  retrying: 'running',
  ready: 'pending'
}

/** A state in a word, with a shape of its own. */
export function Status({of, label}: {of: string; label?: string}) {
  const kind = KIND[of] ?? of
  return (
    <span className={`status ${kind}`}>
      <Shape of={kind} />
      <span>{label ?? of}</span>
    </span>
  )
}

export function Shape({of}: {of: string}) {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round">
      {SHAPES[of] ?? SHAPES['pending']}
    </svg>
  )
}

export const ORDER = ['succeeded', 'failed', 'rejected', 'waiting', 'running', 'cancelled', 'pending'] as const

/** How the items of a batch stand, as one bar; in words for those who do not see it. */
export function Bar({counts, legend}: {counts: Counts; legend?: boolean}) {
  const shown = ORDER.filter(state => counts[state] > 0)
  const words = shown.map(state => `${count(counts[state])} ${state}`).join(', ') || say.noItems
  return (
    <div>
      <div className="bar" role="img" aria-label={words}>
        {shown.map(state => (
          <span key={state} className={state} style={{width: `${Math.max((counts[state] / counts.total) * 100, 0.6)}%`}} />
        ))}
      </div>
      {legend && (
        <ul className="legend">
          {shown.map(state => (
            <li key={state}>
              <Status of={state} label={`${count(counts[state])} ${state}`} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** How far the step of this name is, as a thin bar; beside it in words, unless they stand elsewhere. */
export function HeadwayBar({of, name, inWords}: {of: Headway; name: string; inWords?: boolean}) {
  return (
    <div className="headway">
      <progress value={of.fraction} aria-label={say.howFarIs(name)} aria-valuetext={says(of)} />
      {inWords && <span className="small">{says(of)}</span>}
    </div>
  )
}

export type Part = {state: string; count: number}

/** Parts of a whole as one bar, in words for those who do not see it. */
export function PartBar({parts, says, legend}: {parts: readonly Part[]; says?: string | undefined; legend?: boolean}) {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  const words = parts.map(part => `${count(part.count)} ${say.states[part.state] ?? part.state}`)
  return (
    <div className="partbar">
      <div className="bar" role="img" aria-label={words.join(', ') || say.noneYet}>
        {parts.map(part => (
          <span key={part.state} className={KIND[part.state] ?? part.state} style={{width: `${Math.max((part.count / total) * 100, 0.8)}%`}} />
        ))}
      </div>
      {says && <span className="small block clip">{says}</span>}
      {legend && (
        <ul className="legend">
          {parts.map((part, at) => (
            <li key={part.state}>
              <Status of={part.state} label={words[at]!} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

export function Loading({what}: {what: string}) {
  return (
    <p className="note" role="status">
      {say.loadingWhat(what)}
    </p>
  )
}

/** Where there is nothing to show; `page` when it is all of the page. */
export function Empty({title, page, children}: {title: string; page?: boolean; children?: ReactNode}) {
  return (
    <div className="empty">
      {page ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  )
}

/** What went wrong, in the server's words, and what to do about it. */
export function Wrong({error, what, retry}: {error: unknown; what: string; retry?: () => void}) {
  const problem = error instanceof Problem ? error : undefined
  const title =
    problem?.status === 403 ? say.mayNotDoThis : problem?.status === 404 ? say.noSuch(what) : say.couldNotBeLoaded(what)
  return (
    <div className="empty wrong" role="alert">
      {problem?.status === 403 || problem?.status === 404 ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>{problem?.message ?? say.serverAway}</p>
      {problem?.status === 404 && <p>{say.mayBeGone}</p>}
      {problem?.status === 403 && <p>{say.askAnAdmin}</p>}
      {retry && problem?.status !== 403 && problem?.status !== 404 && <button onClick={retry}>{say.tryAgain}</button>}
    </div>
  )
}

/** Why a command was refused, at the place where it was given. */
export function Refused({error}: {error: unknown}) {
  if (!error) return null
  const problem = error instanceof Problem ? error : undefined
  return (
    <div className="refused" role="alert">
      <p>{problem?.message ?? say.serverAway}</p>
      {!!problem?.errors.length && (
        <ul>
          {problem.errors.slice(0, 20).map(one => (
            <li key={one.field + one.message}>
              <code>{one.field}</code> {one.message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A dialog of the browser's own: it holds the focus, and Escape closes it. */
export function Dialog({title, close, children}: {title: string; close: () => void; children: ReactNode}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
    // the browser takes the first thing that can be pressed; a command to be taken along is not what one came for
    if (document.activeElement?.matches('summary')) dialog.current?.querySelector<HTMLElement>('.buttons button')?.focus()
  }, [])
  return (
    <dialog ref={dialog} onClose={close} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </dialog>
  )
}

export function Fact({name, children}: {name: string; children: ReactNode}) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

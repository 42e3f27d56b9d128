import {useQueries} from '@tanstack/react-query'
import {Link} from 'react-router'
import {client, good, Problem} from '../api'
import {type Answer, gateId} from '../grace'
import type {Refusal} from '../outbox'
import {count} from '../words'

const KEYS: [string, string, ('may' | 'again' | 'select')?][] = [
  ['A', 'approve, or keep what is marked', 'may'],
  ['R', 'reject', 'may'],
  ['G', 'once more', 'again'],
  ['1 to 9', 'mark a candidate', 'select'],
  ['U', 'undo, for some seconds', 'may'],
  ['← →, J K', 'the picture before, the next one'],
  ['+ -', 'closer, further away; also Ctrl and the wheel'],
  ['0', 'the whole picture; a double-click shows its true size, and the whole again']
]

/** What the keyboard does here. */
export function Keys({can}: {can: Record<'may' | 'again' | 'select', boolean>}) {
  const shown = KEYS.filter(([, , needed]) => !needed || can[needed])
  return (
    <details className="keys">
      <summary>Keys</summary>
      <dl className="list">
        {shown.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const BATCHES_MAX = 10

/** Where what was decided went to: its batches, and their files. */
export function Decided({of}: {of: string[]}) {
  const shown = of.slice(0, BATCHES_MAX)
  const known = useQueries({queries: shown.map(id => ({queryKey: ['batch', id], queryFn: () => good(client.GET('/v1/batches/{id}', {params: {path: {id}}}))}))})
  return (
    <ul className="decided" aria-label="Batches just decided">
      {shown.map((id, at) => (
        <li key={id}>
          <Link to={`/console/batches/${id}`}>{known[at]?.data?.name ?? 'To the batch'}</Link>{' '}
          <Link to={`/console/batches/${id}#download`} aria-label={`Download from ${known[at]?.data?.name ?? 'the batch'}`}>
            Download…
          </Link>
        </li>
      ))}
    </ul>
  )
}

const TOLD_MAX = 5

/** Decisions that were refused, each with the picture that it was about. */
export function NotDecided({of}: {of: readonly Refusal<Answer>[]}) {
  if (of.length === 0) return null
  return (
    <div className="refused" role="alert">
      <ul>
        {of.slice(0, TOLD_MAX).map(({what, why}) => (
          <li key={gateId(what.gate)}>
            <strong>{what.gate.name}</strong> was not decided: {why instanceof Problem ? why.message : 'the server cannot be reached.'}
          </li>
        ))}
        {of.length > TOLD_MAX && <li>and {count(of.length - TOLD_MAX)} more</li>}
      </ul>
    </div>
  )
}

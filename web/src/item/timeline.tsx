import type {Run} from '../api'
import {Curl} from '../curl'
import {Refused} from '../parts'
import {moment} from '../words'
import {useHistory} from './events'
import {EVENTS_MAX, type Line, linesOf, type Span} from './history'
import {item as say} from '../words/item'

/** Lines beyond these, of long loops, are told by the list of steps. */
const LINES_MAX = 60

/** When each step waited, worked, called a provider and asked people. */
export function Timeline({run}: {run: Run}) {
  const history = useHistory(run)
  if (history.isError) return <Refused error={history.error} />
  const now = run.ended_at ? Date.parse(run.ended_at) : Date.now()
  const lines = linesOf(history.data ?? [], now)
  if (lines.length === 0) return null
  const from = Math.min(...lines.flatMap(line => line.spans.map(one => one.from)))
  const to = Math.max(from + 1, ...lines.flatMap(line => line.spans.map(one => one.to)))
  const kinds = (Object.keys(say.spans) as Span['kind'][]).filter(kind => lines.some(line => line.spans.some(one => one.kind === kind)))
  return (
    <section aria-labelledby="timeline" className="card">
      <div className="row wrap">
        <h2 id="timeline">{say.timeline}</h2>
        <ul className="legend small">
          {kinds.flatMap(kind =>
            endsOf(lines, kind).map(end => (
              <li key={kind + end}>
                <i className={`span ${kind} ${end}`} aria-hidden="true" /> {(kind === 'attempt' && say.ends[end]) || say.spans[kind]}
              </li>
            ))
          )}
        </ul>
      </div>
      <ol className="timeline">
        {lines.slice(0, LINES_MAX).map(line => (
          <Row key={line.step} line={line} from={from} long={to - from} />
        ))}
      </ol>
      <p className="row small">
        <span>{moment(new Date(from).toISOString())}</span>
        <span>{say.later(to - from)}</span>
      </p>
      {lines.length > LINES_MAX && <p className="small">{say.andMoreStepsOfLoops(lines.length - LINES_MAX)}</p>}
      {(history.data?.length ?? 0) >= EVENTS_MAX && <p className="small">{say.drawnFromFirst(EVENTS_MAX)}</p>}
      <Curl path={`/v1/events?run=${run.id}&limit=500`} accept="application/json" />
    </section>
  )
}

/** The ways in which spans of a kind look: attempts look as they ended. */
const endsOf = (lines: readonly Line[], kind: Span['kind']) => [
  ...new Set(lines.flatMap(line => line.spans.filter(one => one.kind === kind).map(one => (kind === 'attempt' ? (one.status ?? '') : ''))))
]

function Row({line, from, long}: {line: Line; from: number; long: number}) {
  const told = line.spans.map(one => one.says).join(', ')
  return (
    <li>
      <span className="clip small" title={line.step}>
        {line.step}
      </span>
      <span className="track" role="img" aria-label={told}>
        {line.spans.map((one, at) => (
          <i
            key={at}
            className={`span ${one.kind} ${one.status ?? ''} ${one.open ? 'open' : ''}`}
            title={one.says}
            style={{left: `${((one.from - from) / long) * 100}%`, width: `${((one.to - one.from) / long) * 100}%`}}
          />
        ))}
      </span>
    </li>
  )
}

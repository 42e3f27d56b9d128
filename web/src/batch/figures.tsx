import {type ReactNode, useLayoutEffect, useRef, useState} from 'react'
import type {BatchSteps} from '../api'
import {Details} from '../details'
import {amount, cost, count, duration} from '../words'
import {marks, type Span, spansOf, type StepCounts} from './steps'
import {batch as say} from '../words/batch'

/** Charts of a batch, each with the same as a table. */
export default function Figures({of}: {of: BatchSteps}) {
  const spans = spansOf(of.pace)
  const timed = of.items.filter(step => step.duration)
  const calls = of.providers.filter(one => one.duration || one.failed > 0)
  const paid = of.items.filter(step => step.cost > 0)
  if (timed.length === 0 && spans.length === 0) return <p className="note">{say.nothingHasEndedYet}</p>
  return (
    <div className="figures">
      {timed.length > 0 && <Times title={say.timePerStep} head={say.step} last={say.attempts} of={timed.map(one => ({name: one.step, took: one.duration!, count: one.duration!.attempts}))} />}
      {spans.some(span => span.succeeded + span.failed > 0) && <Throughput spans={spans} every={of.pace.every_ms} />}
      {calls.length > 0 && <Providers calls={calls} />}
      {paid.length > 0 && <Cost steps={paid} spans={spans} every={of.pace.every_ms} />}
    </div>
  )
}

function Figure({title, note, head, rows, children}: {title: string; note: string; head: string[]; rows: (string | number)[][]; children: (wide: number) => ReactNode}) {
  const [box, wide] = useWidth()
  return (
    <figure className="card">
      <figcaption>
        <strong>{title}</strong> <span className="small">{note}</span>
      </figcaption>
      <div ref={box}>{wide > 0 && children(wide)}</div>
      <Details name={`table:${title.toLowerCase().replaceAll(' ', '-')}`} small summary={say.asATable}>
        <div className="scroll tall" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                {head.map((one, at) => (
                  <th key={one} className={at ? 'number' : ''}>
                    {one}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row[0]}>
                  {row.map((one, at) => (
                    <td key={at} className={at ? 'number' : ''}>
                      {one}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Details>
    </figure>
  )
}

/** How wide there is room, so that words in a chart are as large as others. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [wide, setWide] = useState(0)
  useLayoutEffect(() => {
    const at = box.current!
    const measure = () => setWide(at.clientWidth)
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(at)
    return () => watch.disconnect()
  }, [])
  return [box, wide] as const
}

const LINE = 30
const SIDE = 112
const END = 56

type Took = NonNullable<StepCounts['duration']>
/** What has room beside a chart; a model without its owner. */
function shortly(name: string) {
  const short = name.replace(/ \S+\//, ' ')
  return short.length > 15 ? `…${short.slice(-14)}` : short
}

type Timed = {name: string; took: Took; count: number}

/** Each as a bar from its quickest to the 99th percentile, its half and 90 % marked; the scale is logarithmic. */
function Times({title, head, last, of}: {title: string; head: string; last: string; of: Timed[]}) {
  const least = Math.max(1, Math.min(...of.map(one => one.took.min_ms)))
  const most = Math.max(least * 10, ...of.map(one => one.took.p99_ms))
  const from = Math.floor(Math.log10(least))
  const to = Math.ceil(Math.log10(most))
  const at = (ms: number, wide: number) => SIDE + ((Math.log10(Math.max(ms, 10 ** from)) - from) / (to - from)) * (wide - SIDE - END)
  const height = of.length * LINE + 22
  return (
    <Figure
      title={title}
      note={say.howTimesAreDrawn}
      head={[head, say.quickest, say.half, '90 %', '99 %', say.longest, last]}
      rows={of.map(({name, took, count: many}) => [name, duration(took.min_ms), duration(took.p50_ms), duration(took.p90_ms), duration(took.p99_ms), duration(took.max_ms), count(many)])}
    >
      {wide => (
        <svg width={wide} height={height} role="img" aria-label={of.map(one => say.halfAndMostWithin(one.name, one.took.p50_ms, one.took.p99_ms)).join('; ')}>
          {Array.from({length: to - from + 1}, (_, one) => 10 ** (from + one))
            .filter((_, one) => wide > 480 || to - from < 4 || one % 2 === 0)
            .map(ms => (
              <g key={ms} className="axis">
                <line x1={at(ms, wide)} x2={at(ms, wide)} y1={0} y2={height - 18} />
                <text x={at(ms, wide)} y={height - 4} textAnchor="middle">
                  {duration(ms)}
                </text>
              </g>
            ))}
          {of.map(({name, took}, row) => {
            const y = row * LINE + 4
            return (
              <g key={name}>
                <text x={SIDE - 8} y={y + 15} textAnchor="end">
                  {shortly(name)}
                </text>
                <rect className="faint" x={at(took.min_ms, wide)} y={y + 6} width={Math.max(1, at(took.p99_ms, wide) - at(took.min_ms, wide))} height={8} rx={2} />
                <rect className="running" x={at(took.p50_ms, wide)} y={y + 2} width={Math.max(3, at(took.p90_ms, wide) - at(took.p50_ms, wide))} height={16} rx={2} />
                <text className="soft" x={at(took.p99_ms, wide) + 6} y={y + 15}>
                  {duration(took.p50_ms)}
                </text>
              </g>
            )
          })}
        </svg>
      )}
    </Figure>
  )
}

/** Calls to providers, from the intent to the result; those that came to nothing are only counted. */
function Providers({calls}: {calls: BatchSteps['providers']}) {
  const name = (one: (typeof calls)[number]) => [one.provider, one.model].filter(Boolean).join(' ')
  const timed = calls.flatMap(one => (one.duration ? [{name: name(one), took: one.duration, count: one.duration.attempts}] : []))
  const failed = calls.filter(one => one.failed > 0)
  return (
    <div>
      {timed.length > 0 && <Times title={say.timeOfProviders} head={say.providerAndModel} last={say.calls} of={timed} />}
      {failed.length > 0 && <p className="small">{say.withoutAResult(failed.map(one => `${count(one.failed)} of ${name(one)}`).join(', '))}</p>}
    </div>
  )
}

const clock = (ms: number) => new Date(ms).toLocaleTimeString('en-GB')

type Stack = {of: string; value: (span: Span) => number}

function Columns({wide, spans, stacks, says, label}: {wide: number; spans: Span[]; stacks: Stack[]; says: (value: number) => string; label: string}) {
  const high = 150
  const left = 56
  const sums = spans.map(span => stacks.reduce((sum, one) => sum + one.value(span), 0))
  const lines = marks(Math.max(...sums))
  const top = lines.at(-1)!
  const y = (value: number) => high - 20 - (value / top) * (high - 30)
  const step = (wide - left - 6) / spans.length
  return (
    <svg width={wide} height={high} role="img" aria-label={label}>
      {lines.map(one => (
        <g key={one} className="axis">
          <line x1={left} x2={wide} y1={y(one)} y2={y(one)} />
          <text x={left - 6} y={y(one) + 4} textAnchor="end">
            {says(one)}
          </text>
        </g>
      ))}
      {spans.map((span, at) => {
        let below = 0
        return stacks.map(one => {
          const value = one.value(span)
          if (value <= 0) return null
          const from = below
          below += value
          return <rect key={one.of + span.from} className={one.of} x={left + at * step + step * 0.08} width={Math.max(1, step * 0.84)} y={y(below)} height={Math.max(1, y(from) - y(below))} />
        })
      })}
      <text className="soft" x={left} y={high - 4}>
        {clock(spans[0]!.from)}
      </text>
      <text className="soft" x={wide - 2} y={high - 4} textAnchor="end">
        {clock(spans.at(-1)!.from)}
      </text>
    </svg>
  )
}

function Throughput({spans, every}: {spans: Span[]; every: number}) {
  const seconds = every / 1000
  const most = Math.max(...spans.map(span => (span.succeeded + span.failed) / seconds))
  const rate = (value: number) => count(Math.round(value * 100) / 100)
  return (
    <Figure
      title={say.itemsASecond}
      note={say.endedInSpans(every)}
      head={[say.from, say.succeeded, say.failed, say.aSecond]}
      rows={spans.map(span => [clock(span.from), count(span.succeeded), count(span.failed), rate((span.succeeded + span.failed) / seconds)])}
    >
      {wide => <Columns
        wide={wide}
        spans={spans}
        stacks={[
          {of: 'succeeded', value: span => span.succeeded / seconds},
          {of: 'failed', value: span => span.failed / seconds}
        ]}
        says={rate}
        label={say.endedASecond(rate(most))}
      />}
    </Figure>
  )
}

function Cost({steps, spans, every}: {steps: StepCounts[]; spans: Span[]; every: number}) {
  const all = steps.reduce((sum, step) => sum + step.cost, 0)
  return (
    <Figure
      title={say.costTitle}
      note={say.paidInSpans(every)}
      head={[say.step, say.cost, say.share, say.attempts]}
      rows={steps.map(step => [step.step, cost(step.cost), `${Math.round((step.cost / all) * 100)} %`, count(step.attempts)])}
    >
      {wide => <Columns wide={wide} spans={spans} stacks={[{of: 'waiting', value: span => span.cost}]} says={amount} label={say.paidInAll(all)} />}
    </Figure>
  )
}

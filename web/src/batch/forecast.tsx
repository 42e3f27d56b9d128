import type {DryRun} from '../api'
import {Fact} from '../parts'
import {cost, count, duration, plural} from '../words'

type Steps = Record<string, number>

/** What a dry run says. */
export function Forecast({of}: {of: DryRun}) {
  const sum = (steps: Steps) => Object.values(steps).reduce((all, one) => all + one, 0)
  const dear = of.cost.high > of.cost.low
  return (
    <>
      <dl className="facts">
        <Fact name="items">{count(of.items)}</Fact>
        <Fact name="steps to run">
          {count(sum(of.to_run as Steps))}
          {sum(of.unsure as Steps) > 0 && ` to ${count(sum(of.to_run as Steps) + sum(of.unsure as Steps))}`}
        </Fact>
        <Fact name="reused">{count(sum(of.reused as Steps))}</Fact>
        <Fact name="cost">{dear ? `${cost(of.cost.low)} to ${cost(of.cost.high)}` : cost(of.cost.low)}</Fact>
        {of.estimated_ms !== undefined && <Fact name="time, about">{duration(of.estimated_ms)}</Fact>}
      </dl>
      {of.selected && of.selected.length > 0 && <Selected of={of} />}
      {of.bound_by && <p className="small">Bound by {of.bound_by}.</p>}
      {of.problems.length > 0 && (
        <div className="refused">
          <p>{plural(of.invalid, 'item')} cannot be used.</p>
          <ul>
            {of.problems.slice(0, 20).map(one => (
              <li key={one.field + one.message}>
                <code>{one.field}</code> {one.message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

/** Exactly which items of the earlier batch it takes up; the first thousand by name. */
function Selected({of}: {of: DryRun}) {
  const named = of.selected ?? []
  return (
    <details>
      <summary className="small">Which {plural(of.items, 'item')}, and which steps</summary>
      <p className="small">
        {named.map(one => one.name ?? `item ${one.item}`).join(', ')}
        {of.items > named.length && ` and ${count(of.items - named.length)} more`}
      </p>
      <table>
        <thead>
          <tr>
            <th>Step</th>
            <th className="number">to run</th>
            <th className="number">reused</th>
            <th className="number">unsure</th>
          </tr>
        </thead>
        <tbody>
          {[...new Set([of.to_run, of.reused, of.unsure].flatMap(steps => Object.keys(steps)))].map(step => (
            <tr key={step}>
              <td>{step}</td>
              {[of.to_run, of.reused, of.unsure].map((steps, at) => (
                <td key={at} className="number">
                  {count((steps as Steps)[step] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

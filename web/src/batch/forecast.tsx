import type {DryRun} from '../api'
import {Details} from '../details'
import {Fact} from '../parts'
import {costs, count, duration} from '../words'
import {batch as say} from '../words/batch'

type Steps = Record<string, number>

/** What a dry run says. */
export function Forecast({of}: {of: DryRun}) {
  const sum = (steps: Steps) => Object.values(steps).reduce((all, one) => all + one, 0)
  const again = sum(of.reused as Steps)
  const runs = sum(of.to_run as Steps) + sum(of.unsure as Steps)
  return (
    <>
      {of.valid && of.items > 0 && <p>{say.whatHappens(of.items, runs, again, of.cost.high, of.estimated_ms)}</p>}
      <dl className="facts">
        <Fact name={say.items}>{count(of.items)}</Fact>
        <Fact name={say.stepsToRun}>
          {count(sum(of.to_run as Steps))}
          {sum(of.unsure as Steps) > 0 && say.toSum(sum(of.to_run as Steps) + sum(of.unsure as Steps))}
        </Fact>
        <Fact name={say.reused}>{count(sum(of.reused as Steps))}</Fact>
        <Fact name={say.cost}>{costs(of.cost.low, of.cost.high)}</Fact>
        {of.estimated_ms !== undefined && <Fact name={say.timeAbout}>{duration(of.estimated_ms)}</Fact>}
      </dl>
      {of.selected && of.selected.length > 0 && <Selected of={of} />}
      {of.bound_by && <p className="small">{say.boundBy(of.bound_by)}</p>}
      {of.problems.length > 0 && (
        <div className="refused">
          <p>{say.cannotBeUsed(of.invalid)}</p>
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
    <Details name="which" small summary={say.whichItemsAndSteps(of.items)}>
      <p className="small">
        {named.map(one => one.name ?? say.itemNumber(one.item)).join(', ')}
        {of.items > named.length && say.andMoreItems(of.items - named.length)}
      </p>
      <table>
        <thead>
          <tr>
            <th>{say.step}</th>
            <th className="number">{say.toRun}</th>
            <th className="number">{say.reused}</th>
            <th className="number">{say.unsure}</th>
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
    </Details>
  )
}
